import { ATR } from 'trading-signals';
import { describe, expect, it } from 'vitest';
import { averageTrueRange } from './averageTrueRange';
import { EXAMPLE, randomBars, runLine } from './studies.testkit';
import { aligned, loadTaLib } from './talib.testkit';

const TA_LIB = [
  3.4, 3.32, 3.256, 3.4048, 3.32384, 3.459072, 3.367258, 3.293806, 3.235045, 3.388036, 3.510429,
];
const TRADING_VIEW = [
  3.4, 3.32, 3.256, 3.2048, 3.36384, 3.291072, 3.432858, 3.346286, 3.277029, 3.221623, 3.377298, 3.501839,
];

describe('ATR', () => {
  it.each([
    ['taLib', TA_LIB, 5],
    ['tradingView', TRADING_VIEW, 4],
  ] as const)('gives the worked example with the seed of %s', (seed, expected, lookback) => {
    const values = runLine(averageTrueRange, EXAMPLE, { period: 5, seed });
    expect(values.slice(0, lookback).every(Number.isNaN)).toBe(true);
    expect(values.slice(lookback)).toHaveLength(expected.length);
    values.slice(lookback).forEach((value, index) => {
      expect(value).toBeCloseTo(expected[index] ?? Number.NaN, 6);
    });
  });

  it('equals TA-Lib on 10,000 random bars to the last bit', async () => {
    const talib = await loadTaLib();
    const bars = randomBars(10_000, 5);
    const { output } = talib.ATR({
      high: bars.map(({ high }) => high),
      low: bars.map(({ low }) => low),
      close: bars.map(({ close }) => close),
      timePeriod: 14,
    });
    expect(runLine(averageTrueRange, bars, { seed: 'taLib' })).toEqual(aligned(output, bars.length, 14));
  });

  it('equals another library with the other seed', () => {
    const bars = randomBars(10_000, 6);
    const other = new ATR(14);
    runLine(averageTrueRange, bars, { seed: 'tradingView' }).forEach((value, index) => {
      const { high = 0, low = 0, close = 0 } = bars[index] ?? {};
      const expected = other.update({ high, low, close }, false);
      if (expected === null) expect(value).toBeNaN();
      else expect(value / expected).toBeCloseTo(1, 12);
    });
  });
});
