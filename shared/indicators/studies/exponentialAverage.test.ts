import { describe, expect, it } from 'vitest';
import { exponentialAverage } from './exponentialAverage';
import { bar, createStudy, randomBars, runLine } from './studies.testkit';
import { aligned, loadTaLib } from './talib.testkit';

describe('EMA', () => {
  it('equals TA-Lib on 10,000 random bars', async () => {
    const talib = await loadTaLib();
    const bars = randomBars(10_000, 4);
    const { output } = talib.EMA({ inReal: bars.map(({ close }) => close), timePeriod: 21 });
    expect(runLine(exponentialAverage, bars)).toEqual(aligned(output, bars.length, 20));
  });

  it('counts a bar with a gap, and says that it is an estimate until that weighs little', () => {
    const fold = createStudy(exponentialAverage, { period: 2 });
    fold.close(bar(0));
    expect(fold.quality().completeness).toBe('missing');
    fold.close(bar(1, { touchedByGap: true }));
    expect([fold.read(), fold.quality().completeness]).toEqual([[100], 'estimate']);
    for (const index of [2, 3, 4]) fold.close(bar(index));
    expect(fold.quality().completeness).toBe('estimate');
    fold.close(bar(5));
    expect(fold.quality().completeness).toBe('complete');
    fold.close(bar(9));
    expect(fold.quality().completeness).toBe('estimate');
  });
});
