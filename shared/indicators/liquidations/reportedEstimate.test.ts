import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ByteReader, ByteWriter } from '../../market/byteCodec';
import type { LiquidationEvent, MarketEvent, PositionSide } from '../../model/events';
import type { LiquidationReporting } from '../../model/venue';
import { perpetualsOf } from './bursts.testkit';
import { ReportedEstimate } from './reportedEstimate';
import { leftOf, leftOfShare, reportingBadge, type SecondOrder } from './secondRule';

const START_MS = Date.UTC(2026, 0, 1);
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const RULES: readonly [string, LiquidationReporting][] = [
  ['full', 'full'],
  ['largest', 'largestPerSecond'],
  ['latest', 'latestPerSecond'],
  ['silent', 'none'],
];
const { venues, instruments } = perpetualsOf(RULES);
const [FULL, LARGEST, LATEST] = [0, 1, 2];

function liquidation(timeMs: number, instrument: number, usd: number, positionSide: PositionSide = 'short') {
  return {
    kind: 'liquidation' as const,
    seq: 0,
    exchangeTimeMs: timeMs,
    receiveTimeMs: 0,
    instrument,
    positionSide,
    priceTicks: 900_000,
    quantityLots: 1,
    notionalUsd: usd,
  };
}

function interest(timeMs: number, instrument: number, base: number): MarketEvent {
  return {
    kind: 'openInterest',
    seq: 0,
    exchangeTimeMs: timeMs,
    receiveTimeMs: 0,
    instrument,
    quantityBase: base,
    notionalUsd: null,
  };
}

function fold(events: readonly MarketEvent[], estimate = new ReportedEstimate(venues), fromMs = 0) {
  let nowMs = fromMs;
  for (const event of events) {
    nowMs = Math.max(nowMs, event.exchangeTimeMs);
    estimate.apply(event, instruments.get(event.instrument), nowMs);
  }
  return estimate;
}

function copyOf(estimate: ReportedEstimate): ReportedEstimate {
  const writer = new ByteWriter();
  estimate.write(writer);
  const reader = new ByteReader(writer.finish());
  const copy = new ReportedEstimate(venues);
  copy.read(reader);
  expect(reader.atEnd()).toBe(true);
  return copy;
}

/** The newest (or largest) of every second of one venue. */
function thinned(orders: readonly LiquidationEvent[], rule: 'latest' | 'largest'): LiquidationEvent[] {
  const kept = new Map<number, LiquidationEvent>();
  for (const order of orders) {
    const second = Math.floor(order.exchangeTimeMs / 1_000);
    const rival = kept.get(second);
    if (rival === undefined || rule === 'latest' || order.notionalUsd > rival.notionalUsd)
      kept.set(second, order);
  }
  return [...kept.values()];
}

/** Three orders a second for a while, with sizes of every kind. */
function crowd(instrument: number, perSecond: number, seconds: number): LiquidationEvent[] {
  return Array.from({ length: perSecond * seconds }, (_, index) =>
    liquidation(
      START_MS + Math.floor((index * 1_000) / perSecond),
      instrument,
      1_000 * (1 + ((index * 7_919) % 97)),
    ),
  );
}

const sumOf = (orders: readonly LiquidationEvent[]) =>
  orders.reduce((sum, { notionalUsd }) => sum + notionalUsd, 0);

describe('rules of a second', () => {
  const orders: SecondOrder[] = [
    { second: 0, usd: 5 },
    { second: 0, usd: 3 },
    { second: 59, usd: 2 },
  ];

  it('leave the latest or the largest order of a second', () => {
    expect(leftOf(orders, 'latestPerSecond', 1)).toBe(5);
    expect(leftOf(orders, 'largestPerSecond', 1)).toBe(7);
    expect(leftOf(orders, 'largestPerSecond', 0)).toBe(0);
    expect(leftOf(orders, 'largestPerSecond', 2)).toBe(14);
    expect(leftOfShare(orders, 'largestPerSecond', 0.5)).toBe(3.5);
  });

  it('are said in words', () => {
    expect(RULES.map(([, rule]) => reportingBadge(rule))).toEqual([
      'full',
      'largest per second',
      'latest per second',
      'none',
    ]);
  });
});

describe('estimated true range', () => {
  it('is what was reported where everything is', () => {
    const range = fold(crowd(FULL, 3, 60)).range('BTC', 'short', HOUR);
    const sum = sumOf(crowd(FULL, 3, 60));
    expect(range).toMatchObject({ reportedUsd: sum, lowUsd: sum, highUsd: sum });
  });

  it('finds again what a venue left out whose orders come as those of the fully reporting one', () => {
    const truth = crowd(LARGEST, 3, 600);
    const events = [
      interest(START_MS, FULL, 1_000),
      interest(START_MS, LARGEST, 1_000),
      ...[...crowd(FULL, 3, 600), ...thinned(truth, 'largest')].sort(
        (a, b) => a.exchangeTimeMs - b.exchangeTimeMs,
      ),
      interest(START_MS + 10 * MINUTE, FULL, 1_000),
    ];
    const line = fold(events)
      .range('BTC', 'short', HOUR)
      ?.venues.find(({ venue }) => venue === 'largest');
    const sum = sumOf(truth);
    expect(line?.reportedUsd).toBeLessThan(0.8 * sum);
    expect(line?.methods?.byRule).toBeCloseTo(sum, -3);
    expect(line?.methods?.byOpenInterest).toBeCloseTo(sum, -3);
    expect(line?.badge).toBe('largest per second');
  });

  it('takes more to be left out of a larger venue that reports the latest order', () => {
    const truth = crowd(LATEST, 6, 600);
    const events = [
      interest(START_MS, FULL, 1_000),
      interest(START_MS, LATEST, 2_000),
      ...[...crowd(FULL, 3, 600), ...thinned(truth, 'latest')].sort(
        (a, b) => a.exchangeTimeMs - b.exchangeTimeMs,
      ),
      interest(START_MS + 10 * MINUTE, FULL, 1_000),
    ];
    const range = fold(events).range('BTC', 'short', HOUR);
    const line = range?.venues.find(({ venue }) => venue === 'latest');
    expect(line?.methods?.byCopies).toBeGreaterThan(1.3 * (line?.methods?.byRule ?? 0));
    expect(line?.lowUsd).toBeLessThan(1.1 * sumOf(truth));
    expect(line?.highUsd).toBeGreaterThan(0.9 * sumOf(truth));
  });

  it('goes on from a snapshot in the middle of a minute', () => {
    const events = [
      interest(START_MS, FULL, 1_000),
      interest(START_MS, LATEST, 1_500),
      ...[...crowd(FULL, 3, 150), ...crowd(LATEST, 1, 150)].sort(
        (a, b) => a.exchangeTimeMs - b.exchangeTimeMs,
      ),
      interest(START_MS + 10 * MINUTE, FULL, 1_000),
    ];
    const cut = 2 + 4 * 90;
    const copy = copyOf(fold(events.slice(0, cut)));
    fold(events.slice(cut), copy, events[cut - 1]?.exchangeTimeMs ?? 0);
    expect(copy.range('BTC', 'short', HOUR)).toEqual(fold(events).range('BTC', 'short', HOUR));
  });

  it('has no upper end without a fully reporting venue, and never less than what was reported', () => {
    const range = fold(crowd(LATEST, 2, 60)).range('BTC', 'short', HOUR);
    const sum = sumOf(crowd(LATEST, 2, 60));
    expect(range).toMatchObject({ reportedUsd: sum, lowUsd: sum, highUsd: null });
    expect(fold([]).range('BTC', 'short', HOUR)).toBeNull();
  });

  const anyOrders = fc
    .array(
      fc.record({
        waitMs: fc.oneof(fc.integer({ min: 0, max: 900 }), fc.integer({ min: 0, max: 4 * HOUR })),
        instrument: fc.integer({ min: 0, max: 2 }),
        usd: fc.integer({ min: 1, max: 1_000_000 }),
        side: fc.constantFrom('long' as const, 'short' as const),
        base: fc.integer({ min: 100, max: 5_000 }),
      }),
      { maxLength: 120 },
    )
    .map((items) => {
      let timeMs = START_MS;
      return items.flatMap(({ waitMs, instrument, usd, side, base }) => {
        timeMs += waitMs;
        return [interest(timeMs, instrument, base), liquidation(timeMs, instrument, usd, side)];
      });
    });

  it('adds up to what was told, counted one by one', () => {
    fc.assert(
      fc.property(anyOrders, fc.constantFrom(1, 4, 12, 24), (events, hours) => {
        const nowMs = events.at(-1)?.exchangeTimeMs ?? 0;
        const estimate = fold(events);
        for (const side of ['short', 'long'] as const) {
          const range = estimate.range('BTC', side, hours * HOUR);
          if (range === null) continue;
          const sum = events.reduce((total, event) => {
            if (event.kind !== 'liquidation' || event.positionSide !== side) return total;
            return event.exchangeTimeMs >= range.fromMs ? total + event.notionalUsd : total;
          }, 0);
          const earlierMs = nowMs - hours * HOUR - range.fromMs;
          expect(earlierMs).toBeGreaterThanOrEqual(0);
          expect(earlierMs).toBeLessThan(5 * MINUTE);
          expect(range.reportedUsd).toBe(sum);
          expect(range.lowUsd).toBeGreaterThanOrEqual(range.reportedUsd);
          expect(range.venues.reduce((total, { reportedUsd }) => total + reportedUsd, 0)).toBe(sum);
        }
      }),
      { numRuns: 100, seed: 1 },
    );
  });

  it('goes on from a snapshot as if nothing had happened, and sides can be swapped', () => {
    fc.assert(
      fc.property(anyOrders, fc.double({ min: 0, max: 1, noNaN: true }), (events, share) => {
        const cut = Math.floor(events.length * share);
        const copy = copyOf(fold(events.slice(0, cut)));
        fold(events.slice(cut), copy, events[cut - 1]?.exchangeTimeMs ?? 0);
        const straight = fold(events);
        expect(copy.range('BTC', 'short', 24 * HOUR)).toEqual(straight.range('BTC', 'short', 24 * HOUR));
        const swapped = events.map((event): MarketEvent => {
          if (event.kind !== 'liquidation') return event;
          return { ...event, positionSide: event.positionSide === 'long' ? 'short' : 'long' };
        });
        expect(fold(swapped).range('BTC', 'long', HOUR)).toEqual(straight.range('BTC', 'short', HOUR));
      }),
      { numRuns: 60, seed: 2 },
    );
  });
});
