import type { IndicatorBar } from '../indicator';

/** Height of a bar including the jump from the close before; of the first bar, where that is null, its height. */
export function trueRange({ high, low }: IndicatorBar, closeBefore: number | null): number {
  if (closeBefore === null) return high - low;
  return Math.max(high - low, Math.abs(closeBefore - high), Math.abs(closeBefore - low));
}
