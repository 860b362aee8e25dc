import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openInterestQuadrant, returnDeviation } from '../indicators/flow/openInterestQuadrant';
import type { MarketEvent } from '../model/events';
import type { Figure } from '../model/figure';
import {
  candle,
  feedStatus,
  liquidation,
  START_MS,
  stamped,
  trade,
} from '../model/testing/arbitraries.testkit';
import { HOUR_MS, MINUTE_MS } from '../model/time';
import { folded } from './marketModel.testkit';

const STEP_MS = 5 * MINUTE_MS;
const HOURS = 30;
const NOW_MS = START_MS + HOURS * HOUR_MS;
/** `binanceusdm:BTCUSDT`, at one decimal. */
const PERPETUAL = 1;

function figure(events: readonly MarketEvent[], id: string): Figure {
  const found = folded(stamped(events))
    .assetFigures('BTC', { windowMs: HOUR_MS })
    .find((each) => each.id === id);
  if (found === undefined) throw new Error(`there is no figure ${id}`);
  return found;
}

function interest(exchangeTimeMs: number, quantityBase: number, instrument = PERPETUAL): MarketEvent {
  const at = { seq: 0, receiveTimeMs: 0, exchangeTimeMs, instrument };
  return { kind: 'openInterest', ...at, quantityBase, notionalUsd: null };
}

/** 30 hours of 5-minute bars that the venue told, and of open interest a second before each end. */
function market(closeTicks: (bar: number) => number, base: (bar: number) => number): MarketEvent[] {
  return Array.from({ length: HOURS * 12 }, (_, bar) => {
    const openTimeMs = START_MS + bar * STEP_MS;
    const close = closeTicks(bar);
    const prices = { openTicks: close, highTicks: close, lowTicks: close, closeTicks: close };
    const kline = { ...prices, openTimeMs, intervalMs: STEP_MS, instrument: PERPETUAL };
    return [
      interest(openTimeMs + STEP_MS - 1_000, base(bar)),
      candle({ ...kline, exchangeTimeMs: openTimeMs + STEP_MS }),
    ];
  }).flat();
}

describe('price against open interest', () => {
  it('is what the ends of the same window say, over 1, 4 and 24 hours', () => {
    const bars = fc.array(
      fc.record({
        ticks: fc.integer({ min: 800_000, max: 1_000_000 }),
        base: fc.integer({ min: 900, max: 1_100 }),
      }),
      { minLength: HOURS * 12, maxLength: HOURS * 12 },
    );
    fc.assert(
      fc.property(bars, (steps) => {
        const close = (bar: number) => (steps[bar]?.ticks ?? 0) / 10;
        const base = (bar: number) => steps[bar]?.base ?? 0;
        const figures = folded(stamped(market((bar) => close(bar) * 10, base))).assetFigures('BTC', {
          windowMs: HOUR_MS,
        });
        const last = steps.length - 1;
        const closes = Array.from({ length: HOURS }, (_, hour) => close(hour * 12 + 11));
        for (const hours of [1, 4, 24]) {
          const value = (name: string) => figures.find(({ id }) => id === `quadrant.BTC.${hours}h${name}`);
          const first = last - hours * 12;
          const returnFraction = close(last) / close(first) - 1;
          const deviation = returnDeviation(closes, hours);
          expect(value('.return')?.value).toBeCloseTo(100 * returnFraction, 9);
          expect(value('.deviation')?.value).toBeCloseTo(100 * (deviation ?? 0), 9);
          expect(value('.openInterestChange')?.value).toBeCloseTo(100 * (base(last) / base(first) - 1), 9);
          expect(value('')).toMatchObject({ asOfMs: NOW_MS, fromMs: NOW_MS - hours * HOUR_MS, value: 1 });
          const { quadrant } = openInterestQuadrant({
            returnFraction,
            deviation,
            openInterestBeforeBase: base(first),
            openInterestAfterBase: base(last),
            shortLiquidationsBase: null,
          });
          const words = { newLongs: 'new longs', shortCovering: 'short covering', newShorts: 'new shorts' };
          const expected = { ...words, longUnwinding: 'long unwinding', none: 'no move' };
          expect(value('')?.text).toMatch(new RegExp(`^${expected[quadrant ?? 'none']}`));
        }
      }),
      { numRuns: 15 },
    );
  });

  it('says how much of a covering was forced, where that is known', () => {
    // Coins fall by 10 % in the newest hour, with the price up from 90,000 to 99,000.
    const isLate = (bar: number) => bar >= HOURS * 12 - 6;
    const events = market(
      (bar) => (isLate(bar) ? 990_000 : 900_000 + (bar % 2)),
      (bar) => (isLate(bar) ? 900 : 1_000),
    );
    const heard = feedStatus({ venue: 'binanceusdm' });
    const id = 'quadrant.BTC.1h';
    const at = NOW_MS - 10 * MINUTE_MS;
    const forced = (usd: number) => liquidation({ exchangeTimeMs: at, instrument: 1, notionalUsd: usd });
    const with_ = (event: MarketEvent) =>
      [...events, event].sort((a, b) => a.exchangeTimeMs - b.exchangeTimeMs);
    // A tenth of 100 coins, at 94,500 on average.
    expect(figure([heard, ...with_(forced(10.01 * 94_500))], id).text).toMatch(/a good part was forced/);
    expect(figure([heard, ...with_(forced(9.99 * 94_500))], id).text).toMatch(/little of it was forced/);
    expect(figure(events, id).text).toMatch(/not known how much was forced/);
  });

  it('is missing, with the reason, where an end is not known', () => {
    const quiet = market(
      () => 900_000,
      () => 1_000,
    );
    const id = 'quadrant.BTC.24h';
    expect(figure(quiet.slice(24), `${id}.return`)).toMatchObject({ value: 0 });
    const young = quiet.slice(-2 * 12 * 12);
    expect(figure(young, id)).toMatchObject({ value: null, completeness: 'missing', venues: [] });
    expect(figure(young, id).text).toBe('A price at an end of the window is not known.');
    const noInterest = quiet.filter(({ kind }) => kind !== 'openInterest');
    expect(figure(noInterest, id).text).toBe('Open interest at an end of the window is not known.');
  });
});

describe('funding', () => {
  const funding = (rate: number, intervalHours: number | null, nextFundingTimeMs: number | null = null) =>
    ({
      kind: 'funding',
      ...{ seq: 0, receiveTimeMs: 0, exchangeTimeMs: START_MS + 1_000, instrument: PERPETUAL },
      ...{ rate, nextFundingTimeMs, intervalHours },
    }) as const;
  const id = 'fundingYear.binanceusdm:BTCUSDT';

  it('is of a year at the interval it is really paid at, and says who is crowded', () => {
    expect(figure([funding(0.0001, 8)], id)).toMatchObject({
      value: expect.closeTo(0.1095, 9),
      text: 'nobody is crowded',
    });
    expect(figure([funding(0.0001, 1)], id)).toMatchObject({
      value: expect.closeTo(0.876, 9),
      text: 'longs pay: they are crowded',
    });
    expect(figure([funding(-0.0001, 4)], id).text).toBe('shorts pay: they are crowded');
    expect(figure([funding(0.0001, null)], id)).toMatchObject({ value: null, completeness: 'missing' });
  });

  it('is settled when it was paid', () => {
    const paidMs = START_MS + HOUR_MS;
    const later = trade({ exchangeTimeMs: paidMs + 1_000 });
    expect(
      figure([funding(0.0001, 8, paidMs), later], 'fundingSettledYear.binanceusdm:BTCUSDT'),
    ).toMatchObject({
      value: expect.closeTo(0.1095, 9),
      asOfMs: paidMs,
    });
    expect(figure([funding(0.0001, 8, paidMs)], 'fundingSettledYear.binanceusdm:BTCUSDT').value).toBeNull();
  });
});

describe('the basis to the spot market', () => {
  const id = 'spotBasis.binanceusdm:BTCUSDT';
  const perpetual = trade({ exchangeTimeMs: START_MS + 2_000, instrument: 1, priceTicks: 900_900 });

  it('is the perpetual over the spot market of the same quote and minute', () => {
    const spot = trade({ exchangeTimeMs: START_MS + 1_000, instrument: 0, priceTicks: 9_000_000 });
    expect(figure([spot, perpetual], id)).toMatchObject({
      value: expect.closeTo(0.001, 9),
      venues: ['binance', 'binanceusdm'],
      text: 'over binance:BTCUSDT',
    });
    const late = { ...perpetual, exchangeTimeMs: START_MS + 2 * MINUTE_MS };
    expect(figure([spot, late], id)).toMatchObject({ value: null, completeness: 'missing' });
    expect(figure([perpetual], id).text).toBe('No spot market in USDT is listened to.');
  });
});
