/**
 * What a move of price with a change of open interest says, over a window (1 h, 4 h, 24 h): models §5. Open interest
 * is in coins, as its dollars move with the price.
 */

export type Quadrant = 'newLongs' | 'shortCovering' | 'newShorts' | 'longUnwinding';

export interface QuadrantInput {
  /** Price at the end over price at the start, less one. */
  readonly returnFraction: number | null;
  /** Standard deviation of returns over windows of this length. */
  readonly deviation: number | null;
  readonly openInterestBeforeBase: number | null;
  readonly openInterestAfterBase: number | null;
  /** Reported in the window. */
  readonly shortLiquidationsBase: number | null;
}

export interface QuadrantAnswer {
  /** `none`: the price or open interest hardly moved. Null: not known. */
  readonly quadrant: Quadrant | 'none' | null;
  /** Change of open interest over its start; null when not known. */
  readonly openInterestChange: number | null;
  /** Shorts were covered, and a good part of that was forced; null when liquidations are not known. */
  readonly isSqueeze: boolean | null;
}

const MOVED_DEVIATIONS = 0.5;
const MOVED_OPEN_INTEREST = 0.005;
/** Share of the fall of open interest that was forced. */
const SQUEEZE_SHARE = 0.1;

export function openInterestQuadrant(input: QuadrantInput): QuadrantAnswer {
  const { returnFraction, deviation, openInterestBeforeBase: before, openInterestAfterBase: after } = input;
  const openInterestChange = before !== null && after !== null && before > 0 ? after / before - 1 : null;
  if (returnFraction === null || deviation === null || openInterestChange === null) {
    return { quadrant: null, openInterestChange, isSqueeze: null };
  }
  const isMove =
    Math.abs(returnFraction) > MOVED_DEVIATIONS * deviation &&
    Math.abs(openInterestChange) > MOVED_OPEN_INTEREST;
  if (!isMove) return { quadrant: 'none', openInterestChange, isSqueeze: false };
  const quadrant =
    returnFraction > 0
      ? openInterestChange > 0
        ? 'newLongs'
        : 'shortCovering'
      : openInterestChange > 0
        ? 'newShorts'
        : 'longUnwinding';
  if (quadrant !== 'shortCovering') return { quadrant, openInterestChange, isSqueeze: false };
  const forced = input.shortLiquidationsBase;
  const fall = (before ?? 0) - (after ?? 0);
  return { quadrant, openInterestChange, isSqueeze: forced === null ? null : forced >= SQUEEZE_SHARE * fall };
}

/** Fewer returns than this say nothing about their spread. */
const LEAST_RETURNS = 24;

/**
 * Standard deviation of returns over a window of some hours, from hourly closes in their order, NaN where one is
 * not known; null with fewer than a day of returns. Scaled by the square root of time, about a mean of zero.
 */
export function returnDeviation(hourlyCloses: readonly number[], hours: number): number | null {
  let squares = 0;
  let count = 0;
  hourlyCloses.forEach((close, index) => {
    const change = Math.log(close / (hourlyCloses[index - 1] ?? Number.NaN));
    if (!Number.isFinite(change)) return;
    squares += change * change;
    count++;
  });
  return count < LEAST_RETURNS ? null : Math.sqrt((squares / count) * hours);
}
