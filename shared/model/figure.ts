/**
 * A figure: a number that says where it comes from, as of when, and how sure it is. Later work only adds
 * fields; ids are stable.
 */
import type { VenueId } from './venue';

/**
 * - `complete`: every contributing stream reports everything and had no gap in the window.
 * - `lowerBound`: a contributing venue samples its stream, or the window has a gap; shown with ≥.
 * - `estimate`: made by a model, or a difference or share of sums that are not complete, which bounds nothing;
 *   shown with "est.".
 * - `missing`: not known; `value` is null and is shown as "—", never as 0.
 */
export type Completeness = 'complete' | 'lowerBound' | 'estimate' | 'missing';

/** `ratio`: times something usual; `score`: points of 100. */
export type FigureUnit =
  | 'usd'
  | 'price'
  | 'base'
  | 'percent'
  | 'fraction'
  | 'count'
  | 'ms'
  | 'ratio'
  | 'score';

export interface Figure {
  /** Dotted path, e.g. `liquidations.BTC.short`, `price.binanceusdm:BTCUSDT`. */
  readonly id: string;
  readonly value: number | null;
  readonly unit: FigureUnit;
  /** Venues that contributed, sorted. */
  readonly venues: readonly VenueId[];
  /** Exchange time the figure stands for. */
  readonly asOfMs: number;
  readonly completeness: Completeness;
  /** Exclusive start of the span summed, on figures over a rolling window. */
  readonly fromMs?: number;
  /** What the number means in words, where it stands for a state or a verdict. */
  readonly text?: string;
  /** On a price that neither a trade nor a ticker told: the close of a candle. */
  readonly source?: 'candles';
}
