/** A small input of a brief, to be changed by tests. */
import type { Figure } from '../model/figure';
import type { Instrument } from '../model/instrument';
import type { VenueInfo } from '../model/venue';
import type { BriefInput } from './brief';

export const AS_OF_MS = Date.UTC(2026, 0, 14, 17, 45);
const DAY_MS = 86_400_000;

export const fullVenue: VenueInfo = {
  id: 'bybit',
  title: 'Bybit linear',
  liquidationReporting: 'full',
  streams: ['trades', 'liquidations'],
};

const bitcoin: Instrument = {
  index: 0,
  id: 'bybit:BTCUSDT',
  venue: 'bybit',
  symbol: 'BTCUSDT',
  asset: 'BTC',
  quote: 'USDT',
  kind: 'perpetual',
  priceDecimals: 1,
  quantityDecimals: 3,
  tickSize: 0.1,
};

export function figure(id: string, value: number | null, more: Partial<Figure> = {}): Figure {
  const completeness = value === null ? 'missing' : 'complete';
  return { id, value, unit: 'usd', venues: ['bybit'], asOfMs: AS_OF_MS, completeness, ...more };
}

export function briefInput(more: Partial<BriefInput> = {}): BriefInput {
  return {
    session: {
      id: '2026-01-14_live',
      title: 'Live BTC',
      range: { fromMs: AS_OF_MS - 2 * DAY_MS, toMs: AS_OF_MS },
    },
    venues: [fullVenue],
    asOfMs: AS_OF_MS,
    windowMs: DAY_MS,
    figures: [
      figure('liquidations.BTC.total', 382e6),
      figure('liquidations.BTC.short', 343e6),
      figure('liquidations.BTC.long', 39e6),
      figure('liquidations.BTC.shareShort', 343 / 382, { unit: 'fraction' }),
      figure('liquidations.OTHERS.total', 407e6, { completeness: 'lowerBound' }),
      figure('liquidations.all.total', 789e6, { completeness: 'lowerBound' }),
      figure('liquidations.all.short', 690e6, { completeness: 'lowerBound' }),
      figure('liquidations.all.long', 99e6, { completeness: 'lowerBound' }),
      figure('openInterest.bybit:BTCUSDT', 90, { unit: 'base' }),
      figure('funding.bybit:BTCUSDT', 0.0002, { unit: 'fraction' }),
      figure('takerDeltaUsd.BTC.spot', 12e6),
      figure('takerDeltaUsd.BTC.perpetual', -3e6, { completeness: 'estimate' }),
    ],
    before: [
      figure('openInterest.bybit:BTCUSDT', 100, { unit: 'base' }),
      figure('funding.bybit:BTCUSDT', 0.0001, { unit: 'fraction' }),
    ],
    prices: [
      {
        instrument: bitcoin,
        known: { fromMs: AS_OF_MS - DAY_MS, toMs: AS_OF_MS },
        open: 92_000,
        close: 96_600,
        high: 97_000.5,
        low: 91_900,
        highMs: AS_OF_MS - 3_600_000,
        lowMs: AS_OF_MS - 7_200_000,
      },
    ],
    perpetuals: new Map([['BTC', [bitcoin]]]),
    structures: [],
    largest: {
      asset: 'BTC',
      positionSide: 'short',
      notionalUsd: 4e6,
      venue: 'bybit',
      timeMs: AS_OF_MS - 60_000,
    },
    gaps: [],
    ...more,
  };
}
