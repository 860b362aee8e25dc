import { describe, expect, it } from 'vitest';
import { donchian } from './donchian';
import { EXAMPLE, randomBars, runStudy } from './studies.testkit';

describe('Donchian channel', () => {
  it('gives the worked example', () => {
    expect(runStudy(donchian, EXAMPLE, { period: 5 }).at(-1)).toEqual([115, 109, 112]);
  });

  it('equals the extremes of every window', () => {
    const bars = randomBars(3_000, 8);
    runStudy(donchian, bars).forEach((values, index) => {
      const window = bars.slice(Math.max(0, index - 19), index + 1);
      const upper = Math.max(...window.map(({ high }) => high));
      const lower = Math.min(...window.map(({ low }) => low));
      const unknown = [Number.NaN, Number.NaN, Number.NaN];
      expect(values).toEqual(index < 19 ? unknown : [upper, lower, (upper + lower) / 2]);
    });
  });
});
