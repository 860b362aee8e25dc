/**
 * What a market writer needs of a moment: a paragraph and tables of our own figures, each with its venues,
 * its certainty and its second in the replay.
 *
 * Invariants:
 * - A brief is a function of its input: no clock, no locale, the same bytes everywhere.
 * - Every number is a figure or a price of the session; nothing is written without data, and a section
 *   whose data are absent says so.
 */
import type { Completeness, Figure } from '../model/figure';
import type { Instrument } from '../model/instrument';
import type { MarketStructure } from '../model/structure';
import type { TimeRange } from '../model/time';
import type { VenueInfo } from '../model/venue';

/** Prices of one instrument over the window. */
export interface PriceSpan {
  readonly instrument: Instrument;
  /** First and last moment the prices are known for; the first is later than the window's when history is short. */
  readonly known: TimeRange;
  readonly open: number;
  readonly close: number;
  readonly high: number;
  readonly low: number;
  /** The second of the trade, or the beginning of the bar where only candles tell. */
  readonly highMs: number;
  readonly lowMs: number;
}

export interface BriefGap extends TimeRange {
  readonly venue: string;
  readonly stream: string;
  readonly reason: string;
}

export interface LargestLiquidation {
  readonly asset: string;
  readonly positionSide: 'long' | 'short';
  readonly notionalUsd: number;
  readonly venue: string;
  readonly timeMs: number;
}

export interface BriefInput {
  readonly session: { readonly id: string; readonly title: string; readonly range: TimeRange };
  readonly venues: readonly VenueInfo[];
  readonly asOfMs: number;
  readonly windowMs: number;
  /** Over the window, as of its end. */
  readonly figures: readonly Figure[];
  /** Of the state at the window's beginning; empty when the session begins later. */
  readonly before: readonly Figure[];
  /** One instrument an asset, in the order of the brief. */
  readonly prices: readonly PriceSpan[];
  /** By asset, sorted by id. */
  readonly perpetuals: ReadonlyMap<string, readonly Instrument[]>;
  /** Of the quoted assets, in their order. */
  readonly structures: readonly MarketStructure[];
  readonly largest: LargestLiquidation | null;
  /** Unfilled, overlapping the window. */
  readonly gaps: readonly BriefGap[];
}

/** One value of a table. */
export interface BriefCell {
  /** As written: "≥ $343M", "—". */
  readonly text: string;
  /** Unrounded; null when unknown. */
  readonly value: number | null;
  readonly completeness: Completeness;
  /** Ids of the venues it comes from. */
  readonly venues: readonly string[];
  /** Where in the replay it is seen. */
  readonly atMs: number;
}

export interface BriefRow {
  readonly name: string;
  readonly cells: readonly BriefCell[];
}

export interface BriefSection {
  readonly id: string;
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly BriefRow[];
  /** What the reader has to know of the numbers above, or why there are none. */
  readonly notes: readonly string[];
  /** The section's part of the paragraph; empty for none. */
  readonly sentence: string;
}

export interface Brief {
  readonly session: BriefInput['session'];
  readonly simulated: boolean;
  readonly asOfMs: number;
  readonly window: TimeRange;
  readonly venues: readonly VenueInfo[];
  readonly paragraph: string;
  readonly sections: readonly BriefSection[];
}
