/** How grave a burst is, 1 … 4: against the open interest it took from, and against the bursts before it. */

/** Forced USD over open interest from which on it is grave to the second, third and fourth degree. */
const OPEN_INTEREST_SHARES = [0.001, 0.003, 0.01];
/** Share of earlier bursts that were smaller, likewise. */
const HISTORY_QUANTILES = [0.5, 0.75, 0.95];
/** Fewer bursts are no history. */
const LEAST_HISTORY = 8;

/**
 * The lesser of both degrees, so that the highest means large and rare; of one where the other is not known.
 * 1 where neither is. `openInterestUsd` is that before the burst; `earlierUsd` are sums of earlier bursts.
 */
export function severityOf(
  sumUsd: number,
  openInterestUsd: number | null,
  earlierUsd: readonly number[],
): number {
  const degrees: number[] = [];
  if (openInterestUsd !== null && openInterestUsd > 0) {
    degrees.push(degreeOf(sumUsd / openInterestUsd, OPEN_INTEREST_SHARES));
  }
  if (earlierUsd.length >= LEAST_HISTORY) {
    const smaller = earlierUsd.filter((usd) => usd < sumUsd).length;
    degrees.push(degreeOf(smaller / earlierUsd.length, HISTORY_QUANTILES));
  }
  return degrees.length === 0 ? 1 : Math.min(...degrees);
}

function degreeOf(value: number, thresholds: readonly number[]): number {
  return 1 + thresholds.filter((threshold) => value >= threshold).length;
}
