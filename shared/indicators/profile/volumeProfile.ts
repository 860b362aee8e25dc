/**
 * How much was traded at which price, made of the bars of a span: a fixed range, a session or what is visible.
 *
 * The trades inside a bar are not known, so its volume is spread evenly over its prices: the rows are estimates,
 * their total is not. Invariant: the rows sum to the volume of the bars that were counted. A bar touched by a gap
 * or without a known volume is not counted, and said.
 */
import { barOpenTimeMs, DAY_MS, type TimeRange } from '../../model/time';
import type { IndicatorBar } from '../indicator';
import { hasVolume } from '../studies/studyCore';

export interface VolumeProfile {
  /** Lower edge of the lowest row; every edge is a multiple of the height. */
  readonly fromPrice: number;
  readonly rowHeight: number;
  /** Base units by row, lowest price first. */
  readonly volumes: readonly number[];
  /** Base units of all bars that were counted. */
  readonly total: number;
  /** Bars of the span whose volume is not known. */
  readonly unknownBars: number;
}

export interface ProfileOptions {
  /** Bars that open inside are counted. */
  readonly span: TimeRange;
  readonly mostRows: number;
  /** Rows are no finer than this price step. */
  readonly tickSize: number;
}

/** The UTC day that contains `timeMs`: crypto knows no other session. */
export function sessionSpan(timeMs: number): TimeRange {
  const fromMs = barOpenTimeMs(timeMs, DAY_MS);
  return { fromMs, toMs: fromMs + DAY_MS };
}

/** Null when no bar of the span has a known volume. */
export function volumeProfile(
  bars: readonly IndicatorBar[],
  { span, mostRows, tickSize }: ProfileOptions,
): VolumeProfile | null {
  const inside = bars.filter(({ openTimeMs }) => openTimeMs >= span.fromMs && openTimeMs < span.toMs);
  const counted = inside.filter(hasVolume);
  if (counted.length === 0) return null;
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const bar of counted) {
    low = Math.min(low, bar.low);
    high = Math.max(high, bar.high);
  }
  const rowHeight = heightOfRows(low, high, mostRows, tickSize);
  const first = Math.floor(low / rowHeight);
  const volumes = new Array<number>(Math.floor(high / rowHeight) - first + 1).fill(0);
  let total = 0;
  for (const bar of counted) {
    spread(bar, volumes, first, rowHeight);
    total += bar.volumeBase;
  }
  const unknownBars = inside.length - counted.length;
  return { fromPrice: first * rowHeight, rowHeight, volumes, total, unknownBars };
}

/** The smallest round height (1, 2 or 5 times a power of ten) that makes no more rows than wanted. */
function heightOfRows(low: number, high: number, mostRows: number, tickSize: number): number {
  const least = Math.max(tickSize, (high - low) / Math.max(1, mostRows - 1));
  const power = 10 ** Math.floor(Math.log10(least));
  const factor = [1, 2, 5].find((round) => round * power >= least * (1 - Number.EPSILON * 4)) ?? 10;
  return factor * power;
}

function spread(bar: IndicatorBar, volumes: number[], first: number, rowHeight: number): void {
  const { low, high, volumeBase } = bar;
  const lowest = Math.floor(low / rowHeight);
  const highest = Math.floor(high / rowHeight);
  let left = volumeBase;
  for (let row = lowest; row < highest; row++) {
    const height = Math.max(0, (row + 1) * rowHeight - Math.max(low, row * rowHeight));
    const volume = Math.min(left, (volumeBase * height) / (high - low));
    volumes[row - first] = (volumes[row - first] ?? 0) + volume;
    left -= volume;
  }
  // The highest row takes the rest, so that rounding loses nothing.
  volumes[highest - first] = (volumes[highest - first] ?? 0) + left;
}
