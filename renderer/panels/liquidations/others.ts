/** What all assets have beyond those that are listed. */
import type { Figure } from '../../../shared/model/figure';

export interface Totals {
  readonly total: Figure | undefined;
  readonly shorts: Figure | undefined;
  readonly longs: Figure | undefined;
  /** Of shorts, as a fraction. */
  readonly share: number | null;
}

/** Less than this is rounding. */
const LEAST_USD = 0.5;

/** Null when nothing is left, or when it cannot be known. */
export function othersOf(all: Totals, listed: readonly Totals[]): Totals | null {
  const total = remainder(
    all.total,
    listed.map((row) => row.total),
  );
  if (total === undefined || (total.value ?? 0) < LEAST_USD) return null;
  const shorts = remainder(
    all.shorts,
    listed.map((row) => row.shorts),
  );
  const longs = remainder(
    all.longs,
    listed.map((row) => row.longs),
  );
  const known = shorts?.value != null && total.value !== null && total.value > 0;
  return {
    total,
    shorts,
    longs,
    share: known ? Math.min(1, (shorts.value ?? 0) / (total.value ?? 1)) : null,
  };
}

/** A difference of sums that are not complete bounds nothing: it is an estimate. */
function remainder(all: Figure | undefined, listed: readonly (Figure | undefined)[]): Figure | undefined {
  if (all === undefined || all.value === null) return undefined;
  const parts = listed.filter((figure) => figure?.value != null);
  const value = parts.reduce((rest, figure) => rest - (figure?.value ?? 0), all.value);
  const isComplete = [all, ...parts].every((figure) => figure?.completeness === 'complete');
  return { ...all, value: Math.max(0, value), completeness: isComplete ? 'complete' : 'estimate' };
}
