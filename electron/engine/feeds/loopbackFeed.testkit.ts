/** A live feed over the real ccxt clients and the loopback venue, for integration tests. */
import { startVenue } from '../../../e2e/venue/venue';
import type { VenueOptions as LoopbackOptions } from '../../../e2e/venue/venueOptions';
import type { EventKind, MarketEvent } from '../../../shared/model/events';
import { InstrumentTable } from '../../../shared/model/instrument';
import { STREAMS, type Stream, type VenueId } from '../../../shared/model/venue';
import { createVenueSource } from '../../exchanges/registry';
import type { Timing } from '../../exchanges/venueOptions';
import { systemClock } from '../systemClock';
import { LiveFeed } from './liveFeed';

export interface LoopbackFeedOptions {
  readonly loopback: LoopbackOptions;
  readonly venues: readonly VenueId[];
  readonly assets: readonly string[];
  readonly streams?: readonly Stream[];
  readonly backfill?: boolean;
  readonly timing?: Partial<Timing>;
  /** Where the venue is said to be, given where it is. */
  readonly originFor?: (origin: string) => string;
}

type EventOf<K extends EventKind> = Extract<MarketEvent, { kind: K }>;

/** Everything a feed has brought so far, and the venue behind it. */
export async function openLoopbackFeed(options: LoopbackFeedOptions) {
  const originFor = options.originFor ?? ((origin: string) => origin);
  const venue = await startVenue(options.loopback);
  const events: MarketEvent[] = [];
  const failures: unknown[] = [];
  const waiting = new Set<() => void>();
  const sources = options.venues.map((id) => {
    const source = createVenueSource(id, {
      clock: systemClock,
      random: () => 0.5,
      backfill: options.backfill ?? true,
      origin: originFor(venue.origins[id as keyof typeof venue.origins]),
      timing: { backoffMinMs: 100, ...options.timing },
    });
    if (!source.ok) throw new Error(source.error.message);
    return source.value;
  });
  const instruments = new InstrumentTable();
  const feed = new LiveFeed({
    sources,
    clock: systemClock,
    instruments,
    onBatch: (batch) => {
      for (const event of batch) events.push(event);
      for (const check of [...waiting]) check();
    },
    onSourceFailed: (_venue, error) => failures.push(error),
  });
  feed.start({ assets: options.assets, venues: options.venues, streams: options.streams ?? STREAMS });

  return {
    venue,
    feed,
    instruments,
    events,
    failures,
    of: <K extends EventKind>(kind: K): EventOf<K>[] =>
      events.filter((event): event is EventOf<K> => event.kind === kind),
    /** Resolves as soon as the events satisfy the condition; looked at after each batch. */
    until: (condition: () => boolean): Promise<void> =>
      new Promise((resolve) => {
        const check = () => {
          if (!condition()) return;
          waiting.delete(check);
          resolve();
        };
        waiting.add(check);
        check();
      }),
    close: async (): Promise<void> => {
      await feed.stop();
      await venue.close();
    },
  };
}
