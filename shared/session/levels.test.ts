import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeLevels, encodeLevels } from './levels';

const integers = (max: number) => fc.array(fc.integer({ min: 0, max }), { maxLength: 30 });
const anyLevels = fc.record({
  bidTicks: integers(2 ** 52 - 1),
  bidLots: integers(Number.MAX_SAFE_INTEGER),
  askTicks: integers(2 ** 52 - 1),
  askLots: integers(Number.MAX_SAFE_INTEGER),
});

describe('the levels of a book', () => {
  it('come back from their bytes exactly', () => {
    fc.assert(
      fc.property(anyLevels, (levels) => {
        expect(decodeLevels(encodeLevels(levels))).toEqual(levels);
      }),
    );
  });

  it('refuse bytes that are cut short', () => {
    fc.assert(
      fc.property(anyLevels, fc.nat(), (levels, at) => {
        const bytes = encodeLevels(levels);
        expect(() => decodeLevels(bytes.slice(0, at % bytes.length))).toThrow(RangeError);
      }),
    );
  });

  it('take about three bytes each when they lie close together', () => {
    const ticks = Array.from({ length: 200 }, (_, index) => 6_180_000 + index * 3);
    const lots = ticks.map((tick) => 1 + (tick % 1_000));
    const bytes = encodeLevels({ bidTicks: ticks, bidLots: lots, askTicks: ticks, askLots: lots });
    expect(bytes.length).toBeLessThan(3.1 * 400);
  });
});
