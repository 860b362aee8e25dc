import { describe, expect, it } from 'vitest';
import { relativeVolume } from './relativeVolume';
import { bar, runLine } from './studies.testkit';

describe('relative volume', () => {
  it('compares a bar with those before it, not with itself', () => {
    const bars = [10, 20, 30, 100].map((volumeBase, index) => bar(index, { volumeBase }));
    expect(runLine(relativeVolume, bars, { period: 3 })).toEqual([Number.NaN, Number.NaN, Number.NaN, 5]);
  });

  it('leaves bars with gaps out of the comparison', () => {
    const bars = [10, 20, 999, 30, 100].map((volumeBase, index) =>
      bar(index, { volumeBase, touchedByGap: volumeBase === 999 }),
    );
    expect(runLine(relativeVolume, bars, { period: 3 }).at(-1)).toBe(5);
  });
});
