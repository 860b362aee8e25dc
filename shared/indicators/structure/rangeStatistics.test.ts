/** The parts that ranges are made of, each against its definition. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DAY_MS, HOUR_MS } from '../../model/time';
import { scaleFreeWidth } from './rangeCandidate';
import { HourlyVolume } from './relativeVolume';
import { SortedWindow } from './sortedWindow';
import { restingWalk, START_MS } from './structure.testkit';
import { NO_TOUCHES, withBar } from './swingTouches';

describe('the scale-free width', () => {
  it("is Dreiss's choppiness in another scale: 1 is 50", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e6 }), fc.integer({ min: 5, max: 300 }), (seed, length) => {
        const bars = restingWalk({ seed, bars: length + 1, interval: '1h' });
        const window = bars.slice(1);
        const trueRanges = window.map(({ high, low }, index) => {
          const before = bars[index]?.close ?? Number.NaN;
          return Math.max(high - low, Math.abs(high - before), Math.abs(low - before));
        });
        const sum = trueRanges.reduce((a, b) => a + b);
        const width = Math.max(...window.map(({ high }) => high)) - Math.min(...window.map(({ low }) => low));
        const choppiness = (100 * Math.log10(sum / width)) / Math.log10(length);
        const rho = scaleFreeWidth(width, sum / length, length);
        expect(choppiness).toBeCloseTo(100 * (0.5 - Math.log(rho) / Math.log(length)), 9);
      }),
    );
  });

  it('at a choppiness of 61.8 is bars to the power of −0.118', () => {
    for (const [bars, rho] of [
      [14, 0.73],
      [96, 0.58],
      [168, 0.55],
      [480, 0.48],
    ] as const) {
      expect(bars ** -0.118).toBeCloseTo(rho, 2);
    }
  });
});

describe('a sorted window', () => {
  it('gives the quantiles of what it holds', () => {
    const values = fc.array(fc.double({ noNaN: true, min: -1e6, max: 1e6 }), { minLength: 1, maxLength: 80 });
    fc.assert(
      fc.property(
        values,
        fc.integer({ min: 1, max: 20 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (all, size, q) => {
          const window = new SortedWindow(size);
          for (const [index, value] of all.entries()) {
            if (index >= size) window.remove(all[index - size] ?? Number.NaN);
            window.add(value);
            const sorted = all.slice(Math.max(0, index - size + 1), index + 1).sort((a, b) => a - b);
            const place = (sorted.length - 1) * q;
            const below = sorted[Math.floor(place)] ?? 0;
            const above = sorted[Math.ceil(place)] ?? 0;
            expect(window.quantile(q)).toBeCloseTo(below + (above - below) * (place % 1), 6);
          }
        },
      ),
    );
  });

  it('says what it cannot do', () => {
    const window = new SortedWindow(1);
    expect(window.quantile(0.5)).toBeNaN();
    window.add(1);
    expect(() => window.add(2)).toThrow('full');
    expect(() => window.remove(2)).toThrow('not in the window');
  });
});

describe('swing touches', () => {
  const edges = { low: 90, high: 110, zone: 2 };

  it('count an edge again only after the other one', () => {
    let touches = NO_TOUCHES;
    for (const price of [100, 108, 109, 112, 100, 108, 92, 91, 100, 88, 109, 100, 92]) {
      touches = withBar(touches, edges, price, price);
    }
    expect(touches).toEqual({ high: 2, low: 2, last: 'low' });
  });

  it('differ by one at most, whatever the price does', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 80, max: 120 }), fc.integer({ min: 0, max: 30 }))),
        (bars) => {
          const { high, low } = bars.reduce(
            (touches, [bottom, height]) => withBar(touches, edges, bottom + height, bottom),
            NO_TOUCHES,
          );
          expect(Math.abs(high - low)).toBeLessThanOrEqual(1);
        },
      ),
    );
  });
});

describe('relative volume', () => {
  const hours = (days: number, volumeOf: (hour: number, day: number) => number) => {
    const measure = new HourlyVolume();
    let last = null;
    for (let hour = 0; hour < days * 24; hour += 1) {
      last = measure.close(START_MS + hour * HOUR_MS, volumeOf(hour % 24, Math.floor(hour / 24)));
    }
    return { measure, last };
  };
  const daily = (hour: number) => 100 + 10 * hour;

  it('holds an hour against the same hour of other days', () => {
    const { measure } = hours(10, daily);
    expect(measure.close(START_MS + 10 * DAY_MS, 3 * daily(0))?.ratio).toBeCloseTo(3, 9);
    expect(measure.close(START_MS + 10 * DAY_MS + 5 * HOUR_MS, daily(5))?.ratio).toBeCloseTo(1, 9);
    expect(measure.close(START_MS + 10 * DAY_MS + 6 * HOUR_MS, daily(6))?.z).toBeNull();
  });

  it('forgets after 20 days', () => {
    const { measure } = hours(30, (_, day) => (day < 10 ? 1_000_000 : 100));
    expect(measure.close(START_MS + 30 * DAY_MS, 100)?.ratio).toBe(1);
  });

  it('takes the last bars while an hour has fewer than 4 samples, and nothing while those are too few', () => {
    const { measure } = hours(3, daily);
    // Median of the last 20 bars of the third day.
    expect(measure.close(START_MS + 3 * DAY_MS, 235)?.ratio).toBe(1);
    const fresh = new HourlyVolume();
    for (const hour of [0, 1, 2, 3]) expect(fresh.close(START_MS + hour * HOUR_MS, 1)).toBeNull();
    expect(fresh.close(START_MS + 4 * HOUR_MS, 2)?.ratio).toBe(2);
  });

  it('neither measures nor learns from what is unknown', () => {
    const { measure } = hours(10, (hour, day) => (day > 4 ? Number.NaN : daily(hour)));
    expect(measure.close(START_MS + 10 * DAY_MS, Number.NaN)).toBeNull();
    expect(measure.close(START_MS + 11 * DAY_MS, daily(0))?.ratio).toBe(1);
    const outage = hours(10, () => Number.NaN);
    expect(outage.measure.close(START_MS + 10 * DAY_MS, 5)).toBeNull();
  });

  it('tells how unusual a volume is in deviations of logarithms', () => {
    const { measure } = hours(20, (_, day) => (day % 2 === 0 ? 100 : 400));
    // Ten of each: mean ln 200, deviation ln 2 · √(20/19).
    const measured = measure.close(START_MS + 20 * DAY_MS, 800);
    expect(measured?.ratio).toBe(800 / 250);
    expect(measured?.z).toBeCloseTo(2 / Math.sqrt(20 / 19), 9);
  });
});
