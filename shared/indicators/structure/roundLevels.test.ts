import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nextRoundLevel } from './roundLevels';

const prices = fc.double({ min: 1e-6, max: 1e7, noNaN: true });

describe('the next round level', () => {
  it.each([
    [97_000, 100_000],
    [3_390, 3_500],
    [148, 150],
    [2.19, 2.5],
    [0.0731, 0.075],
    [99_950, 105_000],
  ])('above %d is %d', (price, level) => {
    expect(nextRoundLevel(price, 'up')?.price).toBe(level);
  });

  it.each([
    [97_000, 95_000],
    [3_390, 3_000],
    [2.19, 2],
  ])('below %d is %d', (price, level) => {
    expect(nextRoundLevel(price, 'down')?.price).toBe(level);
  });

  it('is stronger with zeros, and above every price known', () => {
    expect(nextRoundLevel(97_000, 'up')?.strength).toBe(2);
    expect(nextRoundLevel(97_000, 'up', 126_000)?.strength).toBe(2);
    expect(nextRoundLevel(97_000, 'up', 99_000)?.strength).toBe(3);
    expect(nextRoundLevel(3_390, 'up')?.strength).toBe(0);
  });

  it('lies beyond the price by more than a tenth of a percent and is a multiple of half a unit', () => {
    fc.assert(
      fc.property(prices, fc.constantFrom('up' as const, 'down' as const), (price, direction) => {
        const level = nextRoundLevel(price, direction);
        if (level === null) return;
        const sign = direction === 'up' ? 1 : -1;
        expect(sign * (level.price / price - 1)).toBeGreaterThan(0.000999);
        const unit = 10 ** Math.floor(Math.log10(price));
        // The logarithm of a price just below a power of ten is rounded up to a whole number.
        const halfUnit = (unit > price ? unit / 10 : unit) / 2;
        expect(Math.abs(level.price / halfUnit - Math.round(level.price / halfUnit))).toBeLessThan(1e-6);
        expect(Math.abs(level.price - price)).toBeLessThanOrEqual(halfUnit * 1.02 + price * 0.001);
        expect(level.distancePercent).toBeCloseTo((100 * (level.price - price)) / price, 9);
      }),
    );
  });

  it('is unknown without a price', () => {
    for (const price of [0, -1, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(nextRoundLevel(price, 'up')).toBeNull();
    }
  });
});
