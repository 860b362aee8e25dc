/**
 * The hole between the end of the last session and the first word of each venue after a restart: one gap a
 * stream, made when the venue is heard again.
 */
import type { GapEvent, MarketEvent } from '../../../shared/model/events';
import { type InstrumentTable, NO_INSTRUMENT } from '../../../shared/model/instrument';
import type { VenueId, VenueInfo } from '../../../shared/model/venue';

export class RestartHole {
  readonly #endMs: number;
  readonly #instruments: InstrumentTable;
  readonly #silent: Map<VenueId, VenueInfo>;

  constructor(endMs: number, instruments: InstrumentTable, venues: readonly VenueInfo[]) {
    this.#endMs = endMs;
    this.#instruments = instruments;
    this.#silent = new Map(venues.map((venue) => [venue.id, venue]));
  }

  /** Unstamped gaps of the venues that these events are the first of. */
  gapsAfter(events: readonly MarketEvent[]): GapEvent[] {
    if (this.#silent.size === 0) return [];
    const gaps: GapEvent[] = [];
    for (const event of events) {
      // What concerns no instrument is no proof that the streams are heard again.
      if (event.instrument === NO_INSTRUMENT || event.exchangeTimeMs <= this.#endMs) continue;
      if (event.kind === 'feedStatus' || event.kind === 'gap') continue;
      const venue = this.#silent.get(this.#instruments.get(event.instrument).venue);
      if (venue === undefined) continue;
      this.#silent.delete(venue.id);
      gaps.push(...venue.streams.map((stream) => this.#gap(venue.id, stream, event.exchangeTimeMs)));
    }
    return gaps;
  }

  #gap(venue: VenueId, stream: GapEvent['stream'], heardMs: number): GapEvent {
    return {
      kind: 'gap',
      seq: 0,
      exchangeTimeMs: heardMs,
      receiveTimeMs: 0,
      instrument: NO_INSTRUMENT,
      venue,
      stream,
      fromMs: this.#endMs,
      toMs: heardMs,
      reason: 'Breakwater was not running',
      missing: null,
      filled: false,
    };
  }
}
