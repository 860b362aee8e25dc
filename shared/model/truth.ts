/**
 * What only the maker of a market can know: the positions behind it, every liquidation whether it was published
 * or not, and what the script meant to happen.
 *
 * Invariant: truth is for measuring claims, never for making them. It goes from a source straight into the
 * session and is read by scores, benches and tests; no market model, player, indicator or window sees it.
 */
import type { PositionSide } from './events';
import type { VenueId } from './venue';

/** One order that closed a position, or a piece of one, as it was really executed. */
export interface LiquidationTruth {
  kind: 'liquidation';
  exchangeTimeMs: number;
  asset: string;
  /** Null when it happened at no venue in particular. */
  venue: VenueId | null;
  /** Side of the position that was closed. */
  positionSide: PositionSide;
  notionalUsd: number;
  quantityBase: number;
  /** Prices are USD; `fillPrice` is the average of this order. */
  fillPrice: number;
  entryPrice: number;
  leverage: number;
  liquidationPrice: number;
  /** Whether the venue's stream told of it. */
  reported: boolean;
}

/** Live positions whose liquidation price lies within `[lowPrice, highPrice)`, at one moment. */
export interface PositionBinTruth {
  kind: 'positionBin';
  timeMs: number;
  asset: string;
  positionSide: PositionSide;
  lowPrice: number;
  highPrice: number;
  quantityBase: number;
  notionalUsd: number;
  /** Positions in the bin. */
  count: number;
}

/** What the script meant: a range, a catalyst, a breakout. A later label of the same name and asset replaces. */
export interface LabelTruth {
  kind: 'label';
  timeMs: number;
  /** Exclusive end of what lasts; null for a moment. */
  endMs: number | null;
  /** E.g. `range.high`, `catalyst`. */
  name: string;
  /** Null when it concerns the whole market. */
  asset: string | null;
  /** Null when the label is its time alone. */
  value: number | null;
}

export type TruthRecord = LiquidationTruth | PositionBinTruth | LabelTruth;
export type TruthKind = TruthRecord['kind'];
export type TruthOf<K extends TruthKind> = Extract<TruthRecord, { kind: K }>;

/** Every kind once, in a fixed order that only grows at its end. */
export const TRUTH_KINDS = ['liquidation', 'positionBin', 'label'] as const satisfies readonly TruthKind[];
