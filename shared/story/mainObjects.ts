/** Which of the objects found at several intervals the story is about. */
import type { Breakout, ConsolidationRange } from '../model/structure';
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

/** Of what stands or ended of late: the one that weighs most, at the longest interval, the newest. */
export function mainBreakout(breakouts: readonly Breakout[], nowMs: number): Breakout | undefined {
  const news = breakouts.filter(
    ({ endedAtMs }) => endedAtMs === null || endedAtMs > nowMs - ENDED_IS_NEWS_MS,
  );
  return news.reduce<Breakout | undefined>(
    (best, one) => (best === undefined || rank(one, best) > 0 ? one : best),
    undefined,
  );
}

function rank(one: Breakout, other: Breakout): number {
  return (
    WEIGHT[one.state] - WEIGHT[other.state] ||
    intervalMs(one.interval) - intervalMs(other.interval) ||
    one.brokeAtMs - other.brokeAtMs
  );
}

/** The longest range that stands; without one the longest of those that breakouts of now left. */
export function mainRange(
  ranges: readonly ConsolidationRange[],
  breakouts: readonly Breakout[],
): ConsolidationRange | undefined {
  const open = breakouts.filter(({ endedAtMs }) => endedAtMs === null).map(({ rangeId }) => rangeId);
  const left = ranges.filter(({ id }) => open.includes(id));
  // What was broken is what the story began with; else what the price is in.
  const told = left.length > 0 ? left : ranges.filter(({ toMs }) => toMs === null);
  return told.reduce<ConsolidationRange | undefined>(
    (best, one) =>
      best === undefined || one.bars * intervalMs(one.interval) > best.bars * intervalMs(best.interval)
        ? one
        : best,
    undefined,
  );
}
