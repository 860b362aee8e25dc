/**
 * The venues, one line each. A venue's module, and ccxt with it, is loaded when the venue is first run.
 */
import type { LiveSource } from '../../shared/feed/source';
import { fail, ok, type Result } from '../../shared/model/result';
import type { VenueId, VenueInfo } from '../../shared/model/venue';
import { probe } from './probe';
import { BINANCE_SPOT, BINANCE_USDM, BYBIT_LINEAR } from './venueInfos';
import type { VenueOptions } from './venueOptions';
import { type ProtocolFactory, VenueSource } from './venueSource';

interface Entry {
  readonly info: VenueInfo;
  /** Answers without a body worth reading; asked for a sign of life. */
  readonly probeUrl: string;
  readonly createProtocol: ProtocolFactory;
}

const VENUES: readonly Entry[] = [
  {
    info: BINANCE_SPOT,
    probeUrl: 'https://api.binance.com/api/v3/ping',
    createProtocol: async (...to) => (await import('./binance/binanceSpot')).binanceSpot(...to),
  },
  {
    info: BINANCE_USDM,
    probeUrl: 'https://fapi.binance.com/fapi/v1/ping',
    createProtocol: async (...to) => (await import('./binance/binanceUsdm')).binanceUsdm(...to),
  },
  {
    info: BYBIT_LINEAR,
    probeUrl: 'https://api.bybit.com/v5/market/time',
    createProtocol: async (...to) => (await import('./bybit/bybitLinear')).bybitLinear(...to),
  },
];

/** Every venue that can be listened to. */
export const VENUE_INFOS: readonly VenueInfo[] = VENUES.map((entry) => entry.info);

/** A venue by its id; nothing is loaded or connected before its `run`. */
export function createVenueSource(id: VenueId, options: VenueOptions): Result<LiveSource> {
  const entry = entryOf(id);
  return entry === undefined
    ? unknownVenue(id)
    : ok(new VenueSource(entry.info, entry.createProtocol, options));
}

/** Whether the venue can be reached from here, within `PROBE_PATIENCE_MS`; fails with the reason why not. */
export async function probeVenue(id: VenueId, origin?: string): Promise<Result<void>> {
  const entry = entryOf(id);
  if (entry === undefined) return unknownVenue(id);
  const { info, probeUrl } = entry;
  return probe(info.title, origin === undefined ? probeUrl : movedTo(origin, probeUrl));
}

function entryOf(id: VenueId): Entry | undefined {
  return VENUES.find(({ info }) => info.id === id);
}

function unknownVenue(id: VenueId): Result<never> {
  const known = VENUE_INFOS.map((info) => info.id).join(', ');
  return fail('unknown-venue', `"${id}" is not a venue.`, `Choose from: ${known}.`);
}

function movedTo(origin: string, url: string): string {
  return new URL(new URL(url).pathname, origin).href;
}
