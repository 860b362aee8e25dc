import { describe, expect, it } from 'vitest';
import { START_MS } from '../../model/testing/arbitraries.testkit';
import { DAY_MS, HOUR_MS } from '../../model/time';
import { bar, createStudy, runLine } from './studies.testkit';
import { takerDelta, takerDeltaUsd } from './takerDelta';

/** What takers did in dollars, at a price of one. */
const trades = [100, -40, 10, -70];
const bars = trades.map((amount, index) =>
  bar(index, {
    high: 1,
    low: 1,
    close: 1,
    volumeBase: Math.abs(amount),
    takerBuyBase: Math.max(0, amount),
  }),
);

describe('taker CVD', () => {
  it('gives the worked example, in base units exactly and in dollars as an estimate', () => {
    expect(runLine(takerDelta, bars, { anchor: 'start' })).toEqual([100, 60, 70, 0]);
    expect(runLine(takerDeltaUsd, bars, { anchor: 'start' })).toEqual([100, 60, 70, 0]);
  });

  it('has a hole where taker volume is unknown, and is an estimate from there to the end of the run', () => {
    const fold = createStudy(takerDelta, { anchor: 'day' });
    const midnight = (DAY_MS - (START_MS % DAY_MS)) / HOUR_MS;
    fold.close(bar(midnight, { takerBuyBase: 8 }));
    expect([fold.read(), fold.quality().completeness]).toEqual([[6], 'complete']);
    fold.close(bar(midnight + 1, { takerBuyBase: Number.NaN }));
    expect([fold.read(), fold.quality().completeness]).toEqual([[Number.NaN], 'missing']);
    fold.close(bar(midnight + 2, { takerBuyBase: 9 }));
    expect([fold.read(), fold.quality().completeness]).toEqual([[14], 'estimate']);
    for (let hour = 3; hour <= 24; hour++) fold.close(bar(midnight + hour, { takerBuyBase: 6 }));
    expect([fold.read(), fold.quality()]).toEqual([
      [2],
      { completeness: 'complete', sinceMs: START_MS + (midnight + 24) * HOUR_MS },
    ]);
  });

  it('does not count a bar with a gap, nor pretends that a run began when it was first heard', () => {
    const fold = createStudy(takerDelta, { anchor: 'day' });
    fold.close(bar(0, { takerBuyBase: 8 }));
    expect(fold.quality()).toEqual({ completeness: 'estimate', sinceMs: START_MS });
    fold.close(bar(1, { takerBuyBase: 8, touchedByGap: true }));
    expect(fold.read()).toEqual([Number.NaN]);
    expect(fold.read(bar(2, { takerBuyBase: 8 }))).toEqual([12]);
  });

  it('begins at a moment: not before, and with the bar that opens then', () => {
    const anchor = START_MS + 2 * HOUR_MS;
    expect(runLine(takerDelta, bars, { anchor })).toEqual([Number.NaN, Number.NaN, 10, -60]);
  });
});
