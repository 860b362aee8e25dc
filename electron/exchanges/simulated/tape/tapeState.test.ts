import { expect, test } from 'vitest';
import { DAY_MS, MINUTE_MS } from '../../../../shared/model/time';
import {
  candlesOf,
  START_MS,
  STEP_MS,
  takeAll,
  testSteps,
  testTape,
  testVenues,
  tradesOf,
} from './tape.testkit';

const OUTAGE = { fromMs: START_MS + 90_000 + 1_234, toMs: START_MS + 4 * MINUTE_MS + 2_000 };

test('equal seeds give equal tapes, other seeds others', () => {
  const steps = testSteps({ seed: 1, count: 60 });
  const first = takeAll(testTape(1), steps);
  expect(takeAll(testTape(1), steps)).toEqual(first);
  expect(takeAll(testTape(2), steps).events).not.toEqual(first.events);
});

test('a restored tape goes on like the one that was saved', () => {
  const venues = testVenues({ harbor: [OUTAGE] });
  const steps = testSteps({ seed: 3, count: 120 });
  for (const cut of [1, 25, 40, 61]) {
    const tape = testTape(3, venues);
    takeAll(tape, steps.slice(0, cut));
    const bytes = tape.snapshot();
    const restored = testTape(3, venues);
    restored.restore(bytes);
    expect(restored.snapshot()).toEqual(bytes);
    expect(takeAll(restored, steps.slice(cut))).toEqual(takeAll(tape, steps.slice(cut)));
    expect(restored.snapshot()).toEqual(tape.snapshot());
  }
});

test('a tape of which only the past is wanted goes the same way, without trades, tickers and books', () => {
  const steps = testSteps({ seed: 7, count: 120 });
  const [whole, past] = [testTape(7), testTape(7)];
  const all = takeAll(whole, steps);
  const some = takeAll(past, steps, 'past');
  expect(some.events).toEqual(all.events.filter(({ kind }) => !['trade', 'ticker', 'book'].includes(kind)));
  expect(some.events.length).toBeGreaterThan(0);
  expect(some.truths).toEqual(all.truths);
  expect(past.snapshot()).toEqual(whole.snapshot());
});

test('bytes of something else are refused', () => {
  const bytes = testTape(1).snapshot();
  expect(() => testTape(1).restore(bytes.subarray(0, bytes.length - 1))).toThrow(RangeError);
  expect(() => testTape(1).restore(Uint8Array.of(...bytes, 0))).toThrow(RangeError);
  expect(() => testTape(1, testVenues().slice(0, 2)).restore(bytes)).toThrow(RangeError);
});

test('steps that were left out change nothing of later ones but what is carried', () => {
  const steps = testSteps({ seed: 4, count: 48 });
  const whole = takeAll(testTape(4), steps);
  const late = takeAll(testTape(4), steps.slice(24));
  const fromMs = steps[24]?.fromMs ?? 0;
  const shape = (events: typeof whole.events) =>
    tradesOf(events)
      .filter((trade) => trade.exchangeTimeMs >= fromMs)
      .map(({ exchangeTimeMs, instrument, priceTicks, takerSide }) =>
        [exchangeTimeMs, instrument, priceTicks, takerSide].join(),
      );
  // A trade too small for a lot in one of them may be missing; sizes differ by what was carried in.
  const [all, some] = [new Set(shape(whole.events)), shape(late.events)];
  expect(some.filter((trade) => all.has(trade)).length / some.length).toBeGreaterThan(0.99);
});

test('a venue in an outage says nothing, and gives its candles afterwards', () => {
  const steps = testSteps({ seed: 6, count: 8 * 12 });
  const quiet = takeAll(testTape(6, testVenues({ harbor: [OUTAGE] })), steps);
  const whole = takeAll(testTape(6), steps);
  const atHarbor = (instrument: number) => instrument <= 1;
  const isDark = (timeMs: number) => timeMs >= OUTAGE.fromMs && timeMs < OUTAGE.toMs;
  expect(quiet.events.filter((event) => atHarbor(event.instrument) && isDark(event.exchangeTimeMs))).toEqual(
    [],
  );
  const late = candlesOf(quiet.events).filter((candle) => candle.origin === 'history');
  expect(late.map((candle) => candle.exchangeTimeMs)).toEqual(late.map(() => OUTAGE.toMs));
  const inTime = (candle: object) => ({ ...candle, exchangeTimeMs: 0, origin: 'stream' });
  const missed = candlesOf(whole.events).filter(
    (candle) => atHarbor(candle.instrument) && isDark(candle.exchangeTimeMs),
  );
  expect(missed).toHaveLength(6);
  expect(late.map(inTime)).toEqual(expect.arrayContaining(missed.map(inTime)));
  const others = whole.events.filter((event) => !atHarbor(event.instrument) || !isDark(event.exchangeTimeMs));
  expect(quiet.events.filter((event) => event.kind !== 'candle' || event.origin === 'stream')).toEqual(
    others,
  );
  expect(quiet.truths.length).toBe(whole.truths.length);
});

test('coarse minutes have candles with the flows of the steps, and no trades', () => {
  const steps = testSteps({ seed: 7, count: 30, stepMs: MINUTE_MS });
  const tape = testTape(7);
  const { events } = takeAll(tape, steps);
  expect(tradesOf(events)).toEqual([]);
  const candles = candlesOf(events);
  expect(candles).toHaveLength(30 * 6);
  let usd = 0;
  for (const candle of candles) {
    const { openTicks, highTicks, lowTicks, closeTicks, volumeBase, takerBuyBase } = candle;
    expect(highTicks).toBeGreaterThanOrEqual(Math.max(openTicks, closeTicks));
    expect(lowTicks).toBeLessThanOrEqual(Math.min(openTicks, closeTicks));
    expect(takerBuyBase ?? -1).toBeGreaterThanOrEqual(0);
    expect(takerBuyBase ?? -1).toBeLessThanOrEqual(volumeBase);
    expect(candle).toMatchObject({ origin: 'history', tradeCount: null, closed: true });
    usd += candle.volumeQuote ?? 0;
  }
  let flow = 0;
  for (const { spot, perpetual } of steps) {
    flow += spot.takerBuyUsd + spot.takerSellUsd + perpetual.takerBuyUsd + perpetual.takerSellUsd;
  }
  for (const kind of ['spot', 'perpetual'] as const)
    usd += tape.carried(kind).buyUsd + tape.carried(kind).sellUsd;
  expect(usd / flow).toBeCloseTo(1, 9);
});

test('tickers know the last 24 h of candles, and nothing before they do', () => {
  const minutes = DAY_MS / MINUTE_MS;
  const coarse = testSteps({ seed: 8, count: minutes, stepMs: MINUTE_MS });
  const fine = testSteps({ seed: 8, count: 36, fromMs: START_MS + DAY_MS });
  const tape = testTape(8);
  const candles = candlesOf(takeAll(tape, coarse).events);
  const { events } = takeAll(tape, fine);
  candles.push(...candlesOf(events));
  let checked = 0;
  for (const ticker of events) {
    if (ticker.kind !== 'ticker') continue;
    const minuteMs = Math.floor(ticker.exchangeTimeMs / MINUTE_MS) * MINUTE_MS;
    const day = candles.filter(
      (candle) =>
        candle.instrument === ticker.instrument &&
        candle.openTimeMs >= minuteMs - DAY_MS &&
        candle.openTimeMs < minuteMs,
    );
    const forming = tradesOf(events).filter(
      (trade) =>
        trade.instrument === ticker.instrument &&
        trade.exchangeTimeMs >= minuteMs &&
        trade.exchangeTimeMs <= ticker.exchangeTimeMs,
    );
    const lots =
      10 ** (testVenues().flatMap((venue) => venue.instruments)[ticker.instrument]?.quantityDecimals ?? 0);
    const prices = forming.map((trade) => trade.priceTicks);
    expect(ticker.open24hTicks).toBe(day[0]?.openTicks);
    expect(ticker.high24hTicks).toBe(Math.max(...prices, ...day.map((candle) => candle.highTicks)));
    expect(ticker.low24hTicks).toBe(Math.min(...prices, ...day.map((candle) => candle.lowTicks)));
    const formingBase = forming.reduce((sum, trade) => sum + trade.quantityLots, 0) / lots;
    const dayBase = day.reduce((sum, candle) => sum + candle.volumeBase, 0);
    expect(ticker.volume24hBase).toBeCloseTo(dayBase + formingBase, 4);
    checked += 1;
  }
  expect(checked).toBeGreaterThan(20);
  const early = takeAll(testTape(8), fine).events.filter((event) => event.kind === 'ticker');
  expect(early.every((ticker) => ticker.high24hTicks === null && ticker.volume24hBase === null)).toBe(true);
});

test('open interest is shared out, and funding tells when it is paid', () => {
  const steps = testSteps({ seed: 9, count: 5 * (MINUTE_MS / STEP_MS) });
  const { events } = takeAll(testTape(9), steps);
  const sums = new Map<number, number>();
  for (const event of events) {
    if (event.kind === 'openInterest') {
      const minute = Math.floor(event.exchangeTimeMs / MINUTE_MS);
      sums.set(minute, (sums.get(minute) ?? 0) + event.quantityBase);
    }
    if (event.kind === 'funding') {
      const next = event.exchangeTimeMs < Date.UTC(2026, 0, 13, 8) ? 8 : 16;
      expect(event.nextFundingTimeMs).toBe(Date.UTC(2026, 0, 13, next));
    }
  }
  expect(sums.size).toBe(5);
  for (const [minute, sum] of sums) {
    const step = steps.find(({ fromMs }) => fromMs === minute * MINUTE_MS);
    expect(Math.abs(sum - (step?.openInterestBase ?? 0))).toBeLessThan(0.002);
  }
});
