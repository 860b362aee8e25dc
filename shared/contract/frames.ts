/**
 * Market data on the wire: columns, not objects. `frameCodec.ts` turns these into one ArrayBuffer and back.
 * Unknown values are NaN in float columns.
 */

/** Bars of one series. `snapshot` replaces what the window holds; `update` replaces or appends by open time. */
export interface BarsFrame {
  readonly type: 'bars';
  readonly epoch: number;
  readonly mode: 'snapshot' | 'update';
  readonly openTimeMs: Float64Array;
  readonly open: Float64Array;
  readonly high: Float64Array;
  readonly low: Float64Array;
  readonly close: Float64Array;
  /** Base units. */
  readonly volumeBase: Float64Array;
  /** Base units; NaN when the venue does not say. */
  readonly takerBuyBase: Float64Array;
  /** USD of short positions liquidated in the bar, all venues of the asset; NaN before any coverage. */
  readonly shortsUsd: Float64Array;
  readonly longsUsd: Float64Array;
  /** Bit 0: forming; bit 1: a gap touches the bar. */
  readonly flags: Uint8Array;
}

export const BAR_FORMING = 1;
export const BAR_GAP = 2;

/** Rows of a tape, oldest first. `snapshot` replaces; `update` appends. */
export interface TapeFrame {
  readonly type: 'tape';
  readonly epoch: number;
  readonly mode: 'snapshot' | 'update';
  /** Rows left out since the previous frame because the window was slow. */
  readonly skipped: number;
  readonly seq: Float64Array;
  readonly exchangeTimeMs: Float64Array;
  readonly price: Float64Array;
  readonly quantityBase: Float64Array;
  readonly notionalUsd: Float64Array;
  /** Index into `instruments`. */
  readonly instrument: Uint16Array;
  /** Trades: 1 taker bought, 0 taker sold. Liquidations: 1 a short position was closed, 0 a long one. */
  readonly side: Uint8Array;
  /** Instrument ids the rows refer to. */
  readonly instruments: readonly string[];
}

/** Values of a study by bar. `snapshot` replaces what the window holds; `update` replaces or appends by open time. */
export interface StudyFrame {
  readonly type: 'study';
  readonly epoch: number;
  readonly mode: 'snapshot' | 'update';
  readonly openTimeMs: Float64Array;
  /** Ids of the study's lines, and a column of values for each; NaN is unknown. */
  readonly lines: readonly string[];
  readonly values: readonly Float64Array[];
}

export type MarketFrame = BarsFrame | TapeFrame | StudyFrame;
