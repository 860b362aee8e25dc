import { describe, expect, it } from 'vitest';
import { START_MS } from '../../model/testing/arbitraries.testkit';
import { DAY_MS, HOUR_MS } from '../../model/time';
import { anchoredVwap } from './anchoredVwap';
import { bar, createStudy, runLine } from './studies.testkit';

const at = (index: number, price: number, volumeBase: number) =>
  bar(index, { high: price, low: price, close: price, volumeBase });

describe('anchored VWAP', () => {
  it('weighs prices by volume, and is unknown while nothing was traded', () => {
    const bars = [at(0, 100, 0), at(1, 100, 1), at(2, 200, 3)];
    expect(runLine(anchoredVwap, bars, { anchor: 'start' })).toEqual([Number.NaN, 100, 175]);
  });

  it.each([
    ['day', 10],
    ['week', 82],
    ['month', 562],
  ] as const)('begins anew with each UTC %s', (anchor, hours) => {
    // The first bar opens on Thursday, 8 August 2024, at 14:00.
    const fold = createStudy(anchoredVwap, { anchor });
    fold.close(at(hours - 1, 100, 1));
    expect(fold.read()).toEqual([100]);
    fold.close(at(hours, 200, 1));
    expect(fold.read()).toEqual([200]);
    expect(fold.quality()).toEqual({ completeness: 'complete', sinceMs: START_MS + hours * HOUR_MS });
    expect((START_MS + hours * HOUR_MS) % DAY_MS).toBe(0);
  });

  it('gives no weight to a bar with a gap, whose line has a hole', () => {
    const fold = createStudy(anchoredVwap, { anchor: 'start' });
    fold.close(at(0, 100, 1));
    fold.close({ ...at(1, 900, 5), touchedByGap: true });
    expect(fold.read()).toEqual([Number.NaN]);
    fold.close(at(2, 200, 1));
    expect([fold.read(), fold.quality().completeness]).toEqual([[150], 'estimate']);
  });
});
