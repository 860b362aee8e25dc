import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ByteReader, ByteWriter } from '../../market/byteCodec';
import type { MarketEvent, TradeEvent } from '../../model/events';
import { type InstrumentKind, InstrumentTable, NO_INSTRUMENT } from '../../model/instrument';
import { LeadPrices } from './leadPrices';

const START_MS = Date.UTC(2026, 0, 1);
const MINUTE = 60_000;
const instruments = InstrumentTable.from(
  (['spot', 'perpetual', 'perpetual'] as const).map((kind: InstrumentKind, index) => ({
    id: `venue${index}:BTCUSDT`,
    venue: `venue${index}`,
    symbol: 'BTCUSDT',
    asset: 'BTC',
    quote: 'USDT',
    kind,
    priceDecimals: 1,
    quantityDecimals: 3,
    tickSize: 0.1,
  })),
);
const [SPOT, PERP, OTHER_PERP] = [0, 1, 2];

function trade(timeMs: number, instrument: number, priceTicks: number, rest: Partial<TradeEvent> = {}) {
  return {
    kind: 'trade' as const,
    seq: 0,
    exchangeTimeMs: timeMs,
    receiveTimeMs: 0,
    instrument,
    priceTicks,
    quantityLots: 1_000,
    takerSide: 'buy' as const,
    tradeId: null,
    backfilled: false,
    ...rest,
  };
}

function tick(timeMs: number): MarketEvent {
  return {
    kind: 'feedStatus',
    seq: 0,
    exchangeTimeMs: timeMs,
    receiveTimeMs: 0,
    instrument: NO_INSTRUMENT,
    venue: 'venue0',
    stream: null,
    state: 'live',
    reason: '',
  };
}

function fold(events: readonly MarketEvent[], prices = new LeadPrices(), fromMs = 0): LeadPrices {
  let nowMs = fromMs;
  for (const event of events) {
    nowMs = Math.max(nowMs, event.exchangeTimeMs);
    const row = event.instrument === NO_INSTRUMENT ? null : instruments.get(event.instrument);
    prices.apply(event, row, nowMs);
  }
  return prices;
}

function copyOf(prices: LeadPrices): LeadPrices {
  const writer = new ByteWriter();
  prices.write(writer);
  const reader = new ByteReader(writer.finish());
  const copy = new LeadPrices();
  copy.read(reader);
  expect(reader.atEnd()).toBe(true);
  return copy;
}

/** Everything a window tells; long lists are compared faster as text. */
function textOf(prices: LeadPrices, endMs: number): string {
  const window = prices.window('BTC', 0, endMs);
  return JSON.stringify(window, (_, value) => (value instanceof Float64Array ? value.join() : value));
}

const anyTrades = fc
  .array(
    fc.record({
      waitMs: fc.oneof(
        fc.integer({ min: 0, max: 2_000 }),
        fc.integer({ min: 0, max: 50_000 }),
        fc.integer({ min: 0, max: 3_000_000 }),
      ),
      instrument: fc.constantFrom(SPOT, PERP),
      priceTicks: fc.integer({ min: 1, max: 1e7 }),
      takerSide: fc.constantFrom('buy' as const, 'sell' as const),
    }),
    { minLength: 5, maxLength: 200 },
  )
  .map((items) => {
    let timeMs = START_MS;
    return items.map(({ waitMs, instrument, priceTicks, takerSide }) => {
      timeMs += waitMs;
      return trade(timeMs, instrument, priceTicks, { takerSide });
    });
  });

describe('lead prices', () => {
  it('are the last trades before the points, as counted one by one', () => {
    fc.assert(
      fc.property(anyTrades, (trades) => {
        const endMs = trades.at(-1)?.exchangeTimeMs ?? 0;
        const window = fold(trades).window('BTC', endMs - 60 * MINUTE, endMs);
        if (window === null) return;
        for (const [leg, instrument] of [
          [window.spot, SPOT],
          [window.perp, PERP],
        ] as const) {
          expect(
            Array.from(leg, (price, index) => {
              const pointMs = window.fromMs + index * 5_000;
              // Before the first event there is no grid.
              if (pointMs <= START_MS) return [pointMs, price];
              const last = trades.findLast(
                (each) => each.instrument === instrument && each.exchangeTimeMs < pointMs,
              );
              const isKnown = last !== undefined && pointMs - last.exchangeTimeMs <= 30_000;
              return [pointMs, isKnown ? last.priceTicks / 10 : Number.NaN];
            }),
          ).toEqual(Array.from(leg, (price, index) => [window.fromMs + index * 5_000, price]));
        }
      }),
      { numRuns: 30, seed: 1 },
    );
  });

  it('goes on from a snapshot as if nothing had happened', () => {
    fc.assert(
      fc.property(anyTrades, fc.double({ min: 0, max: 1, noNaN: true }), (trades, share) => {
        const endMs = trades.at(-1)?.exchangeTimeMs ?? 0;
        const cut = Math.floor(trades.length * share);
        const first = fold(trades.slice(0, cut));
        const nowMs = trades[cut - 1]?.exchangeTimeMs ?? 0;
        const second = fold(trades.slice(cut), copyOf(first), nowMs);
        const straight = fold(trades);
        expect(textOf(second, endMs)).toBe(textOf(straight, endMs));
        expect(textOf(copyOf(second), endMs)).toBe(textOf(straight, endMs));
      }),
      { numRuns: 20, seed: 2 },
    );
  });

  it('sums what takers did by the minute, and knows what is usual after an hour', () => {
    const trades = Array.from({ length: 120 * 6 }, (_, index) => [
      trade(START_MS + index * 10_000, SPOT, 100 + (index % 7), { takerSide: index % 3 ? 'buy' : 'sell' }),
      trade(START_MS + index * 10_000 + 1, PERP, 100),
    ]).flat();
    const window = fold(trades).window('BTC', START_MS + 30 * MINUTE, START_MS + 90 * MINUTE);
    const sum = trades
      .filter(
        ({ instrument, exchangeTimeMs }) => instrument === SPOT && exchangeTimeMs >= START_MS + 30 * MINUTE,
      )
      .filter(({ exchangeTimeMs }) => exchangeTimeMs < START_MS + 90 * MINUTE)
      .reduce(
        (total, { priceTicks, takerSide }) => total + (takerSide === 'buy' ? 1 : -1) * (priceTicks / 10),
        0,
      );
    expect(Math.abs((window?.spotFlow?.deltaUsd ?? 0) - sum)).toBeLessThan(60);
    expect(window?.perpFlow?.dailyUsd).toBeCloseTo(6 * 10 * 1_440, 6);
    expect(window?.spotFlow?.z).not.toBeNull();
  });

  it('leaves out what was fetched afterwards, and times nobody listened to', () => {
    const trades = [trade(START_MS, SPOT, 10), trade(START_MS + 1, PERP, 10)];
    const later = START_MS + 20 * MINUTE;
    const fetched = trade(START_MS + 10_000, SPOT, 99, { backfilled: true });
    const events = [...trades, fetched, trade(later, SPOT, 20), trade(later, PERP, 20), tick(later + 10_000)];
    const window = fold(events).window('BTC', START_MS + 5_000, later + 10_000);
    expect(window?.spot[0]).toBe(1);
    expect(window?.spot[window.spot.length - 1]).toBe(2);
    expect(Array.from(window?.spot ?? []).filter((price) => !Number.isNaN(price))).not.toContain(9.9);
    expect(window?.spotFlow).toBeNull();
  });

  it('takes prices of one instrument, and begins anew with one that is twice as busy', () => {
    const trades = Array.from({ length: 20 * 60 }, (_, second) => {
      const timeMs = START_MS + second * 1_000;
      const busy = second < 300 ? PERP : OTHER_PERP;
      return [trade(timeMs, SPOT, 50), trade(timeMs, busy, busy), trade(timeMs + 1, busy, busy)];
    }).flat();
    const before = fold(trades.slice(0, 300 * 3)).window('BTC', START_MS, START_MS + 20 * MINUTE);
    const after = fold(trades).window('BTC', START_MS, START_MS + 20 * MINUTE);
    expect(before?.venues).toEqual(['venue0', 'venue1']);
    expect(after?.venues).toEqual(['venue0', 'venue2']);
    for (let second = 1; second < 20 * 60; second += 97) {
      const first = fold(trades.slice(0, 3 * second));
      const nowMs = trades[3 * second - 1]?.exchangeTimeMs ?? 0;
      const resumed = fold(trades.slice(3 * second), copyOf(first), nowMs);
      expect(textOf(resumed, START_MS + 20 * MINUTE)).toBe(textOf(fold(trades), START_MS + 20 * MINUTE));
    }
    const prices = Array.from(after?.perp ?? []).filter((price) => !Number.isNaN(price));
    expect(new Set(prices)).toEqual(new Set([0.2]));
  });

  it('measures how far the clocks of both venues are apart', () => {
    const trades = Array.from({ length: 100 }, (_, second) => {
      const timeMs = START_MS + second * 1_000;
      return [
        trade(timeMs, SPOT, 50, { receiveTimeMs: timeMs + 100 }),
        trade(timeMs, PERP, 50, { receiveTimeMs: timeMs + 8_100 }),
      ];
    }).flat();
    const window = fold(trades).window('BTC', START_MS, START_MS + 100_000);
    expect(window?.clockSkewMs).toBeCloseTo(8_000, 6);
  });
});
