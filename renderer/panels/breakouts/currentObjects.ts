/** What stands now and what is past, interval by interval. */
import type { Breakout, ConsolidationRange, MarketStructure } from '../../../shared/model/structure';
import { INTERVALS, type Interval } from '../../../shared/model/time';

export type CurrentObject =
  | { readonly kind: 'range'; readonly interval: Interval; readonly range: ConsolidationRange }
  | { readonly kind: 'breakout'; readonly interval: Interval; readonly breakout: Breakout }
  /** Closed bars of the interval are read, and neither is found in them. */
  | { readonly kind: 'none'; readonly interval: Interval };

/** By interval, the shortest first; a breakout before the range that stands beside it. */
export function currentObjects({ ranges, breakouts, baseRates }: MarketStructure): readonly CurrentObject[] {
  return INTERVALS.flatMap((interval): CurrentObject[] => {
    const found: CurrentObject[] = [
      ...breakouts
        .filter((one) => one.interval === interval && one.endedAtMs === null)
        .map((breakout) => ({ kind: 'breakout', interval, breakout }) as const),
      ...ranges
        .filter((one) => one.interval === interval && one.toMs === null)
        .map((range) => ({ kind: 'range', interval, range }) as const),
    ];
    const isRead = baseRates.some((rate) => rate.interval === interval);
    return found.length === 0 && isRead ? [{ kind: 'none', interval }] : found;
  });
}

/** The newest first. */
export function pastBreakouts({ breakouts }: MarketStructure): readonly Breakout[] {
  return breakouts
    .filter((one) => one.endedAtMs !== null)
    .sort((one, other) => other.brokeAtMs - one.brokeAtMs);
}
