/** One venue of a simulated market as a live source. All venues of a market share its run. */
import type { EventSink, LiveSource, Selection } from '../../../shared/feed/source';
import type { VenueInfo } from '../../../shared/model/venue';
import type { MarketRun } from './marketRun';

export class SimulatedSource implements LiveSource {
  readonly venue: VenueInfo;
  readonly #market: MarketRun;

  constructor(venue: VenueInfo, market: MarketRun) {
    this.venue = venue;
    this.#market = market;
  }

  run(selection: Selection, sink: EventSink, signal: AbortSignal): Promise<void> {
    return this.#market.listen(this.venue, selection, sink, signal);
  }
}
