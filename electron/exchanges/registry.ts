/**
 * The venues, one line each. A venue's module, and ccxt with it, is loaded when the venue is first run.
 */
import type { LiveSource } from '../../shared/feed/source';
import { fail, ok, type Result } from '../../shared/model/result';
import type { VenueId, VenueInfo } from '../../shared/model/venue';
import { BINANCE_SPOT, BINANCE_USDM, BYBIT_LINEAR } from './venueInfos';
import type { VenueOptions } from './venueOptions';
import { type ProtocolFactory, VenueSource } from './venueSource';

interface Entry {
  readonly info: VenueInfo;
  readonly createProtocol: ProtocolFactory;
}

const VENUES: readonly Entry[] = [
  {
    info: BINANCE_SPOT,
    createProtocol: async (...to) => (await import('./binance/binanceSpot')).binanceSpot(...to),
  },
  {
    info: BINANCE_USDM,
    createProtocol: async (...to) => (await import('./binance/binanceUsdm')).binanceUsdm(...to),
  },
  {
    info: BYBIT_LINEAR,
    createProtocol: async (...to) => (await import('./bybit/bybitLinear')).bybitLinear(...to),
  },
];

/** Every venue that can be listened to. */
export const VENUE_INFOS: readonly VenueInfo[] = VENUES.map((entry) => entry.info);

/** A venue by its id; nothing is loaded or connected before its `run`. */
export function createVenueSource(id: VenueId, options: VenueOptions): Result<LiveSource> {
  const entry = VENUES.find(({ info }) => info.id === id);
  if (entry !== undefined) return ok(new VenueSource(entry.info, entry.createProtocol, options));
  const known = VENUE_INFOS.map((info) => info.id).join(', ');
  return fail('unknown-venue', `"${id}" is not a venue.`, `Choose from: ${known}.`);
}
