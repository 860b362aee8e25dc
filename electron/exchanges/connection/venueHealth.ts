/**
 * What the user is told about a venue: the state of its connections, of its streams, and notes about
 * anything out of the ordinary. An event goes out when what it says has changed, never twice the same.
 */
import type { EventSink } from '../../../shared/feed/source';
import { NO_INSTRUMENT } from '../../../shared/model/instrument';
import type { FeedState, Stream, VenueId } from '../../../shared/model/venue';

interface Status {
  readonly state: FeedState;
  readonly reason: string;
}

/** From best to worst: a venue is as well as its worst connection. */
const SEVERITY: readonly FeedState[] = ['stopped', 'live', 'stale', 'connecting', 'reconnecting', 'down'];

export class VenueHealth {
  readonly #venue: VenueId;
  readonly #sink: EventSink;
  readonly #connections = new Map<string, Status>();
  readonly #streams = new Map<Stream, Status>();
  readonly #notes = new Map<string, string>();
  #shown: Status | null = null;

  constructor(venue: VenueId, sink: EventSink) {
    this.#venue = venue;
    this.#sink = sink;
  }

  connection(name: string, state: FeedState, reason = ''): void {
    this.#connections.set(name, { state, reason });
    this.#showVenue();
  }

  /** The connection is no longer needed. The venue is shown again with the next change. */
  connectionDone(name: string): void {
    this.#connections.delete(name);
  }

  stream(stream: Stream, state: FeedState, reason = ''): void {
    const shown = this.#streams.get(stream);
    if (shown !== undefined && shown.state === state && shown.reason === reason) return;
    this.#streams.set(stream, { state, reason });
    this.#emit(stream, { state, reason });
  }

  /** Hot path: a stream that is live stays live without a look at words. */
  streamIsLive(stream: Stream): void {
    if (this.#streams.get(stream)?.state !== 'live') this.stream(stream, 'live');
  }

  /** A sentence shown with the venue until it is replaced, or withdrawn by null. */
  note(key: string, text: string | null): void {
    if (text === null) this.#notes.delete(key);
    else this.#notes.set(key, text);
    this.#showVenue();
  }

  /** The run has ended; notes no longer matter. */
  stopped(): void {
    this.#connections.clear();
    this.#notes.clear();
    this.connection('run', 'stopped');
  }

  #showVenue(): void {
    let worst: Status = { state: 'connecting', reason: '' };
    let severity = -1;
    for (const status of this.#connections.values()) {
      const rank = SEVERITY.indexOf(status.state);
      if (rank > severity) {
        worst = status;
        severity = rank;
      }
    }
    const reason = [worst.reason, ...this.#notes.values()].filter((text) => text !== '').join(' · ');
    if (this.#shown?.state === worst.state && this.#shown.reason === reason) return;
    this.#shown = { state: worst.state, reason };
    this.#emit(null, this.#shown);
  }

  #emit(stream: Stream | null, { state, reason }: Status): void {
    this.#sink.emit({
      kind: 'feedStatus',
      seq: 0,
      exchangeTimeMs: 0,
      receiveTimeMs: 0,
      instrument: NO_INSTRUMENT,
      venue: this.#venue,
      stream,
      state,
      reason,
    });
  }
}
