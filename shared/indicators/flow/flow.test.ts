import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DAY_MS, HOUR_MS } from '../../model/time';
import { arbitraryBars, bar } from '../studies/studies.testkit';
import { type FlowDay, FlowDays, isWhole, sumOfFlows } from './flowDays';
import { annualisedFunding, basisFraction, crowdedSide, isSqueezeFuel } from './funding';
import { openInterestQuadrant, returnDeviation } from './openInterestQuadrant';
import { rollingFlow, WINDOW_DAYS } from './rollingFlow';

const FIRST_MS = Date.UTC(2025, 0, 1);

/** Whole days with these deltas, at a price of one and this volume. */
function daysOf(deltas: readonly number[], volume = 1_000): FlowDay[] {
  return deltas.map((delta, index) => ({
    dayMs: FIRST_MS + index * DAY_MS,
    deltaBase: delta,
    deltaUsd: delta,
    volumeBase: volume,
    volumeUsd: volume,
    knownMs: DAY_MS,
  }));
}
const dayMs = (index: number) => FIRST_MS + index * DAY_MS;
const filled = (count: number, delta: number) => new Array<number>(count).fill(delta);

describe('flow by day', () => {
  it('adds up the bars of a UTC day, in dollars at their average price', () => {
    const fold = new FlowDays(HOUR_MS);
    for (let hour = 0; hour < 25; hour++) {
      const openTimeMs = FIRST_MS + hour * HOUR_MS;
      fold.close(bar(0, { openTimeMs, volumeBase: 10, takerBuyBase: 6, volumeQuote: 2_000 }));
    }
    const [first, second] = fold.read();
    expect(first).toEqual({
      dayMs: FIRST_MS,
      deltaBase: 48,
      deltaUsd: 9_600,
      volumeBase: 240,
      volumeUsd: 48_000,
      knownMs: DAY_MS,
    });
    expect(second?.deltaBase).toBe(2);
    expect([first, second].map((day) => day !== undefined && isWhole(day))).toEqual([true, false]);
  });

  it('equals brute force on any prefix, after a snapshot, and with a forming bar', () => {
    fc.assert(
      fc.property(arbitraryBars, fc.nat({ max: 120 }), (bars, cut) => {
        let fold = new FlowDays(HOUR_MS);
        bars.forEach((each, index) => {
          if (index === cut) {
            const copy = new FlowDays(HOUR_MS);
            copy.restore(JSON.parse(JSON.stringify(fold.snapshot())));
            fold = copy;
          }
          const forming = fold.read(each);
          fold.close(each);
          expect(fold.read()).toEqual(forming);
          const known = bars
            .slice(0, index + 1)
            .filter(
              ({ openTimeMs, high, takerBuyBase, touchedByGap }) =>
                Math.floor(openTimeMs / DAY_MS) === Math.floor(each.openTimeMs / DAY_MS) &&
                !touchedByGap &&
                Number.isFinite(high + takerBuyBase),
            );
          const today = fold.read().at(-1);
          expect(today?.knownMs).toBe(known.length * HOUR_MS);
          const delta = known.reduce(
            (sum, { takerBuyBase, volumeBase }) => sum + 2 * takerBuyBase - volumeBase,
            0,
          );
          expect(today?.deltaBase).toBeCloseTo(delta, 6);
        });
      }),
    );
  });

  it('sums venues, and knows a day no better than the venue that knows it least', () => {
    const a = daysOf([5, 6]);
    const b = daysOf([1]);
    const [first, second] = sumOfFlows([a, b]);
    expect([first?.deltaUsd, first?.volumeUsd, first?.knownMs]).toEqual([6, 2_000, DAY_MS]);
    expect([second?.deltaUsd, second?.knownMs]).toEqual([6, 0]);
  });
});

describe('rolling flow', () => {
  it('drops the first day exactly when day 91 is over', () => {
    const deltas = [1e9 + 0.1, ...filled(WINDOW_DAYS, 3), 7];
    const days = daysOf(deltas);
    expect(rollingFlow(days, dayMs(90)).deltaUsd).toBe(1e9 + 0.1 + 90 * 3);
    const next = rollingFlow(days, dayMs(91));
    expect(next.deltaUsd).toBe(90 * 3 + 7);
    expect([next.inUsd, next.outUsd]).toEqual([7, 1e9 + 0.1]);
  });

  it('changes from a close to the next by what came less what left', () => {
    const delta = fc.integer({ min: -1_000, max: 1_000 });
    fc.assert(
      fc.property(fc.array(delta, { minLength: 93, maxLength: 140 }), (deltas) => {
        const days = daysOf(deltas);
        const last = deltas.length - 1;
        const { deltaUsd, inUsd, outUsd } = rollingFlow(days, dayMs(last));
        const before = rollingFlow(days, dayMs(last - 1)).deltaUsd;
        expect(deltaUsd).toBe(before + inUsd - (outUsd ?? Number.NaN));
        const window = deltas.slice(-WINDOW_DAYS - 1);
        expect(deltaUsd).toBe(window.reduce((sum, each) => sum + each, 0));
      }),
    );
  });

  it('never looks at a later day', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 100, maxLength: 200 }),
        fc.nat({ max: 199 }),
        (deltas, cut) => {
          const days = daysOf(deltas);
          const today = dayMs(Math.min(cut, deltas.length - 1));
          const known = days.filter((day) => day.dayMs <= today);
          expect(rollingFlow(known, today)).toEqual(rollingFlow(days, today));
        },
      ),
    );
  });

  it('is dominant from a quarter of a percent of volume on, and while the week goes the same way', () => {
    const phase = (deltas: readonly number[]) => rollingFlow(daysOf(deltas), dayMs(deltas.length - 1)).phase;
    expect(phase([...filled(90, 0), ...filled(20, 12)])).toBe('buy');
    expect(phase([...filled(90, 0), ...filled(20, -12)])).toBe('sell');
    expect(phase([...filled(90, 0), ...filled(20, 11)])).toBe('neutral');
    expect(phase([...filled(90, 0), ...filled(20, 50), ...filled(7, -1)])).toBe('neutral');
    expect(phase(filled(60, 50))).toBeNull();
  });

  it('dates a flip by the first of two daily closes with the new sign', () => {
    const deltas = [...filled(95, 1), -200, 300, ...filled(3, -200), 1];
    const flow = rollingFlow(daysOf(deltas), dayMs(deltas.length - 1));
    // Closes: + until day 94, − on day 95, + on 96, − on 97 and after.
    expect(flow.flip).toEqual({ to: 'sell', dayMs: dayMs(97), knownAtMs: dayMs(99) });
    expect(rollingFlow(daysOf(deltas), dayMs(98)).flip).toBeNull();
  });

  it('has no phase and no flip out of days that are not known', () => {
    const days = daysOf([...filled(95, 1), ...filled(5, -200)]).map((day, index) =>
      index % 10 === 0 ? { ...day, knownMs: HOUR_MS } : day,
    );
    const flow = rollingFlow(days, dayMs(99));
    expect([flow.phase, flow.flip, flow.wholeDays, flow.completeness]).toEqual([null, null, 81, 'estimate']);
    expect(rollingFlow([], dayMs(99)).completeness).toBe('missing');
  });
});

describe('open interest and price', () => {
  const input = {
    returnFraction: 0.02,
    deviation: 0.03,
    openInterestBeforeBase: 1_000,
    openInterestAfterBase: 1_010,
    shortLiquidationsBase: 0,
  };
  const quadrant = (change: Partial<typeof input>) => openInterestQuadrant({ ...input, ...change }).quadrant;

  it('tells new positions from closed ones', () => {
    expect(quadrant({})).toBe('newLongs');
    expect(quadrant({ openInterestAfterBase: 990 })).toBe('shortCovering');
    expect(quadrant({ returnFraction: -0.02 })).toBe('newShorts');
    expect(quadrant({ returnFraction: -0.02, openInterestAfterBase: 990 })).toBe('longUnwinding');
  });

  it('says nothing about small moves, and nothing at all about what is not known', () => {
    expect(quadrant({ returnFraction: 0.015 })).toBe('none');
    expect(quadrant({ openInterestAfterBase: 1_005 })).toBe('none');
    expect(openInterestQuadrant({ ...input, openInterestBeforeBase: null }).quadrant).toBeNull();
    expect(openInterestQuadrant({ ...input, deviation: null }).quadrant).toBeNull();
  });

  it('calls covering a squeeze when a tenth of it was forced', () => {
    const squeeze = (shortLiquidationsBase: number | null) =>
      openInterestQuadrant({ ...input, openInterestAfterBase: 900, shortLiquidationsBase }).isSqueeze;
    expect([squeeze(10), squeeze(9.9), squeeze(null)]).toEqual([true, false, null]);
  });

  it('scales the spread of hourly returns by the square root of time', () => {
    const closes = Array.from({ length: 60 }, (_, index) => (index % 2 === 0 ? 100 : 101));
    expect(returnDeviation(closes, 1)).toBeCloseTo(Math.log(1.01), 12);
    expect(returnDeviation(closes, 4)).toBeCloseTo(2 * Math.log(1.01), 12);
    expect(returnDeviation(closes.slice(0, 20), 1)).toBeNull();
  });
});

describe('funding and basis', () => {
  it('annualises by the real interval', () => {
    expect(annualisedFunding(0.0001, 8)).toBeCloseTo(0.1095, 12);
    expect(annualisedFunding(0.0001, 1)).toBeCloseTo(0.876, 12);
    expect(annualisedFunding(0.0001, null)).toBeNull();
  });

  it('names the crowded side, and what a squeeze is made of', () => {
    expect([0.21, -0.21, 0.2, null].map(crowdedSide)).toEqual(['longs', 'shorts', 'none', null]);
    expect(isSqueezeFuel(-0.01, 0.02, true)).toBe(true);
    expect(isSqueezeFuel(-0.01, 0.02, false)).toBe(false);
    expect(isSqueezeFuel(null, 0.02, true)).toBeNull();
  });

  it('compares perpetual with spot', () => {
    expect(basisFraction(100.1, 100)).toBeCloseTo(0.001, 12);
    expect(basisFraction(100, 0)).toBeNull();
    expect(basisFraction(null, 100)).toBeNull();
  });
});
