import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { MarketEvent } from '../../model/events';
import type { Burst } from '../../model/structure';
import { BurstDetector } from './burstDetector';
import {
  copyOf,
  detect,
  liquidation,
  MINUTE,
  mark,
  marketOf,
  openInterest,
  type Rush,
  rowOf,
  SECOND,
  START_MS,
  status,
  trade,
  venues,
} from './bursts.testkit';

const SQUEEZE: Rush = { atMinute: 120, minutes: 10, side: 'short', usd: 400_000, move: 0.02 };
const CASCADE: Rush = { ...SQUEEZE, side: 'long', move: -0.02 };

function burstsOf(events: readonly MarketEvent[]): readonly Burst[] {
  return detect(events).bursts('BTC');
}

/** Calm, then any rushes. */
const anyMarket = fc
  .tuple(
    fc.nat(1_000),
    fc.array(
      fc.record({
        after: fc.integer({ min: 1, max: 40 }),
        minutes: fc.integer({ min: 1, max: 12 }),
        side: fc.constantFrom('short' as const, 'long' as const),
        usd: fc.integer({ min: 200_000, max: 2_000_000 }),
        move: fc.double({ min: 0.005, max: 0.04, noNaN: true }),
      }),
      { maxLength: 4 },
    ),
  )
  .map(([seed, plans]) => {
    let atMinute = 80;
    const rushes = plans.map(({ after, minutes, side, usd, move }): Rush => {
      atMinute += after;
      const rush = { atMinute, minutes, side, usd, move: side === 'short' ? move : -move };
      atMinute += minutes;
      return rush;
    });
    return marketOf(atMinute + 30, rushes, seed);
  });

describe('burst detector', () => {
  it('finds a squeeze of shorts, soon and with its numbers', () => {
    const [burst, ...others] = burstsOf(marketOf(160, [SQUEEZE]));
    expect(others).toEqual([]);
    expect(burst).toMatchObject({
      asset: 'BTC',
      positionSide: 'short',
      completeness: 'complete',
      venues: ['alpha', 'beta'],
      forcedShare: null,
    });
    const startMs = START_MS + 120 * MINUTE;
    expect(burst?.fromMs).toBeGreaterThanOrEqual(startMs - 30 * SECOND);
    expect(burst?.alarmedAtMs).toBeLessThan(startMs + 5 * MINUTE);
    expect(burst?.toMs).toBeGreaterThanOrEqual(startMs + 10 * MINUTE);
    expect(burst?.sideUsd).toBeGreaterThan(40e6);
    expect(Math.log((burst?.toPrice ?? 0) / (burst?.fromPrice ?? 0))).toBeCloseTo(0.02, 2);
  });

  it('finds a cascade of longs', () => {
    expect(burstsOf(marketOf(160, [CASCADE])).map((burst) => burst.positionSide)).toEqual(['long']);
  });

  it('finds nothing in a calm market, without a move, against the move, or when both sides are closed', () => {
    const bothSides = [
      ...marketOf(160, [SQUEEZE]),
      ...marketOf(160, [SQUEEZE]).flatMap((event) =>
        event.kind === 'liquidation' && event.notionalUsd === SQUEEZE.usd
          ? [{ ...event, positionSide: 'long' as const }]
          : [],
      ),
    ].sort((a, b) => a.exchangeTimeMs - b.exchangeTimeMs);
    expect(burstsOf(marketOf(300, []))).toEqual([]);
    expect(burstsOf(marketOf(160, [{ ...SQUEEZE, move: 0 }]))).toEqual([]);
    expect(burstsOf(marketOf(160, [{ ...SQUEEZE, move: -0.02 }]))).toEqual([]);
    expect(burstsOf(bothSides)).toEqual([]);
  });

  it('finds nothing before it knows what is usual', () => {
    expect(burstsOf(marketOf(60, [{ ...SQUEEZE, atMinute: 30 }]))).toEqual([]);
  });

  it('takes what follows within ten minutes as the same burst, and what follows later as another', () => {
    const again = (atMinute: number): Rush => ({ ...SQUEEZE, atMinute });
    expect(burstsOf(marketOf(180, [SQUEEZE, again(143)]))).toHaveLength(1);
    expect(burstsOf(marketOf(220, [SQUEEZE, again(170)]))).toHaveLength(2);
  });

  it('sums exactly what was told from its start to its end', () => {
    let found = 0;
    fc.assert(
      fc.property(anyMarket, (events) => {
        for (const burst of burstsOf(events)) {
          found++;
          const toMs = burst.toMs ?? Number.POSITIVE_INFINITY;
          const sum = (isSide: boolean) =>
            events.reduce((total, event) => {
              if (event.kind !== 'liquidation') return total;
              const { exchangeTimeMs, positionSide, notionalUsd } = event;
              const isIn = exchangeTimeMs >= burst.fromMs && exchangeTimeMs < toMs;
              return isIn && (positionSide === burst.positionSide) === isSide ? total + notionalUsd : total;
            }, 0);
          if (burst.toMs === null) continue;
          expect(burst.sideUsd).toBeCloseTo(sum(true), 2);
          expect(burst.otherSideUsd).toBeCloseTo(sum(false), 2);
        }
      }),
      { numRuns: 15, seed: 1 },
    );
    expect(found).toBeGreaterThan(10);
  });

  it('goes on from a snapshot as if nothing had happened, and reading changes nothing', () => {
    fc.assert(
      fc.property(anyMarket, fc.double({ min: 0, max: 1, noNaN: true }), (events, share) => {
        const straight = detect(events);
        const cut = Math.floor(events.length * share);
        const first = detect(events.slice(0, cut));
        first.bursts('BTC');
        let nowMs = Math.max(0, ...events.slice(0, cut).map((event) => event.exchangeTimeMs));
        const second = copyOf(first);
        for (const event of events.slice(cut)) {
          nowMs = Math.max(nowMs, event.exchangeTimeMs);
          second.apply(event, rowOf(event), nowMs);
          second.running('BTC', 'short');
        }
        expect(second.bursts('BTC')).toEqual(straight.bursts('BTC'));
        // Rows are found anew as their events come, so only what was told counts.
        expect(copyOf(second).bursts('BTC')).toEqual(straight.bursts('BTC'));
      }),
      { numRuns: 8, seed: 2 },
    );
  });

  it('goes on from a snapshot in any minute of a burst', () => {
    const events = marketOf(160, [SQUEEZE, { ...SQUEEZE, atMinute: 143 }]);
    const straight = burstsOf(events);
    for (let minute = 117; minute < 157; minute++) {
      const cut = events.findIndex(
        (event) => event.exchangeTimeMs >= START_MS + minute * MINUTE + 7 * SECOND,
      );
      const copy = copyOf(detect(events.slice(0, cut)));
      expect(detect(events.slice(cut), copy).bursts('BTC')).toEqual(straight);
    }
  });

  it('takes back nothing it said: a burst of a prefix stays, with its start, its alarm and its end', () => {
    fc.assert(
      fc.property(anyMarket, (events) => {
        const detector = new BurstDetector(venues);
        let nowMs = 0;
        let said: readonly Burst[] = [];
        for (const event of events) {
          nowMs = Math.max(nowMs, event.exchangeTimeMs);
          detector.apply(event, rowOf(event), nowMs);
          const bursts = detector.bursts('BTC');
          for (const before of said) {
            const now = bursts.find((burst) => burst.id === before.id);
            expect(now).toMatchObject({ fromMs: before.fromMs, alarmedAtMs: before.alarmedAtMs });
            expect(now?.sideUsd).toBeGreaterThanOrEqual(before.toMs === null ? 0 : before.sideUsd);
          }
          said = bursts;
        }
        for (const { alarmedAtMs } of said) expect(alarmedAtMs).toBeLessThanOrEqual(nowMs);
      }),
      { numRuns: 4, seed: 3 },
    );
  });

  it('is the same with sides swapped and prices turned over', () => {
    const swapped = (events: readonly MarketEvent[]) =>
      events.map((event): MarketEvent => {
        if (event.kind === 'mark') return { ...event, markPrice: 1e9 / event.markPrice };
        if (event.kind !== 'liquidation') return event;
        return { ...event, positionSide: event.positionSide === 'long' ? 'short' : 'long' };
      });
    const facts = (bursts: readonly Burst[], isSwapped: boolean) =>
      bursts.map(({ fromMs, toMs, alarmedAtMs, sideUsd, otherSideUsd, peakZ, positionSide }) => ({
        fromMs,
        toMs,
        alarmedAtMs,
        sideUsd,
        otherSideUsd,
        peakZ,
        isShort: (positionSide === 'short') !== isSwapped,
      }));
    fc.assert(
      fc.property(anyMarket, (events) => {
        expect(facts(burstsOf(swapped(events)), true)).toEqual(facts(burstsOf(events), false));
      }),
      { numRuns: 8, seed: 4 },
    );
  });

  it('does not depend on how often it is told the time', () => {
    const events = marketOf(160, [SQUEEZE]).filter(
      (event, index) => event.kind !== 'mark' || index % 4 === 0,
    );
    const ticking = events.flatMap((event, index) => {
      const untilMs = events[index + 1]?.exchangeTimeMs ?? event.exchangeTimeMs;
      const ticks: MarketEvent[] = [event];
      for (let timeMs = event.exchangeTimeMs + SECOND; timeMs < untilMs; timeMs += SECOND) {
        ticks.push(status(timeMs, 'gamma', 'live'));
      }
      return ticks;
    });
    expect(ticking.length).toBeGreaterThan(2 * events.length);
    expect(burstsOf(ticking)).toEqual(burstsOf(events));
    expect(burstsOf(events)).toHaveLength(1);
  });
});

describe('completeness of bursts', () => {
  it('is a lower bound where a venue was not heard, and says so of one that is over as well', () => {
    const events = marketOf(160, [SQUEEZE]);
    const at = (minute: number) => START_MS + minute * MINUTE;
    const outage = [
      ...events.filter((event) => event.exchangeTimeMs < at(123)),
      status(at(123), 'beta', 'reconnecting'),
      ...events.filter((event) => event.exchangeTimeMs >= at(123) && event.exchangeTimeMs < at(125)),
      status(at(125), 'beta', 'live'),
      ...events.filter((event) => event.exchangeTimeMs >= at(125)),
    ];
    expect(burstsOf(outage)[0]?.completeness).toBe('lowerBound');
    const gap: MarketEvent = {
      kind: 'gap',
      seq: 0,
      exchangeTimeMs: at(159),
      receiveTimeMs: 0,
      instrument: -1,
      venue: 'beta',
      stream: 'liquidations',
      fromMs: at(123),
      toMs: at(124),
      reason: '',
      missing: null,
      filled: false,
    };
    expect(burstsOf([...events, gap])[0]?.completeness).toBe('lowerBound');
    expect(burstsOf([...events, { ...gap, filled: true }])[0]?.completeness).toBe('complete');
    expect(burstsOf([...events, { ...gap, fromMs: at(10), toMs: at(20) }])[0]?.completeness).toBe('complete');
  });

  it('raises no alarm for what is told afterwards', () => {
    const told = marketOf(160, [SQUEEZE]).map((event) => ({
      ...event,
      receiveTimeMs: START_MS + 24 * 60 * MINUTE,
    }));
    const bursts = burstsOf(told);
    expect(bursts.map((burst) => burst.alarmedAtMs)).toEqual([null]);
  });

  it('starts nothing from liquidations that come late, nor from trades that were fetched afterwards', () => {
    const calm = marketOf(160, []);
    const end = START_MS + 160 * MINUTE;
    const late = Array.from({ length: 100 }, (_, index) =>
      liquidation(end - 10 * MINUTE + index * SECOND, 'short', 1e6),
    );
    const fetched = [trade(end, 200_000, 100, true), mark(end + MINUTE / 2, 90_000)];
    expect(burstsOf([...calm, ...late, ...fetched])).toEqual([]);
  });

  it('learns nothing from time it did not listen to', () => {
    const before = marketOf(120, []);
    const shift = 3 * 24 * 60 * MINUTE;
    const after = marketOf(160, [{ ...SQUEEZE, atMinute: 20 }]).map((event) => ({
      ...event,
      exchangeTimeMs: event.exchangeTimeMs + shift,
    }));
    expect(burstsOf([...before, ...after])).toHaveLength(1);
  });

  it('tells the open interest before and after, in coins, and the share of trades that was forced', () => {
    const events = [
      openInterest(START_MS, 50_000),
      ...marketOf(160, [SQUEEZE]).flatMap((event) => {
        if (event.kind !== 'liquidation' || event.notionalUsd !== SQUEEZE.usd) return [event];
        return [event, trade(event.exchangeTimeMs, 90_000, 10), trade(event.exchangeTimeMs, 90_000, -10)];
      }),
    ];
    const at = events.findIndex((event) => event.exchangeTimeMs >= START_MS + 129 * MINUTE);
    events.splice(at, 0, openInterest(START_MS + 129 * MINUTE, 49_000));
    const [burst] = burstsOf(events);
    expect(burst).toMatchObject({ openInterestBeforeBase: 50_000, openInterestAfterBase: 49_000 });
    // Of every 1.8 M traded, 0.4 M were forced.
    expect(burst?.forcedShare).toBeCloseTo(400_000 / 1_800_000, 1);
  });
});
