import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { missingOpenTimes } from './barData';
import { type ChartPlace, spanInView, xOfMoment } from './chartPlace';

const INTERVAL_MS = 900_000;
const BAR_PX = 8;
const WIDTH_PX = 800;

/** A chart of bars at the places given, of which the first is the oldest; holes are laid out as whitespace. */
function placeWith(bars: readonly number[], firstX: number): ChartPlace {
  const times = bars.flatMap((bar, index) => {
    const before = bars[index - 1];
    return [
      ...(before === undefined ? [] : missingOpenTimes(before * INTERVAL_MS, bar * INTERVAL_MS, INTERVAL_MS)),
      bar * INTERVAL_MS,
    ];
  });
  const timeScale = {
    // As the library: the first that is not before, else the last.
    timeToIndex: (seconds: number) => {
      if (times.length === 0) return null;
      const index = times.findIndex((timeMs) => timeMs >= seconds * 1_000);
      return index === -1 ? times.length - 1 : index;
    },
    logicalToCoordinate: (index: number) => firstX + index * BAR_PX,
    options: () => ({ barSpacing: BAR_PX }),
    width: () => WIDTH_PX,
  };
  const dataByIndex = (index: number) => {
    const timeMs = times[index];
    return timeMs === undefined || !bars.includes(timeMs / INTERVAL_MS) ? null : { time: timeMs / 1_000 };
  };
  return {
    chart: { timeScale: () => timeScale },
    candles: { dataByIndex },
    intervalMs: INTERVAL_MS,
  } as unknown as ChartPlace;
}

const someBars = fc
  .uniqueArray(fc.integer({ min: 1_000, max: 1_200 }), { minLength: 1, maxLength: 60 })
  .map((bars) => bars.toSorted((a, b) => a - b));

describe('xOfMoment', () => {
  it('stands at the bar a moment falls in, also beyond the bars and in holes', () => {
    fc.assert(
      fc.property(
        someBars,
        fc.integer({ min: 900, max: 1_300 }),
        fc.integer({ min: 0, max: INTERVAL_MS - 1 }),
        fc.integer({ min: -500, max: 500 }),
        (bars, bar, withinMs, firstX) => {
          const x = xOfMoment(placeWith(bars, firstX), bar * INTERVAL_MS + withinMs);
          expect(x).toBe(firstX + (bar - (bars[0] ?? 0)) * BAR_PX);
        },
      ),
    );
  });

  it('is unknown without bars', () => {
    expect(xOfMoment(placeWith([], 0), 5)).toBeNull();
  });
});

describe('spanInView', () => {
  it('covers its bars whole, and is null out of view', () => {
    const place = placeWith([1_000, 1_001, 1_002, 1_100], 0);
    const span = (from: number, to: number) => spanInView(place, from * INTERVAL_MS, to * INTERVAL_MS);
    expect(span(1_001, 1_002)).toEqual({ left: BAR_PX / 2, right: 2.5 * BAR_PX });
    expect(span(990, 1_000)).toEqual({ left: -10.5 * BAR_PX, right: BAR_PX / 2 });
    expect(span(980, 990)).toBeNull();
    expect(span(1_101, 1_110)).toBeNull();
  });
});
