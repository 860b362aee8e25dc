/**
 * One sequence out of several that are each ordered by exchange time. Of one millisecond, earlier lists go first,
 * and a list keeps its own order.
 */
import type { MarketEvent } from '../../../shared/model/events';

export function mergeByTime(lists: readonly (readonly MarketEvent[])[]): readonly MarketEvent[] {
  const filled = lists.filter((list) => list.length > 0);
  if (filled.length <= 1) return filled[0] ?? [];
  // The sort is stable, and quick on runs that are in order.
  return filled.flat().sort((a, b) => a.exchangeTimeMs - b.exchangeTimeMs);
}
