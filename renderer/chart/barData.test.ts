import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ChartBar } from '../market/barSeries';
import { axisLabels } from './axisLabels';
import {
  candlePoints,
  gapSpans,
  knownPoints,
  longsPoint,
  MAX_WHITESPACE,
  missingOpenTimes,
  shortsPoint,
} from './barData';

const MINUTE = 60_000;

function bar(openTimeMs: number, change: Partial<ChartBar> = {}): ChartBar {
  return {
    openTimeMs,
    open: 1,
    high: 2,
    low: 0.5,
    close: 1.5,
    volumeBase: 3,
    takerBuyBase: 1,
    shortsUsd: 10,
    longsUsd: 20,
    forming: false,
    gap: false,
    ...change,
  };
}

describe('candlePoints', () => {
  it('fills every missing minute with whitespace, in strictly rising time', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 0, max: 300 }), { minLength: 1 }), (minutes) => {
        const bars = minutes.sort((one, other) => one - other).map((minute) => bar(minute * MINUTE));
        const points = candlePoints(bars, MINUTE);
        const times = points.map((point) => Number(point.time));
        const first = times[0] ?? 0;
        expect(times).toEqual(times.map((_, index) => first + index * 60));
        expect(points.filter((point) => 'open' in point)).toHaveLength(bars.length);
      }),
    );
  });

  it('draws a very long hole shorter than it is', () => {
    const times = missingOpenTimes(0, 100_000 * MINUTE, MINUTE);
    expect(times).toHaveLength(MAX_WHITESPACE);
    expect(times.at(-1)).toBe(99_999 * MINUTE);
  });
});

describe('liquidation points', () => {
  it('mirrors longs below zero and leaves unknown ones out', () => {
    const bars = [bar(0), bar(MINUTE, { shortsUsd: null, longsUsd: null }), bar(2 * MINUTE, { longsUsd: 0 })];
    expect(knownPoints(bars, shortsPoint).map((point) => point.value)).toEqual([10, 10]);
    expect(knownPoints(bars, longsPoint).map((point) => Math.abs(point.value))).toEqual([20, 0]);
    expect(longsPoint(bar(0))?.value).toBe(-20);
  });
});

describe('gapSpans', () => {
  it('joins neighbouring bars with a gap, and what is missing between them', () => {
    const bars = [bar(0), bar(1, { gap: true }), bar(9, { gap: true }), bar(10), bar(11, { gap: true })];
    expect(gapSpans(bars)).toEqual([
      { fromMs: 1, toMs: 9 },
      { fromMs: 11, toMs: 11 },
    ]);
  });
});

describe('axisLabels', () => {
  it('drops the zeros all labels end with', () => {
    expect(axisLabels(['97,500.0', '97,000.0'])).toEqual(['97,500', '97,000']);
    expect(axisLabels(['$4.00M', '$2.00M', '$0'])).toEqual(['$4M', '$2M', '$0']);
  });

  it('keeps the digits one label needs', () => {
    expect(axisLabels(['2.1500', '2.1550'])).toEqual(['2.150', '2.155']);
    expect(axisLabels(['100', '200'])).toEqual(['100', '200']);
    expect(axisLabels([])).toEqual([]);
  });
});
