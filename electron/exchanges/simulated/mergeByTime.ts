/**
 * One sequence out of several that are each ordered by exchange time. Of one millisecond, earlier lists go first,
 * and a list keeps its own order.
 */
import type { MarketEvent } from '../../../shared/model/events';

export function mergeByTime(lists: readonly (readonly MarketEvent[])[]): readonly MarketEvent[] {
  const filled = lists.filter((list) => list.length > 0);
  if (filled.length <= 1) return filled[0] ?? [];
  const merged: MarketEvent[] = [];
  const places = filled.map(() => 0);
  // A dozen lists at most: looking at the head of each is quicker than anything that keeps them in order.
  const heads = filled.map((list) => timeAt(list, 0));
  for (;;) {
    let first = 0;
    for (let index = 1; index < heads.length; index++) {
      if ((heads[index] as number) < (heads[first] as number)) first = index;
    }
    if (heads[first] === Number.POSITIVE_INFINITY) return merged;
    const list = filled[first] as readonly MarketEvent[];
    const place = places[first] as number;
    merged.push(list[place] as MarketEvent);
    places[first] = place + 1;
    heads[first] = timeAt(list, place + 1);
  }
}

/** Infinite behind the end. */
function timeAt(list: readonly MarketEvent[], place: number): number {
  return list[place]?.exchangeTimeMs ?? Number.POSITIVE_INFINITY;
}
