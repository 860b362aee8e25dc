/** A seeded market for the bench of indicators: minute bars and events of several assets on several venues. */
import { seededNumbers } from '../../../shared/indicators/flow/seededNumbers';
import type { IndicatorBar } from '../../../shared/indicators/indicator';
import type { MarketEvent } from '../../../shared/model/events';
import { type Instrument, InstrumentTable } from '../../../shared/model/instrument';
import { MINUTE_MS, SECOND_MS } from '../../../shared/model/time';
import type { VenueInfo } from '../../../shared/model/venue';

export const ASSETS = ['BTC', 'ETH', 'SOL', 'XRP'] as const;
/** Three spot venues and five of perpetuals. */
const SPOT_VENUES = 3;
const VENUE_COUNT = 8;
/** 1 January 2025. */
export const START_MS = 1_735_689_600_000;

export const VENUES: readonly VenueInfo[] = Array.from({ length: VENUE_COUNT }, (_, index) => ({
  id: `venue${index}`,
  title: `Venue ${index}`,
  liquidationReporting: index < SPOT_VENUES ? 'none' : 'full',
  streams: ['trades', 'liquidations'],
}));

export function instruments(): readonly Instrument[] {
  const specs = ASSETS.flatMap((asset) =>
    VENUES.map((venue, index) => ({
      id: `${venue.id}:${asset}USDT`,
      venue: venue.id,
      symbol: `${asset}USDT`,
      asset,
      quote: 'USDT',
      kind: index < SPOT_VENUES ? ('spot' as const) : ('perpetual' as const),
      priceDecimals: 1,
      quantityDecimals: 3,
      tickSize: 0.1,
    })),
  );
  return InstrumentTable.from(specs).rows();
}

/** Minute bars without end, on a random walk with sudden moves now and then. */
export function* minuteBars(seed: number, fromMs: number): Generator<IndicatorBar, never> {
  const random = seededNumbers(seed);
  let close = 90_000;
  for (let openTimeMs = fromMs; ; openTimeMs += MINUTE_MS) {
    const open = close;
    const pull = (90_000 - open) * 2e-5;
    close = open * (1 + 0.001 * (random() + random() - 1) * (random() < 0.002 ? 12 : 1)) + pull;
    const volumeBase = 20 * random();
    yield {
      openTimeMs,
      open,
      high: Math.max(open, close) * (1 + 0.0003 * random()),
      low: Math.min(open, close) * (1 - 0.0003 * random()),
      close,
      volumeBase,
      takerBuyBase: volumeBase * random(),
      touchedByGap: false,
    };
  }
}

/** The events of one second in their order: trades, and one in a hundred that is something else. */
export function eventsOfSecond(
  rows: readonly Instrument[],
  fromMs: number,
  count: number,
  random: () => number,
): MarketEvent[] {
  return Array.from({ length: count }, (_, index) => {
    const row = rows[Math.floor(random() * rows.length)];
    const exchangeTimeMs = fromMs + Math.floor((index * SECOND_MS) / count);
    const stamp = { seq: 0, exchangeTimeMs, receiveTimeMs: exchangeTimeMs, instrument: row?.index ?? 0 };
    const priceTicks = 900_000 + Math.floor(2_000 * Math.sin(fromMs / 4e5) + 40 * random());
    const quantityLots = 1 + Math.floor(500 * random());
    if (row?.kind === 'perpetual' && index % 100 === 0) {
      return index % 200 === 0
        ? { ...stamp, kind: 'openInterest', quantityBase: 50_000 + 10 * random(), notionalUsd: null }
        : {
            ...stamp,
            kind: 'liquidation',
            positionSide: random() < 0.5 ? 'short' : 'long',
            priceTicks,
            quantityLots,
            notionalUsd: (priceTicks / 10) * (quantityLots / 1_000),
          };
    }
    return {
      ...stamp,
      kind: 'trade',
      priceTicks,
      quantityLots,
      takerSide: random() < 0.5 ? 'buy' : 'sell',
      tradeId: null,
      backfilled: false,
    };
  });
}
