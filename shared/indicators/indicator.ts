/**
 * What every indicator is: an incremental fold of closed bars, or of market events, that never looks ahead.
 *
 * Invariants, checked for all of them by one property test per kind:
 * - The output after a prefix is the output of the full run as of there: nothing later changes it.
 * - How the input was cut into batches, and a snapshot and restore in between, change nothing.
 * - An unknown input makes an unknown output (NaN, null), never zero.
 */
import type { z } from 'zod';
import type { Completeness } from '../model/figure';

/** A bar as indicators see it. Prices in price units, amounts in base units; unknown values are NaN. */
export interface IndicatorBar {
  readonly openTimeMs: number;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volumeBase: number;
  /** Base units that takers bought; NaN when the venue does not say. */
  readonly takerBuyBase: number;
  /** Quote units traded, where the venue says: gives the average price of the bar. */
  readonly volumeQuote?: number;
  /** Something is known to be missing inside. */
  readonly touchedByGap: boolean;
}

/** JSON-safe state of a fold. */
export type IndicatorState = unknown;

/** A fold over the closed bars of one instrument and interval, in order of open time. */
export interface BarFold<Output, Bar extends IndicatorBar = IndicatorBar> {
  /** Takes a bar that is over. */
  close(bar: Bar): void;
  /** As of the last closed bar; with a forming bar, as if that closed now, which changes nothing. */
  read(forming?: Bar): Output;
  snapshot(): IndicatorState;
  /** Goes on where `snapshot` was taken, of a fold with the same parameters. */
  restore(state: IndicatorState): void;
}

/** How one value of a study is drawn. */
export interface StudyLine {
  readonly id: string;
  readonly title: string;
  readonly style: 'line' | 'histogram';
  /** `price`: over the candles; `own`: in a pane of the study's own, with its own scale. */
  readonly placement: 'price' | 'own';
}

/** What the values of a study rest on, as of its last closed bar. */
export interface StudyQuality {
  /** `missing` before there is a value; `estimate` while something it should rest on was not known. */
  readonly completeness: Completeness;
  /** Open time of the first bar it rests on: of the run since the anchor where it has one. Null before any. */
  readonly sinceMs: number | null;
}

/** The values of a study's lines, in their order; NaN where a line has a hole. */
export interface StudyFold extends BarFold<readonly number[]> {
  quality(): StudyQuality;
}

/** A study: numbers per bar. Adding one is a file in `studies/` and a line in its registry. */
export interface StudyDef<P> {
  readonly id: string;
  readonly title: string;
  /** Every parameter with its default: an empty object is valid. */
  readonly params: z.ZodType<P>;
  /** In the order of the values that the fold reads. */
  readonly lines: readonly StudyLine[];
  /** What the values are in, e.g. `price`, `base`, `usd`, `percent`, for the one who reads them. */
  readonly unit: 'price' | 'base' | 'usd' | 'percent' | 'none';
  create(params: P, bars: { readonly intervalMs: number }): StudyFold;
}
