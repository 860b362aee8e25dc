import { describe, expect, it } from 'vitest';
import { accumulation, accumulationUsd } from './accumulation';
import { bar, createStudy, EXAMPLE, randomBars, runLine } from './studies.testkit';
import { loadTaLib } from './talib.testkit';

const EXPECTED = [
  333.333333, 733.333333, -166.666667, 200, 700, -166.666667, 366.666667, 933.333333, -1166.666667,
  -633.333333, 316.666667, -1083.333333, -1083.333333, -350, 950, -1050,
];

describe('Accumulation/Distribution', () => {
  it('gives the worked example, of which a flat bar changes nothing', () => {
    runLine(accumulation, EXAMPLE).forEach((value, index) => {
      expect(value).toBeCloseTo(EXPECTED[index] ?? Number.NaN, 6);
    });
  });

  it('equals TA-Lib on 10,000 random bars to the last bit', async () => {
    const talib = await loadTaLib();
    const bars = randomBars(10_000, 1);
    const { output } = talib.AD({
      high: bars.map(({ high }) => high),
      low: bars.map(({ low }) => low),
      close: bars.map(({ close }) => close),
      volume: bars.map(({ volumeBase }) => volumeBase),
    });
    expect(runLine(accumulation, bars)).toEqual(output.slice(0, bars.length));
  });

  it('is an estimate in dollars, at the typical price', () => {
    const fold = createStudy(accumulationUsd);
    fold.close(bar(0, { high: 110, low: 100, close: 110, volumeBase: 3 }));
    expect(fold.read()).toEqual([(3 * (110 + 100 + 110)) / 3]);
    expect(fold.quality().completeness).toBe('estimate');
  });
});
