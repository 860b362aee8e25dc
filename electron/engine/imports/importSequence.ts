/**
 * Gives imported events their places in the session, and hands them on in batches.
 *
 * Invariants:
 * - `seq` grows by one; `receiveTimeMs` is when the event became known, and never decreases.
 * - A batch ends when market time enters another minute, so that bars are recorded soon after they close.
 * - The first events say which streams the files stand for: from then on, silence means that nothing happened.
 */
import type { FeedStatusEvent, MarketEvent } from '../../../shared/model/events';
import { NO_INSTRUMENT } from '../../../shared/model/instrument';
import { MINUTE_MS } from '../../../shared/model/time';
import type { Stream, VenueInfo } from '../../../shared/model/venue';
import { knownAtMs } from './fileEvents';

const MAX_BATCH = 4_096;
const REASON = 'imported from files';

export class ImportSequence {
  readonly #venues: readonly VenueInfo[];
  readonly #onBatch: (events: readonly MarketEvent[]) => void;
  #batch: MarketEvent[] = [];
  #seq = 0;
  #receiveTimeMs = 0;
  #marketTimeMs = 0;
  /** Market time at which the next batch begins. */
  #nextMinuteMs = 0;

  constructor(venues: readonly VenueInfo[], onBatch: (events: readonly MarketEvent[]) => void) {
    this.#venues = venues;
    this.#onBatch = onBatch;
  }

  /** In the order in which things became known. */
  take(event: MarketEvent): void {
    const timeMs = knownAtMs(event);
    if (this.#seq === 0 && this.#batch.length === 0) this.#begin(timeMs);
    if (timeMs > this.#receiveTimeMs) this.#receiveTimeMs = timeMs;
    if (event.exchangeTimeMs === 0) event.exchangeTimeMs = this.#marketTimeMs;
    else if (event.exchangeTimeMs > this.#marketTimeMs) this.#marketTimeMs = event.exchangeTimeMs;
    event.receiveTimeMs = this.#receiveTimeMs;
    this.#batch.push(event);
    if (this.#marketTimeMs >= this.#nextMinuteMs || this.#batch.length >= MAX_BATCH) this.flush();
  }

  flush(): void {
    const batch = this.#batch;
    if (batch.length === 0) return;
    this.#batch = [];
    this.#nextMinuteMs = (Math.floor(this.#marketTimeMs / MINUTE_MS) + 1) * MINUTE_MS;
    for (const event of batch) event.seq = ++this.#seq;
    this.#onBatch(batch);
  }

  /** Gives events of the engine's own making the next places; to be called from inside the consumer. */
  stamp(events: readonly MarketEvent[]): void {
    for (const event of events) {
      event.seq = ++this.#seq;
      if (event.exchangeTimeMs === 0) event.exchangeTimeMs = this.#marketTimeMs;
      event.receiveTimeMs = this.#receiveTimeMs;
    }
  }

  #begin(timeMs: number): void {
    this.#marketTimeMs = timeMs;
    this.#receiveTimeMs = timeMs;
    for (const venue of this.#venues) {
      for (const stream of [null, ...venue.streams]) this.#batch.push(status(venue.id, stream, timeMs));
    }
  }
}

function status(venue: string, stream: Stream | null, timeMs: number): FeedStatusEvent {
  return {
    kind: 'feedStatus',
    seq: 0,
    exchangeTimeMs: timeMs,
    receiveTimeMs: timeMs,
    instrument: NO_INSTRUMENT,
    venue,
    stream,
    state: 'live',
    reason: REASON,
  };
}
