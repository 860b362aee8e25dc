/**
 * Where events come from. A live venue, a saved session and a simulated market differ only below these
 * interfaces; nothing above them may ask which one it is.
 */
import type { MarketEvent } from '../model/events';
import type { Instrument, InstrumentId, InstrumentTable } from '../model/instrument';
import type { Result } from '../model/result';
import type { Interval, TimeRange } from '../model/time';
import type { TruthRecord } from '../model/truth';
import type { Stream, VenueId, VenueInfo } from '../model/venue';

/** What to listen to. */
export interface Selection {
  /** Base assets, e.g. `['BTC', 'ETH']`. */
  readonly assets: readonly string[];
  readonly venues: readonly VenueId[];
  readonly streams: readonly Stream[];
}

/**
 * Receives what a source produces. The source hands over ownership: it sets `exchangeTimeMs` and the
 * payload, leaves `seq` and `receiveTimeMs` 0, and does not touch the event again.
 */
export interface EventSink {
  emit(event: MarketEvent): void;
  /** The table instruments are registered in before their first event. */
  readonly instruments: InstrumentTable;
  /** Takes what only a simulator can know, into the session and nowhere else. Left out where nobody keeps it. */
  readonly truth?: (record: TruthRecord) => void;
}

/** Candles from before those that are known. */
export interface OlderCandlesRequest {
  readonly instrumentId: InstrumentId;
  readonly interval: Interval;
  /** Open times, half-open. Every bar inside must be over. */
  readonly range: TimeRange;
}

export interface OlderCandles {
  /** How many came. */
  readonly candles: number;
  /** True when the venue has nothing before them. */
  readonly reachedStart: boolean;
}

/** A running market: one venue, or the simulator. */
export interface LiveSource {
  readonly venue: VenueInfo;
  /**
   * Connects and keeps delivering until `signal` aborts; reconnects by itself. Resolves after abort, when
   * its sockets are closed. Rejects only for a bug.
   */
  run(selection: Selection, sink: EventSink, signal: AbortSignal): Promise<void>;
  /**
   * Emits every candle the venue has in the range into the sink of the present run, with origin `history`,
   * oldest first and in one turn: all of them, or none when it fails. Ends as `cancelled` with the run. Left
   * out by a source without a past.
   */
  readonly loadOlder?: (request: OlderCandlesRequest) => Promise<Result<OlderCandles>>;
}

/** What a saved session holds, known once it is open. */
export interface RecordedInfo {
  readonly title: string;
  /** Exchange time of the first and last event, half-open; equal when the session is empty. */
  readonly range: TimeRange;
  readonly firstSeq: number;
  /**
   * Number of the checkpoint the session begins with when it continues a market that ran before it: nothing
   * earlier is shown, and replay starts from that state. Null when it begins with nothing.
   */
  readonly seedSeq: number | null;
  readonly lastSeq: number;
  readonly instruments: readonly Instrument[];
  readonly venues: readonly VenueInfo[];
  readonly gaps: readonly TimeRange[];
}

/** A saved state of the market model, and the sequence number it includes. */
export interface Checkpoint {
  readonly seq: number;
  /** Market time (highest exchange time seen) at `seq`. */
  readonly marketTimeMs: number;
  readonly state: Uint8Array;
}

/** A saved session. All reads are in `seq` order. */
export interface RecordedSource {
  readonly info: RecordedInfo;
  /** Events with `afterSeq < seq <= throughSeq`, in batches of the source's choice. */
  read(afterSeq: number, throughSeq: number, signal: AbortSignal): AsyncIterable<readonly MarketEvent[]>;
  /**
   * The sequence number of the last event of the prefix that ends at market time `timeMs`: the event before
   * the first one whose exchange time is later than `timeMs`. `firstSeq - 1` when nothing is that early.
   */
  seqAtTime(timeMs: number): Promise<number>;
  /**
   * Number of the first liquidation after `seq`, or of the last one before it, of at least `minUsd`; null when
   * there is none.
   */
  nearestLiquidation(seq: number, direction: 1 | -1, minUsd: number): Promise<number | null>;
  /** The newest checkpoint with `seq <= throughSeq`; undefined when there is none. */
  checkpointAt(throughSeq: number): Promise<Checkpoint | undefined>;
  /**
   * Candles with `seq <= throughSeq`, for restoring the history a checkpoint leaves out. A later row replaces
   * an earlier one of the same instrument, interval and open time, but the venue's candles never stand in
   * for those built from trades, nor forming ones for closed ones: both truths are kept.
   */
  candlesThrough(throughSeq: number): Promise<readonly MarketEvent[]>;
  close(): Promise<void>;
}
