import { describe, expect, it } from 'vitest';
import { relativeStrength } from './relativeStrength';
import { bar, randomBars, runLine } from './studies.testkit';
import { aligned, loadTaLib } from './talib.testkit';

describe('RSI', () => {
  it('equals TA-Lib on 10,000 random bars', async () => {
    const talib = await loadTaLib();
    const bars = randomBars(10_000, 7);
    const { output } = talib.RSI({ inReal: bars.map(({ close }) => close), timePeriod: 14 });
    const theirs = aligned(output, bars.length, 14);
    runLine(relativeStrength, bars).forEach((value, index) => {
      if (index < 14) expect(value).toBeNaN();
      else expect(value).toBeCloseTo(theirs[index] ?? Number.NaN, 10);
    });
  });

  it('is 100 without a loss, 0 without a gain, and in the middle where nothing moved', () => {
    const closes = (slope: number) =>
      Array.from({ length: 4 }, (_, index) => bar(index, { close: 100 + slope * index }));
    const last = (slope: number) => runLine(relativeStrength, closes(slope), { period: 3 }).at(-1);
    expect([last(1), last(-1), last(0)]).toEqual([100, 0, 50]);
  });
});
