import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LiquidationEvent, MarketEvent, TradeEvent } from '../model/events';
import type { Figure } from '../model/figure';
import {
  arbitraryMarket,
  arbitraryMarketOfDays,
  candle,
  feedStatus,
  gap,
  liquidation,
  START_MS,
  stamped,
  testInstruments,
  ticker,
  trade,
} from '../model/testing/arbitraries.testkit';
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../model/time';
import { FigureLog } from './figureLog';
import { figuresJson } from './figures';
import { dayOfKlines, folded, newModel, observed, restoredAfter } from './marketModel.testkit';
import { EXACT_START_MS, flowStartMs } from './takerFlow';

const table = testInstruments();
const market = fc.oneof(arbitraryMarket(200), arbitraryMarketOfDays());
const windowMs = fc.oneof(
  fc.integer({ min: 1_000, max: 20 * MINUTE_MS }),
  fc.integer({ min: 1_000, max: DAY_MS }),
);

function figureOf(events: readonly MarketEvent[], id: string, window = HOUR_MS, asOfMs?: number): Figure {
  const request = asOfMs === undefined ? { windowMs: window } : { windowMs: window, asOfMs };
  const found = folded(events)
    .figures(request)
    .find((figure) => figure.id === id);
  if (found === undefined) throw new Error(`there is no figure ${id}`);
  return found;
}

function within<E extends MarketEvent>(events: readonly E[], fromMs: number, toMs: number): E[] {
  return events.filter(({ exchangeTimeMs }) => exchangeTimeMs > fromMs && exchangeTimeMs <= toMs);
}

describe('window figures', () => {
  it('equal sums over the single events', () => {
    fc.assert(
      fc.property(market, windowMs, fc.nat({ max: 5_000 }), (events, window, laterMs) => {
        const model = folded(events);
        if (model.nowMs === null) return;
        const asOfMs = model.nowMs + laterMs;
        const liquidations = events.filter((event) => event.kind === 'liquidation');
        const trades = events.filter((event) => event.kind === 'trade');
        for (const figure of model.figures({ windowMs: window, asOfMs })) {
          const expected = bruteForce(figure, liquidations, trades);
          if (expected === undefined || figure.value === null) continue;
          expect([figure.id, figure.value]).toEqual([figure.id, expect.closeTo(expected, 6)]);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('begin exactly where asked for short windows at full seconds, else less than a minute earlier', () => {
    const second = fc.integer({ min: 1, max: EXACT_START_MS / SECOND_MS }).map((count) => count * SECOND_MS);
    fc.assert(
      fc.property(second, fc.nat({ max: 100_000 }), (window, at) => {
        const asOfMs = START_MS + at * SECOND_MS;
        expect(flowStartMs(asOfMs, window)).toBe(asOfMs - window);
      }),
    );
    fc.assert(
      fc.property(windowMs, fc.nat({ max: DAY_MS }), (window, at) => {
        const wantedMs = START_MS + at - window;
        const fromMs = flowStartMs(START_MS + at, window);
        expect(fromMs).toBeLessThanOrEqual(wantedMs);
        expect(fromMs).toBeGreaterThan(wantedMs - MINUTE_MS);
      }),
    );
  });

  it('mirror when longs and shorts are exchanged', () => {
    fc.assert(
      fc.property(market, windowMs, (events, window) => {
        const swapped = events.map((event) =>
          event.kind === 'liquidation'
            ? {
                ...event,
                positionSide: event.positionSide === 'long' ? ('short' as const) : ('long' as const),
              }
            : event,
        );
        const plain = new Map(
          folded(events)
            .figures({ windowMs: window })
            .map((each) => [each.id, each]),
        );
        for (const figure of folded(swapped).figures({ windowMs: window })) {
          const mirror = figure.id.replace(/\.(short|long)$/, (side) =>
            side === '.short' ? '.long' : '.short',
          );
          const other = plain.get(mirror);
          const isShare = figure.id.endsWith('shareShort');
          const value = isShare && other?.value != null ? expect.closeTo(1 - other.value, 12) : other?.value;
          expect(figure).toEqual({ ...other, id: figure.id, value });
        }
      }),
      { numRuns: 50 },
    );
  });

  it('are never zero for what was not heard', () => {
    fc.assert(
      fc.property(market, windowMs, (events, window) => {
        for (const { id, value, completeness, venues } of folded(events).figures({ windowMs: window })) {
          expect(value === null).toBe(completeness === 'missing');
          if (/^(liquidations|taker(Buy|Sell))/.test(id) && value === 0) {
            expect(completeness).not.toBe('missing');
            expect(venues).not.toEqual([]);
          }
          if (value === null) expect(venues).toEqual([]);
        }
      }),
      { numRuns: 50 },
    );
  });

  function bruteForce(
    { id, fromMs, asOfMs }: Figure,
    liquidations: readonly LiquidationEvent[],
    trades: readonly TradeEvent[],
  ): number | undefined {
    const [name = '', key = '', part = ''] = id.split('.');
    if (fromMs === undefined) return undefined;
    if (name === 'liquidations') {
      const asset = key === 'largest' ? 'all' : key;
      const chosen = within(liquidations, fromMs, asOfMs).filter(
        (event) => asset === 'all' || table.get(event.instrument).asset === asset,
      );
      const sum = (side: string) =>
        chosen.reduce((total, each) => total + (each.positionSide === side ? each.notionalUsd : 0), 0);
      if (key === 'largest' || part === 'largest')
        return Math.max(0, ...chosen.map((each) => each.notionalUsd));
      if (part === 'shareShort') return sum('short') / (sum('short') + sum('long'));
      return part === 'total' ? sum('short') + sum('long') : sum(part);
    }
    if (!name.startsWith('taker')) return undefined;
    const chosen = within(trades, fromMs, asOfMs).filter(({ instrument }) => {
      const row = table.get(instrument);
      return row.id === key || (row.asset === key && row.kind === part);
    });
    return chosen.reduce((total, event) => {
      const row = table.get(event.instrument);
      const base = event.quantityLots / 10 ** row.quantityDecimals;
      const value = name.endsWith('Usd') ? (base * event.priceTicks) / 10 ** row.priceDecimals : base;
      const sign = event.takerSide === 'buy' ? 1 : -1;
      if (name.startsWith('takerDelta')) return total + sign * value;
      return total + (name === (sign === 1 ? 'takerBuy' : 'takerSell') ? value : 0);
    }, 0);
  }
});

describe('completeness', () => {
  const bybit = 2;
  const live = feedStatus({ exchangeTimeMs: START_MS });
  const seen = trade({ instrument: bybit });
  const at = (minutes: number) =>
    trade({ instrument: bybit, exchangeTimeMs: START_MS + minutes * MINUTE_MS });
  const short = (minutes: number) =>
    liquidation({ instrument: bybit, exchangeTimeMs: START_MS + minutes * MINUTE_MS, notionalUsd: 500 });
  const total = (...events: MarketEvent[]) => {
    const { value, completeness, venues } = figureOf(
      stamped(events),
      'liquidations.BTC.total',
      10 * MINUTE_MS,
    );
    return { value, completeness, venues };
  };

  it('is a true zero when everything was heard and nothing happened', () => {
    expect(total(live, seen, at(10))).toEqual({ value: 0, completeness: 'complete', venues: ['bybit'] });
  });

  it('is missing when nothing was heard', () => {
    const missing = { value: null, completeness: 'missing', venues: [] };
    expect(total(seen, at(10))).toEqual(missing);
    expect(total(live, seen, at(9))).toEqual(missing);
    const whole = gap({ stream: 'liquidations', fromMs: START_MS, toMs: START_MS + HOUR_MS });
    expect(total(live, seen, at(10), whole)).toEqual(missing);
  });

  it('is a lower bound when something was heard, but not all of it', () => {
    const bound = { value: 500, completeness: 'lowerBound', venues: ['bybit'] };
    const hole = gap({ stream: 'liquidations', fromMs: START_MS + 60_000, toMs: START_MS + 61_000 });
    expect(total(live, seen, short(5), at(9))).toEqual(bound);
    expect(total(live, seen, short(5), at(10), hole)).toEqual(bound);
    const down = feedStatus({ stream: null, state: 'down', exchangeTimeMs: START_MS + 6 * MINUTE_MS });
    expect(total(live, seen, short(5), down, at(10))).toEqual(bound);
    const sampled = { exchangeTimeMs: START_MS, venue: 'binanceusdm' };
    expect(total(feedStatus(sampled), trade({ instrument: 1 }), live, seen, short(5), at(10))).toMatchObject({
      value: 500,
      completeness: 'lowerBound',
      venues: ['binanceusdm', 'bybit'],
    });
  });

  it('is complete again when the gap was filled, or has left the window', () => {
    const complete = { value: 500, completeness: 'complete', venues: ['bybit'] };
    const hole = gap({ stream: 'liquidations', fromMs: START_MS + 60_000, toMs: START_MS + 61_000 });
    expect(total(live, seen, short(5), at(10), hole, { ...hole, filled: true })).toEqual(complete);
    expect(total(live, seen, hole, short(5), at(11.1))).toEqual(complete);
  });

  it('holds for taker flow, where a difference of incomplete sums bounds nothing', () => {
    const events = stamped([seen, at(5), at(10), gap({ fromMs: START_MS + 1, toMs: START_MS + 2 })]);
    const of = (name: string, window: number) =>
      figureOf(events, `${name}.bybit:BTCUSDT`, window).completeness;
    expect([of('takerBuy', MINUTE_MS), of('takerDelta', MINUTE_MS)]).toEqual(['complete', 'complete']);
    expect([of('takerBuy', 10 * MINUTE_MS), of('takerDelta', 10 * MINUTE_MS)]).toEqual([
      'lowerBound',
      'estimate',
    ]);
    expect(of('takerSell', 10 * MINUTE_MS)).toBe('missing');
    expect(of('takerSell', MINUTE_MS)).toBe('complete');
  });

  it('counts only unfilled gaps that touch the window', () => {
    const hole = gap({ fromMs: START_MS + 1_000, toMs: START_MS + 3_000 });
    const other = gap({ venue: 'binance', fromMs: START_MS + 2_000, toMs: START_MS + 4_000 });
    const events = stamped([
      seen,
      hole,
      other,
      { ...other, stream: 'book', filled: true } as MarketEvent,
      at(5),
    ]);
    expect(figureOf(events, 'gaps.count')).toMatchObject({ value: 2, venues: ['binance', 'bybit'] });
    expect(figureOf(events, 'gaps.length').value).toBe(3_000);
    expect(figureOf(events, 'gaps.count', MINUTE_MS).value).toBe(0);
  });

  it('is a lower bound for windows longer than what is kept', () => {
    const long = [live, seen, short(5), at(30 * 60), short(30 * 60)];
    const events = stamped(long);
    expect(figureOf(events, 'liquidations.BTC.short', 29 * HOUR_MS)).toMatchObject({
      value: 500,
      completeness: 'lowerBound',
    });
    expect(figureOf(events, 'takerBuy.bybit:BTCUSDT', 29 * HOUR_MS).completeness).toBe('lowerBound');
  });
});

describe('figures of perpetuals', () => {
  const stamp = { seq: 0, receiveTimeMs: 0, exchangeTimeMs: START_MS, instrument: 2 };
  const id = testInstruments().get(2).id;
  const nextFundingTimeMs = START_MS + 3 * HOUR_MS;

  it('tell the basis, and when funding is paid next', () => {
    const events = stamped<MarketEvent>([
      { ...stamp, kind: 'mark', markPrice: 101, indexPrice: 100 },
      { ...stamp, kind: 'funding', rate: 0.0001, nextFundingTimeMs, intervalHours: 8 },
    ]);
    expect(figureOf(events, `basis.${id}`).value).toBeCloseTo(1, 12);
    expect(figureOf(events, `funding.${id}`).value).toBe(0.0001);
    expect(figureOf(events, `fundingAt.${id}`).value).toBe(nextFundingTimeMs);
    expect(figureOf(events, `fundingEvery.${id}`).value).toBe(8 * HOUR_MS);
  });

  it('are missing where the venue does not say', () => {
    const events = stamped<MarketEvent>([
      { ...stamp, kind: 'mark', markPrice: 101, indexPrice: null },
      { ...stamp, kind: 'funding', rate: 0.0001, nextFundingTimeMs: null, intervalHours: null },
    ]);
    for (const name of ['basis', 'fundingAt', 'fundingEvery']) {
      expect(figureOf(events, `${name}.${id}`)).toMatchObject({ value: null, completeness: 'missing' });
    }
  });
});

describe('24 h figures', () => {
  it('come from our own candles when every minute is known, else from the venue', () => {
    const klines = dayOfKlines(START_MS);
    const quote = ticker({ exchangeTimeMs: START_MS, lastTicks: 6_200_000, open24hTicks: 5_000_000 });
    const now = trade({ exchangeTimeMs: START_MS + 1, priceTicks: 6_210_000 });
    const own = stamped([...klines, quote, now]);
    expect(figureOf(own, 'change24h.binance:BTCUSDT').value).toBeCloseTo((62_100 / 61_800 - 1) * 100, 9);
    expect(figureOf(own, 'high24h.binance:BTCUSDT').value).toBe(62_100);
    const holed = stamped([...klines.filter((_, index) => index !== 700), quote, now]);
    expect(figureOf(holed, 'change24h.binance:BTCUSDT').value).toBeCloseTo(24, 9);
    expect(figureOf(holed, 'high24h.binance:BTCUSDT').value).toBe(63_000);
    expect(figureOf(stamped([now]), 'change24h.binance:BTCUSDT')).toMatchObject({ value: null });
  });
});

describe('the last price', () => {
  const id = 'binance:BTCUSDT';
  const bar = (minute: number, over: Parameters<typeof candle>[0] = {}) => {
    const openTimeMs = START_MS + minute * MINUTE_MS;
    return candle({
      openTimeMs,
      exchangeTimeMs: openTimeMs + MINUTE_MS,
      closeTicks: 6_000_000 + minute,
      ...over,
    });
  };
  const price = (...events: MarketEvent[]) => {
    const { value, asOfMs, completeness, source } = figureOf(stamped(events), `price.${id}`);
    return { value, minute: (asOfMs - START_MS) / MINUTE_MS, completeness, source };
  };

  it('comes from candles, and says so, where nothing finer was told since they opened', () => {
    expect(price(bar(0), bar(1))).toEqual({
      value: 60_000.01,
      minute: 2,
      completeness: 'complete',
      source: 'candles',
    });
    const seen = trade({ exchangeTimeMs: START_MS + MINUTE_MS });
    expect(price(bar(0), seen, bar(1))).toMatchObject({ value: 61_800.3, minute: 1, source: undefined });
    expect(price(bar(0), seen, bar(1), bar(2))).toMatchObject({ value: 60_000.02, source: 'candles' });
    const quote = ticker({ exchangeTimeMs: START_MS + 2.5 * MINUTE_MS });
    expect(price(bar(1), bar(2), quote)).toMatchObject({ value: 61_800, minute: 2.5, source: undefined });
  });

  it('is of the moment a forming candle was told, and never of a candle that was told at no known time', () => {
    const forming = bar(3, { exchangeTimeMs: START_MS + 3.25 * MINUTE_MS, closed: false });
    expect(price(bar(2), forming)).toMatchObject({ value: 60_000.03, minute: 3.25 });
    expect(price(bar(2), bar(4, { exchangeTimeMs: 0 }))).toMatchObject({ value: 60_000.02, minute: 3 });
  });

  it('does not depend on the order in which candles of several lengths are told', () => {
    const hour = bar(0, { intervalMs: HOUR_MS, exchangeTimeMs: START_MS + HOUR_MS, closeTicks: 7_000_000 });
    const old = bar(-900, { exchangeTimeMs: START_MS + HOUR_MS });
    const newest = { value: 60_000.59, minute: 60, source: 'candles' };
    expect(price(bar(58), bar(59), hour, old)).toMatchObject(newest);
    expect(price(old, hour, bar(59), bar(58))).toMatchObject(newest);
  });

  it('gives the range of a day of candles alone', () => {
    const day = Array.from({ length: 25 * 60 }, (_, minute) => bar(minute));
    const events = stamped(day);
    expect(figureOf(events, `high24h.${id}`).value).toBe(61_900);
    expect(figureOf(events, `change24h.${id}`).value).toBeCloseTo((60_014.99 / 61_800 - 1) * 100, 9);
  });

  it('is what playing there gives when candles are restored', () => {
    fc.assert(
      fc.property(market, fc.nat({ max: 250 }), (events, at) => {
        const candles = events.filter((event) => event.kind === 'candle' && event.origin !== 'trades');
        const before = candles.slice(0, at);
        expect(observed(restoredAfter(before))).toBe(observed(folded(before)));
      }),
      { numRuns: 50 },
    );
  });
});

describe('figure log', () => {
  it('logs every full second with the state before the first later event', () => {
    fc.assert(
      fc.property(arbitraryMarket(60), (events) => {
        const model = newModel();
        const logged: [number, string][] = [];
        const log = new FigureLog(model, HOUR_MS, (asOfMs, figures) =>
          logged.push([asOfMs, figuresJson(figures)]),
        );
        for (const event of events) {
          log.before(event);
          model.apply(event);
        }
        const first = events.find((event) => event.exchangeTimeMs > 0)?.exchangeTimeMs ?? 0;
        const seconds = logged.map(([asOfMs]) => asOfMs);
        const last = Math.ceil((model.nowMs ?? first) / SECOND_MS) * SECOND_MS;
        const all = [];
        for (let ms = Math.ceil(first / SECOND_MS) * SECOND_MS; ms < last; ms += SECOND_MS) all.push(ms);
        expect(seconds).toEqual(all);
        for (const [asOfMs, json] of logged.filter((_, index) => index % 97 === 0)) {
          const prefix = events.slice(
            0,
            events.findIndex((event) => event.exchangeTimeMs > asOfMs),
          );
          expect(json).toBe(figuresJson(folded(prefix).figures({ windowMs: HOUR_MS, asOfMs })));
        }
      }),
      { numRuns: 15 },
    );
  });

  it('writes figures as canonical text', () => {
    expect(figuresJson([])).toBe('[]');
    const figure: Figure = {
      completeness: 'complete',
      asOfMs: 5,
      venues: ['a'],
      unit: 'usd',
      value: 1.5,
      id: 'x',
    };
    expect(figuresJson([figure, { ...figure, fromMs: 1 }])).toBe(
      '[{"id":"x","value":1.5,"unit":"usd","venues":["a"],"asOfMs":5,"completeness":"complete"},' +
        '{"id":"x","value":1.5,"unit":"usd","venues":["a"],"asOfMs":5,"completeness":"complete","fromMs":1}]',
    );
  });
});
