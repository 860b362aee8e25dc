import { describe, expect, it } from 'vitest';
import { numbersOf } from './bursts.testkit';
import { explainedShare, forcedShare, ImpactRegression } from './feedback';

describe('impact of forced flow', () => {
  it('finds what made the returns', () => {
    const next = numbersOf(5);
    const regression = new ImpactRegression();
    for (let bin = 0; bin < 2_000; bin++) {
      const forced = 1e6 * (next() - 0.5);
      const other = 5e6 * (next() - 0.5) + forced;
      regression.add(3e-11 * forced + 2e-11 * other + 1e-6 * (next() - 0.5), forced, other);
    }
    const impact = regression.impact();
    expect(impact?.ofForced).toBeCloseTo(3e-11, 12);
    expect(impact?.ofOther).toBeCloseTo(2e-11, 12);
    expect(explainedShare(impact, 1e8, 100, 100 * Math.exp(0.006))).toBeCloseTo(0.5, 2);
  });

  it('tells nothing without enough bins, or where nothing was forced', () => {
    const regression = new ImpactRegression();
    expect(regression.impact()).toBeNull();
    for (let bin = 0; bin < 500; bin++) regression.add(bin * 1e-6, 0, bin);
    expect(regression.impact()).toBeNull();
    expect(explainedShare(null, 1, 1, 2)).toBeNull();
  });

  it('has no share where fewer trades were heard than were forced', () => {
    expect(forcedShare(1, 4)).toBe(0.25);
    expect(forcedShare(5, 4)).toBeNull();
    expect(forcedShare(0, 0)).toBeNull();
  });
});
