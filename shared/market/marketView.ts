/**
 * What the market model offers to readers (hub, command line, checkpoints). Readers pull: they remember a
 * revision or a row number and ask what came since, so a slow reader costs nothing and loses only
 * intermediate states.
 */
import type { StudyChoice } from '../indicators/studies/studyChoice';
import type { LiquidationEvent, TradeEvent } from '../model/events';
import type { Figure } from '../model/figure';
import type { InstrumentId } from '../model/instrument';
import type { MarketStructure } from '../model/structure';
import type { Interval, TimeRange } from '../model/time';
import type { FeedState, Stream, VenueId } from '../model/venue';
import type { StudyChange } from './studyRun';

/** One bar as numbers; unknown values are NaN. Prices in price units, volumes in base units. */
export interface Bar {
  readonly openTimeMs: number;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volumeBase: number;
  readonly takerBuyBase: number;
  /** USD of short positions closed by force, all venues of the asset; NaN where no venue was listened to. */
  readonly shortsUsd: number;
  readonly longsUsd: number;
  readonly forming: boolean;
  readonly touchedByGap: boolean;
}

export interface BarsChange {
  /** Pass to the next `since`. */
  readonly revision: number;
  /** True when `bars` is a whole snapshot (first read, restore, or too much changed). */
  readonly reset: boolean;
  /** In order of open time. */
  readonly bars: readonly Bar[];
}

/** One row of a tape, in order of `seq`. */
export interface TapeChange<E> {
  /** Pass to the next read. */
  readonly next: number;
  readonly reset: boolean;
  readonly rows: readonly E[];
  /** Rows that left the ring before they could be read. */
  readonly skipped: number;
}

export interface StreamHealth {
  readonly venue: VenueId;
  /** Null for the venue's connection itself. */
  readonly stream: Stream | null;
  readonly state: FeedState;
  readonly reason: string;
}

export interface FiguresRequest {
  readonly windowMs: number;
  /** Exchange time the figures stand for, not before `nowMs`; `nowMs` when left out. Windows end there. */
  readonly asOfMs?: number;
}

export interface MarketView {
  /** Highest exchange time applied; null before the first event that has one. */
  readonly nowMs: number | null;
  /** Sequence number of the last event applied; 0 before the first. */
  readonly seq: number;
  /** `revision` 0 asks for the newest `limit` bars, another for those that changed. Undefined for an unknown instrument. */
  bars(instrument: InstrumentId, interval: Interval, revision: number, limit: number): BarsChange | undefined;
  /**
   * Values of a study by bar: `revision` 0 asks for the newest `limit`, another for those that changed. Undefined
   * for an instrument without an event. Throws for a choice with a `studyProblem`.
   */
  study(
    instrument: InstrumentId,
    interval: Interval,
    choice: StudyChoice,
    revision: number,
    limit: number,
  ): StudyChange | undefined;
  /** Ranges, breakouts and what else is found of an asset, as of `nowMs`. */
  structure(asset: string): MarketStructure;
  /** Rows from `next` on (0 for the first read), newest `limit` on a first read, at or above a size. */
  trades(
    instrument: InstrumentId,
    next: number,
    limit: number,
    minNotionalUsd: number,
  ): TapeChange<TradeEvent>;
  liquidations(
    assets: readonly string[],
    next: number,
    limit: number,
    minNotionalUsd: number,
  ): TapeChange<LiquidationEvent>;
  /** As of `nowMs` or the wanted time; an empty list before the first event. Deterministic: same events, same bytes. */
  figures(request: FiguresRequest): readonly Figure[];
  health(): readonly StreamHealth[];
  /** Unfilled gaps, merged, oldest first. */
  gaps(): readonly TimeRange[];
}
