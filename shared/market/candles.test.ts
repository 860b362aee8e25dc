import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { MarketEvent } from '../model/events';
import {
  arbitraryMarket,
  candle,
  feedStatus,
  gap,
  liquidation,
  START_MS,
  stamped,
  trade,
} from '../model/testing/arbitraries.testkit';
import { HOUR_MS, type Interval, intervalMs, MINUTE_MS } from '../model/time';
import { figuresJson } from './figures';
import { folded, observed, restoredAfter } from './marketModel.testkit';
import type { Bar } from './marketView';

const BINANCE = 'binance:BTCUSDT';
const at = (ms: number, over = {}) => trade({ exchangeTimeMs: START_MS + ms, ...over });
const kline = (minute: number, over = {}) => candle({ openTimeMs: START_MS + minute * MINUTE_MS, ...over });

function barsOf(events: readonly MarketEvent[], interval: Interval = '1m', id = BINANCE): readonly Bar[] {
  return folded(stamped(events)).bars(id, interval, 0, 3_000)?.bars ?? [];
}

describe('minute bars', () => {
  it('come from trades once a minute was covered from before its open', () => {
    const events = [at(-1_000), at(500, { priceTicks: 6_150_000 }), kline(0), at(60_000)];
    const [, bar] = barsOf(events);
    expect(bar).toMatchObject({ open: 61_500, close: 61_500, volumeBase: 1, takerBuyBase: 1 });
  });

  it('are the kline where trades were not heard from before the open, or have a hole', () => {
    const late = [at(500), kline(0), at(60_000)];
    expect(barsOf(late)[0]).toMatchObject({
      open: 61_800,
      close: 61_850,
      volumeBase: 12.5,
      takerBuyBase: 7.25,
    });
    const hole = gap({ venue: 'binance', fromMs: START_MS + 10_000, toMs: START_MS + 11_000 });
    const holed = [at(-1_000), at(500), kline(0), at(60_000), hole];
    expect(barsOf(holed)[1]).toMatchObject({ volumeBase: 12.5, touchedByGap: true });
    expect(barsOf([...holed, { ...hole, filled: true }])[1]).toMatchObject({
      volumeBase: 1,
      touchedByGap: false,
    });
  });

  it('are the kline while the stream is down', () => {
    const down = feedStatus({
      venue: 'binance',
      stream: 'trades',
      state: 'down',
      exchangeTimeMs: START_MS + 9_000,
    });
    const events = [at(-1_000), at(500), down, kline(0)];
    expect(barsOf(events)[1]?.volumeBase).toBe(12.5);
    expect(barsOf([...events, { ...down, state: 'live' }])[1]?.volumeBase).toBe(1);
  });

  it('do not depend on the order in which trades arrive', () => {
    const trades = fc.uniqueArray(
      fc.record({ ms: fc.nat({ max: 200 }), id: fc.nat({ max: 5_000 }), price: fc.nat({ max: 90 }) }),
      { minLength: 1, maxLength: 30, selector: (each) => each.id },
    );
    const shuffled = trades.chain((list) =>
      fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })),
    );
    fc.assert(
      fc.property(shuffled, ([list, other]) => {
        const barOf = (order: typeof list) =>
          barsOf(
            order.map(({ ms, id, price }) => at(ms * 100, { tradeId: id, priceTicks: 6_000_000 + price })),
          );
        expect(barOf(other)).toEqual(barOf(list));
        const sorted = [...list].sort((a, b) => a.ms - b.ms || a.id - b.id);
        expect(barOf(list)[0]).toMatchObject({
          open: (6_000_000 + (sorted[0]?.price ?? 0)) / 100,
          close: (6_000_000 + (sorted.at(-1)?.price ?? 0)) / 100,
          high: Math.max(...list.map(({ price }) => 6_000_000 + price)) / 100,
          low: Math.min(...list.map(({ price }) => 6_000_000 + price)) / 100,
          volumeBase: list.length,
        });
      }),
    );
  });

  it('keep a closed kline against one that was still forming', () => {
    const [bar] = barsOf([kline(0, { volumeBase: 20 }), kline(0, { volumeBase: 15, closed: false })]);
    expect(bar?.volumeBase).toBe(20);
  });

  it('show an exact volume when the instrument is widened in between', () => {
    const wide = at(2_000, { instrument: 5, priceTicks: 618_003_012, quantityLots: 1 });
    expect(barsOf([at(1_000, { quantityLots: 1 }), wide])[0]).toMatchObject({
      volumeBase: 0.00101,
      close: 61_800.3012,
    });
  });
});

describe('older candles', () => {
  it('reach back from what was known, change nothing else, and are there after a restore', () => {
    const known = [kline(0), at(-1_000), at(500), at(MINUTE_MS)];
    const older = [-4, -3, -2, -1].map((minute) => kline(minute, { exchangeTimeMs: START_MS + MINUTE_MS }));
    const before = folded(stamped(known));
    const after = folded(stamped([...known, ...older]));
    const figures = (model: typeof after) => figuresJson(model.figures({ windowMs: HOUR_MS }));
    expect(figures(after)).toBe(figures(before));
    const change = after.bars(BINANCE, '1m', 0, 100)?.bars ?? [];
    expect(change.map(({ openTimeMs }) => (openTimeMs - START_MS) / MINUTE_MS)).toEqual([
      -4, -3, -2, -1, 0, 1,
    ]);
    expect(change.slice(-2)).toEqual(before.bars(BINANCE, '1m', 0, 2)?.bars);
    expect(observed(restoredAfter(stamped([...known, ...older])))).toBe(observed(after));
  });
});

describe('longer bars', () => {
  it('are folds of the minutes', () => {
    const trades = arbitraryMarket(150).map((events) => events.filter((event) => event.kind === 'trade'));
    fc.assert(
      fc.property(trades, fc.constantFrom<Interval>('5m', '15m', '1h', '4h', '1d'), (events, interval) => {
        const lengthMs = intervalMs(interval);
        const minutes = barsOf(events);
        for (const bar of barsOf(events, interval)) {
          const inside = minutes.filter(
            ({ openTimeMs }) => openTimeMs >= bar.openTimeMs && openTimeMs < bar.openTimeMs + lengthMs,
          );
          expect(bar).toMatchObject({
            open: inside[0]?.open,
            close: inside.at(-1)?.close,
            high: Math.max(...inside.map(({ high }) => high)),
            low: Math.min(...inside.map(({ low }) => low)),
          });
          const volume = inside.reduce((total, { volumeBase }) => total + volumeBase, 0);
          expect(bar.volumeBase).toBeCloseTo(volume, 9);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('are made of the closed klines of shorter intervals and the newest minutes', () => {
    const hour = (index: number) =>
      candle({ intervalMs: HOUR_MS, openTimeMs: START_MS + (index - 2) * HOUR_MS, volumeBase: 100 });
    // 12:00 is the open of a four-hour bar; the klines cover 12:00 to 14:00.
    const events = [hour(0), hour(1), kline(0), kline(1, { closeTicks: 6_188_800 })];
    expect(barsOf(events, '4h')).toMatchObject([
      { volumeBase: 225, close: 61_888, openTimeMs: START_MS - 2 * HOUR_MS },
    ]);
  });

  it('stay when their minutes are too old to be kept', () => {
    const hours = Array.from({ length: 200 }, (_, hour) =>
      at(hour * HOUR_MS + 30 * MINUTE_MS, { tradeId: hour }),
    );
    expect(barsOf(hours)[0]?.openTimeMs).toBeGreaterThan(START_MS + 25 * HOUR_MS);
    expect(barsOf(hours, '1h').map(({ volumeBase }) => volumeBase)).toEqual(hours.map(() => 1));
    expect(barsOf(hours, '4h').reduce((total, { volumeBase }) => total + volumeBase, 0)).toBe(hours.length);
  });

  it('prefer the closed kline of the venue', () => {
    const five = candle({ intervalMs: 5 * MINUTE_MS, openTimeMs: START_MS, volumeBase: 77 });
    expect(barsOf([five, kline(0)], '5m')[0]?.volumeBase).toBe(77);
  });
});

describe('liquidations under the bars', () => {
  it('are summed over all venues of the asset, and unknown where none was heard', () => {
    const events = [
      kline(-1),
      kline(0),
      kline(1),
      feedStatus({ exchangeTimeMs: START_MS }),
      liquidation({ exchangeTimeMs: START_MS + 1_000, notionalUsd: 100 }),
      liquidation({ exchangeTimeMs: START_MS + 2_000, notionalUsd: 50, instrument: 2 }),
      liquidation({ exchangeTimeMs: START_MS + 61_000, notionalUsd: 7, instrument: 2, positionSide: 'long' }),
      liquidation({ exchangeTimeMs: START_MS + 61_000, notionalUsd: 9_999, instrument: 4 }),
    ];
    const bars = barsOf(events).map(({ shortsUsd, longsUsd }) => [shortsUsd, longsUsd]);
    expect(bars).toEqual([
      [Number.NaN, Number.NaN],
      [150, 0],
      [0, 7],
    ]);
    const [fiveMinutes] = barsOf(events, '5m').slice(-1);
    expect(fiveMinutes).toMatchObject({ shortsUsd: 150, longsUsd: 7 });
  });
});
