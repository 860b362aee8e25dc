/**
 * What is known of the events of one kind and instrument without looking at each of them.
 *
 * Invariant: folding events one by one, folding parts of a session and merging them, and asking the database
 * (`duckdb/statisticsReader`) all say the same.
 */
import { EVENT_KINDS, type EventKind, type MarketEvent } from '../../../shared/model/events';
import { NO_INSTRUMENT } from '../../../shared/model/instrument';
import { MINUTE_MS } from '../../../shared/model/time';

/** The events of one kind and instrument row. Times are exchange times; null when no event has one. */
export interface StreamStatistics {
  readonly kind: EventKind;
  readonly instrument: number;
  readonly rows: number;
  readonly firstSeq: number;
  readonly lastSeq: number;
  readonly firstTimeMs: number | null;
  readonly lastTimeMs: number | null;
  /** As `firstTimeMs`, without what is marked as fetched from the past (`isFetched`). */
  readonly firstHeardTimeMs: number | null;
  /** As `firstHeardTimeMs`, without what was told late. */
  readonly firstLiveTimeMs: number | null;
}

/** What was told this long after it happened was fetched, not heard: some venues do not mark it. */
export const TOLD_LATE_MS = 5 * MINUTE_MS;

/** Fetched history: true, but from before the session; it must not stretch the session's extent. */
function isFetched(event: MarketEvent): boolean {
  if (event.kind === 'trade') return event.backfilled;
  return event.kind === 'candle' && event.origin === 'history';
}

type Folded = { -readonly [Field in keyof StreamStatistics]: StreamStatistics[Field] };

/** Cheap enough for every event that is recorded. */
export class StatisticsFold {
  /** By kind; in each by instrument row, counted from `NO_INSTRUMENT`. */
  #streams = new Map<EventKind, (Folded | undefined)[]>();

  add(event: MarketEvent): void {
    const { kind, instrument, seq, exchangeTimeMs } = event;
    const stream = this.#stream(kind, instrument, seq);
    stream.rows++;
    stream.lastSeq = seq;
    if (exchangeTimeMs === 0) return;
    stream.firstTimeMs = earlier(stream.firstTimeMs, exchangeTimeMs);
    stream.lastTimeMs = later(stream.lastTimeMs, exchangeTimeMs);
    if (isFetched(event)) return;
    stream.firstHeardTimeMs = earlier(stream.firstHeardTimeMs, exchangeTimeMs);
    if (event.receiveTimeMs - exchangeTimeMs > TOLD_LATE_MS) return;
    stream.firstLiveTimeMs = earlier(stream.firstLiveTimeMs, exchangeTimeMs);
  }

  /** Adds what was folded of later events. */
  merge(part: StreamStatistics): void {
    const stream = this.#stream(part.kind, part.instrument, part.firstSeq);
    stream.rows += part.rows;
    stream.lastSeq = part.lastSeq;
    stream.firstTimeMs = earlier(stream.firstTimeMs, part.firstTimeMs);
    stream.lastTimeMs = later(stream.lastTimeMs, part.lastTimeMs);
    stream.firstHeardTimeMs = earlier(stream.firstHeardTimeMs, part.firstHeardTimeMs);
    stream.firstLiveTimeMs = earlier(stream.firstLiveTimeMs, part.firstLiveTimeMs);
  }

  /** By kind in the order of `EVENT_KINDS`, then by instrument row. */
  result(): readonly StreamStatistics[] {
    return EVENT_KINDS.flatMap((kind) =>
      (this.#streams.get(kind) ?? []).filter((stream): stream is Folded => stream !== undefined),
    );
  }

  #stream(kind: EventKind, instrument: number, firstSeq: number): Folded {
    let streams = this.#streams.get(kind);
    if (streams === undefined) {
      streams = [];
      this.#streams.set(kind, streams);
    }
    const place = instrument - NO_INSTRUMENT;
    const known = streams[place];
    if (known !== undefined) return known;
    const stream: Folded = {
      kind,
      instrument,
      rows: 0,
      firstSeq,
      lastSeq: firstSeq,
      firstTimeMs: null,
      lastTimeMs: null,
      firstHeardTimeMs: null,
      firstLiveTimeMs: null,
    };
    streams[place] = stream;
    return stream;
  }
}

function earlier(one: number | null, other: number | null): number | null {
  return one === null || (other !== null && other < one) ? other : one;
}

function later(one: number | null, other: number | null): number | null {
  return one === null || (other !== null && other > one) ? other : one;
}
