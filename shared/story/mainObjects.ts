/** Which of the objects found at several intervals the story is about. */
import type { Breakout, ConsolidationRange, MarketStructure } from '../model/structure';
import { DAY_MS, intervalMs } from '../model/time';

/** A breakout that ended longer ago is history. */
const ENDED_IS_NEWS_MS = 2 * DAY_MS;
/** States in order of what they weigh; a breakout that came to nothing weighs least. */
const WEIGHT: Readonly<Record<Breakout['state'], number>> = {
  held: 3,
  retest: 3,
  confirmed: 3,
  break: 2,
  false: 1,
  weak: 1,
  invalidated: 1,
};

type Found = Pick<MarketStructure, 'ranges' | 'breakouts'>;

/** Of what is news: the one that weighs most, at the longest interval, the newest. */
export function mainBreakout(found: Found, nowMs: number): Breakout | undefined {
  return newsOf(found, nowMs).reduce<Breakout | undefined>(
    (best, one) => (best === undefined || rank(one, best) > 0 ? one : best),
    undefined,
  );
}

/** The longest of the ranges that breakouts of now left; without one the longest that stands. */
export function mainRange(found: Found, nowMs: number): ConsolidationRange | undefined {
  const { ranges } = found;
  const open = newsOf(found, nowMs)
    .filter(({ endedAtMs }) => endedAtMs === null)
    .map(({ rangeId }) => rangeId);
  const left = ranges.filter(({ id }) => open.includes(id));
  // What was broken is what the story began with; else what the price is in.
  const told = left.length > 0 ? left : ranges.filter(({ toMs }) => toMs === null);
  return told.reduce<ConsolidationRange | undefined>(
    (best, one) => (best === undefined || lengthMs(one) > lengthMs(best) ? one : best),
    undefined,
  );
}

/** Breakouts that stand or ended of late. One is history once the price has found another range since. */
function newsOf({ ranges, breakouts }: Found, nowMs: number): readonly Breakout[] {
  const newestStart = Math.max(...ranges.filter(({ toMs }) => toMs === null).map(({ fromMs }) => fromMs));
  return breakouts.filter(
    ({ endedAtMs, brokeAtMs }) =>
      (endedAtMs === null || endedAtMs > nowMs - ENDED_IS_NEWS_MS) && brokeAtMs >= newestStart,
  );
}

function rank(one: Breakout, other: Breakout): number {
  return (
    WEIGHT[one.state] - WEIGHT[other.state] ||
    intervalMs(one.interval) - intervalMs(other.interval) ||
    one.brokeAtMs - other.brokeAtMs
  );
}

function lengthMs({ bars, interval }: ConsolidationRange): number {
  return bars * intervalMs(interval);
}
