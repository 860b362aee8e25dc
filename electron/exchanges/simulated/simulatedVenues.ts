/**
 * The venues of a scenario as users, instruments and tapes see them.
 *
 * Invariant: rows are numbered by asset, then venue, then spot before perpetual, over all assets of the
 * scenario: the number of an instrument does not depend on which assets are played.
 */
import type { InstrumentKind, InstrumentSpec } from '../../../shared/model/instrument';
import { SECOND_MS } from '../../../shared/model/time';
import type { Stream, VenueInfo } from '../../../shared/model/venue';
import type { Scenario, ScenarioAsset, ScenarioVenue } from './scenario/scenarioSchema';
import type { TapeInstrument, TapeVenue } from './tape/tapeVenue';

const SPOT_STREAMS: readonly Stream[] = ['trades', 'candles', 'ticker', 'book'];
const KINDS: readonly InstrumentKind[] = ['spot', 'perpetual'];
const QUOTE = 'USDT';
/** A venue of anybody's scenario must not pass for a real one, wherever its title stands alone. */
const SAYS_SIMULATED = /\bsim(ulated)?\b/i;

export function venueInfosOf({ venues, series }: Scenario): VenueInfo[] {
  return venues.map((venue, index) => ({
    id: venue.id,
    title: SAYS_SIMULATED.test(venue.title) ? venue.title : `${venue.title} sim`,
    liquidationReporting: venue.liquidationReporting,
    streams: streamsOf(venue, index === 0 && series.length > 0),
    simulated: true,
  }));
}

/** The venues as a feed lists them: those with most of the leveraged trading first, one of theirs is shown first. */
export function venuesToList({ venues, ...scenario }: Scenario): VenueInfo[] {
  const shares = new Map(venues.map(({ id, perpetualShare }) => [id, perpetualShare]));
  return venueInfosOf({ venues, ...scenario }).sort(
    (one, other) => (shares.get(other.id) ?? 0) - (shares.get(one.id) ?? 0),
  );
}

/** Every instrument of the scenario, by row. */
export function instrumentsOf(scenario: Scenario): InstrumentSpec[] {
  return listings(scenario).map(({ asset, venue, kind }) => {
    const isBoth = venue.spotShare > 0 && venue.perpetualShare > 0;
    const symbol = `${asset.asset}${QUOTE}${kind === 'perpetual' && isBoth ? '-PERP' : ''}`;
    return {
      id: `${venue.id}:${symbol}`,
      venue: venue.id,
      symbol,
      asset: asset.asset,
      quote: QUOTE,
      kind,
      priceDecimals: asset.priceDecimals,
      quantityDecimals: asset.quantityDecimals,
      tickSize: Number(`1e-${asset.priceDecimals}`),
    };
  });
}

/** The venues that trade an asset, with its instruments there. */
export function tapeVenuesOf(scenario: Scenario, asset: string): TapeVenue[] {
  const all = listings(scenario);
  return scenario.venues.map((venue) => ({
    id: venue.id,
    liquidationReporting: venue.liquidationReporting,
    instruments: all.flatMap((listing, instrument): TapeInstrument[] => {
      if (listing.venue !== venue || listing.asset.asset !== asset) return [];
      const { kind } = listing;
      const { priceDecimals, quantityDecimals, listed } = listing.asset;
      const share = shareOf(venue, kind);
      const bookEveryMs = listed ? venue.bookSeconds[kind] * SECOND_MS : null;
      return [{ instrument, kind, priceDecimals, quantityDecimals, share, bookEveryMs }];
    }),
    outages: scenario.outages
      .filter((outage) => outage.venue === venue.id)
      .map(({ fromMs, toMs }) => ({ fromMs, toMs }))
      .sort((a, b) => a.fromMs - b.fromMs),
  }));
}

interface Listing {
  readonly asset: ScenarioAsset;
  readonly venue: ScenarioVenue;
  readonly kind: InstrumentKind;
}

function listings({ assets, venues }: Scenario): Listing[] {
  return assets.flatMap((asset) =>
    venues.flatMap((venue) =>
      KINDS.filter((kind) => shareOf(venue, kind) > 0).map((kind) => ({ asset, venue, kind })),
    ),
  );
}

function shareOf(venue: ScenarioVenue, kind: InstrumentKind): number {
  return kind === 'spot' ? venue.spotShare : venue.perpetualShare;
}

function streamsOf(venue: ScenarioVenue, hasSeries: boolean): Stream[] {
  const streams: Stream[] = [...SPOT_STREAMS];
  if (venue.perpetualShare > 0) streams.push('mark', 'openInterest');
  if (venue.perpetualShare > 0 && venue.liquidationReporting !== 'none') streams.push('liquidations');
  if (hasSeries) streams.push('series');
  return streams;
}
