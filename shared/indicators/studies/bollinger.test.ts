import { describe, expect, it } from 'vitest';
import { bandWidth, bollinger } from './bollinger';
import { EXAMPLE, randomBars, runLine, runStudy } from './studies.testkit';
import { loadTaLib } from './talib.testkit';

describe('Bollinger bands', () => {
  it('give the worked example, with the standard deviation of a population', () => {
    const [middle, upper, lower] = runStudy(bollinger, EXAMPLE, { period: 5 }).at(-1) ?? [];
    expect(middle).toBeCloseTo(111.4, 12);
    expect(upper).toBeCloseTo(114.887119, 6);
    expect(lower).toBeCloseTo(107.912881, 6);
    expect(runLine(bandWidth, EXAMPLE, { period: 5 }).at(-1)).toBeCloseTo(0.062605, 6);
  });

  it('equal a mean and deviation made from scratch, at any bar of a long run', () => {
    const bars = randomBars(10_000, 2);
    const values = runStudy(bollinger, bars);
    expect(values.slice(0, 19).flat().every(Number.isNaN)).toBe(true);
    values.slice(19).forEach(([middle = 0, upper = 0], index) => {
      const closes = bars.slice(index, index + 20).map(({ close }) => close);
      const mean = closes.reduce((sum, close) => sum + close, 0) / 20;
      const variance = closes.reduce((sum, close) => sum + (close - mean) ** 2, 0) / 20;
      expect(middle / mean).toBeCloseTo(1, 13);
      expect(upper / (mean + 2 * Math.sqrt(variance))).toBeCloseTo(1, 13);
    });
  });

  it('equal TA-Lib on 10,000 random bars', async () => {
    const talib = await loadTaLib();
    const bars = randomBars(10_000, 3);
    const lookback = 19;
    const ours = runStudy(bollinger, bars).slice(lookback);
    // Its deviations go wrong after as many values as it looks back: it is fed piece by piece.
    for (let from = 0; from < ours.length; from += lookback) {
      const inReal = bars.slice(from, from + 2 * lookback).map(({ close }) => close);
      const { upperBand, lowerBand } = talib.BBANDS({ inReal, timePeriod: 20, nbDevUp: 2, nbDevDn: 2 });
      ours.slice(from, from + lookback).forEach(([, upper = 0, lower = 0], index) => {
        // Its variance is a difference of two squares of prices, which costs it half of its digits.
        expect(upper / (upperBand[index] ?? 0)).toBeCloseTo(1, 9);
        expect(lower / (lowerBand[index] ?? 0)).toBeCloseTo(1, 9);
      });
    }
  });
});
