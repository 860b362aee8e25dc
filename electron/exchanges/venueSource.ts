/** A venue as a live source: loads its protocol (and with it ccxt) when it is first run. */
import type {
  EventSink,
  LiveSource,
  OlderCandles,
  OlderCandlesRequest,
  Selection,
} from '../../shared/feed/source';
import { fail, type Result } from '../../shared/model/result';
import type { VenueInfo } from '../../shared/model/venue';
import { VenueMemory } from './connection/venueMemory';
import { VenueRun } from './connection/venueRun';
import { DEFAULT_TIMING, type Timing, type VenueOptions } from './venueOptions';
import type { VenueProtocol } from './venueProtocol';

/** Makes a fresh protocol with a connection of its own. */
export type ProtocolFactory = (options: VenueOptions, timing: Timing) => Promise<VenueProtocol>;

export class VenueSource implements LiveSource {
  readonly venue: VenueInfo;
  readonly #createProtocol: ProtocolFactory;
  readonly #options: VenueOptions;
  readonly #memory = new VenueMemory();
  #run: VenueRun | null = null;

  constructor(venue: VenueInfo, createProtocol: ProtocolFactory, options: VenueOptions) {
    this.venue = venue;
    this.#createProtocol = createProtocol;
    this.#options = options;
  }

  async run(selection: Selection, sink: EventSink, signal: AbortSignal): Promise<void> {
    const timing = { ...DEFAULT_TIMING, ...this.#options.timing };
    const protocol = await this.#createProtocol(this.#options, timing);
    const run = new VenueRun({
      ...this.#options,
      info: this.venue,
      protocol,
      timing,
      memory: this.#memory,
      selection,
      sink,
      signal,
    });
    this.#run = run;
    await run.run();
    if (this.#run === run) this.#run = null;
  }

  async loadOlder(request: OlderCandlesRequest): Promise<Result<OlderCandles>> {
    if (this.#run !== null) return this.#run.loadOlder(request);
    return fail('venue-error', `${this.venue.title} is not connected.`, 'Try again in a moment.', true);
  }
}
