/** Properties of the venue's own state: book, views of it, candles. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BookView } from './bookView';
import { CandleBook } from './candleBook';
import { barOpenMs, binanceInterval } from './intervals';
import { OrderBook, type PriceLevel } from './orderBook';
import type { Trade } from './tradeLog';

const level: fc.Arbitrary<PriceLevel> = fc.tuple(
  fc.integer({ min: 1, max: 30 }).map((ticks) => (ticks / 10).toFixed(2)),
  fc.integer({ min: 0, max: 3 }).map(String),
);
const levels = fc.array(level, { maxLength: 12 });
const diffs = fc.array(fc.record({ bids: levels, asks: levels }), { maxLength: 20 });

const START_MS = Date.UTC(2024, 7, 8, 23, 54, 16);
const trades: fc.Arbitrary<Trade[]> = fc
  .array(
    fc.tuple(
      fc.nat(40_000),
      fc.integer({ min: 900, max: 1_100 }),
      fc.integer({ min: 1, max: 50 }),
      fc.boolean(),
    ),
    {
      minLength: 1,
      maxLength: 60,
    },
  )
  .map((items) => {
    let timeMs = START_MS;
    return items.map(([waitMs, price, quantity, isBuy], index) => {
      timeMs += waitMs;
      return {
        sequence: index + 1,
        timeMs,
        price: (price / 10).toFixed(1),
        quantity: String(quantity),
        takerSide: isBuy ? ('buy' as const) : ('sell' as const),
      };
    });
  });

describe('the order book', () => {
  it('equals a plain map of prices, sorted', () => {
    fc.assert(
      fc.property(diffs, (updates) => {
        const book = new OrderBook();
        book.reset({ bids: [], asks: [] }, 1);
        const plain = { bids: new Map<string, string>(), asks: new Map<string, string>() };
        updates.forEach((update, index) => {
          book.apply(update, index + 2);
          for (const [price, quantity] of update.bids) plain.bids.set(price, quantity);
          for (const [price, quantity] of update.asks) plain.asks.set(price, quantity);
        });
        const sorted = (side: ReadonlyMap<string, string>, direction: number): unknown[] =>
          [...side]
            .filter(([, quantity]) => quantity !== '0')
            .sort((left, right) => direction * (Number(left[0]) - Number(right[0])));
        expect(book.top(100)).toEqual({ bids: sorted(plain.bids, -1), asks: sorted(plain.asks, 1) });
      }),
    );
  });

  it('ignores diffs before a snapshot and those the snapshot contains', () => {
    const book = new OrderBook();
    book.apply({ bids: [['1.00', '1']], asks: [] }, 5);
    book.reset({ bids: [['2.00', '1']], asks: [] }, 10);
    book.apply({ bids: [['2.00', '9']], asks: [] }, 10);
    expect([book.top(5).bids, book.lastUpdateId]).toEqual([[['2.00', '1']], 10]);
  });

  it('is followed exactly by the deltas of a view', () => {
    fc.assert(
      fc.property(diffs, fc.integer({ min: 1, max: 5 }), (updates, depth) => {
        const book = new OrderBook();
        book.reset({ bids: [['1.50', '1']], asks: [['1.60', '1']] }, 1);
        const view = new BookView(book, depth);
        const asks = new Map(view.levels.asks);
        updates.forEach((update, index) => {
          book.apply(update, index + 2);
          for (const [price, quantity] of view.refresh()?.asks ?? []) {
            if (quantity === '0') asks.delete(price);
            else asks.set(price, quantity);
          }
          const held = [...asks].sort((left, right) => Number(left[0]) - Number(right[0]));
          expect(held).toEqual(book.top(depth).asks);
        });
      }),
    );
  });
});

describe('candles', () => {
  it('hold every trade once at every interval, taker side included', () => {
    fc.assert(
      fc.property(trades, fc.constantFrom('1m', '3m', '15m', '1h', '1d', '1w'), (list, name) => {
        const interval = binanceInterval(name);
        if (interval === null) throw new Error(name);
        const candles = new CandleBook('BTCUSDT', 0.1);
        for (const trade of list) candles.add(trade);
        const nowMs = list.at(-1)?.timeMs ?? START_MS;
        const bars = candles.bars(interval, { startMs: barOpenMs(START_MS, interval), limit: 5_000 }, nowMs);
        const sum = (of: readonly Trade[]): number =>
          of.reduce((total, trade) => total + Number(trade.quantity), 0);
        expect(bars.reduce((total, bar) => total + bar.trades, 0)).toBe(list.length);
        expect(bars.reduce((total, bar) => total + bar.volume, 0)).toBe(sum(list));
        expect(bars.reduce((total, bar) => total + bar.takerBuyVolume, 0)).toBe(
          sum(list.filter((trade) => trade.takerSide === 'buy')),
        );
        expect(bars[0]?.open).toBe(Number(list[0]?.price));
        expect(bars.at(-1)?.close).toBe(Number(list.at(-1)?.price));
      }),
    );
  });

  it.each(['1m', '5m', '15m', '1h', '4h', '1d'])(
    'have an unbroken %s past that ends at the first price',
    (name) => {
      const interval = binanceInterval(name);
      if (interval === null) throw new Error(name);
      const candles = new CandleBook('ETHUSDT', 0.01);
      candles.anchorAt({ timeMs: START_MS, price: 61_800.3 });
      const bars = candles.bars(interval, { limit: 1_500 }, START_MS);
      expect(bars).toHaveLength(1_500);
      expect(bars.at(-1)?.close).toBeCloseTo(61_800.3, 6);
      for (const [index, bar] of bars.entries()) {
        expect(bar.low).toBeLessThanOrEqual(Math.min(bar.open, bar.close));
        expect(bar.high).toBeGreaterThanOrEqual(Math.max(bar.open, bar.close));
        expect(bar.takerBuyVolume).toBeLessThan(bar.volume);
        if (index > 0) {
          expect(bar.openTimeMs - (bars[index - 1]?.openTimeMs ?? 0)).toBe(interval.lengthMs);
          expect(bar.open).toBe(bars[index - 1]?.close);
        }
      }
      const again = new CandleBook('ETHUSDT', 0.01);
      again.anchorAt({ timeMs: START_MS, price: 61_800.3 });
      expect(again.bars(interval, { limit: 1_500 }, START_MS)).toEqual(bars);
    },
  );
});
