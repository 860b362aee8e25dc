import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BarsFrame } from '../../shared/contract/frames';
import { MOST_BARS } from '../../shared/model/time';
import { BarSeries, type ChartBar } from './barSeries';

function frame(
  mode: BarsFrame['mode'],
  rows: readonly (readonly [time: number, close: number])[],
  epoch = 1,
): BarsFrame {
  const column = (value: (row: readonly [number, number]) => number) => Float64Array.from(rows, value);
  const close = column((row) => row[1]);
  return {
    type: 'bars',
    epoch,
    mode,
    openTimeMs: column((row) => row[0]),
    open: close,
    high: close,
    low: close,
    close,
    volumeBase: close,
    takerBuyBase: column(() => Number.NaN),
    shortsUsd: column(() => 0),
    longsUsd: column(() => Number.NaN),
    flags: new Uint8Array(rows.length),
  };
}

/** What a chart does with deltas: refuses anything older than its newest bar unless it is redrawn. */
class Drawn {
  #bars = new Map<number, ChartBar>();

  take(series: BarSeries): void {
    const delta = series.takeDelta();
    if (delta.kind === 'all') this.#bars = new Map(series.bars.map((bar) => [bar.openTimeMs, bar]));
    if (delta.kind !== 'tail') return;
    for (const bar of delta.bars) {
      expect(bar.openTimeMs).toBeGreaterThanOrEqual(Math.max(...this.#bars.keys()));
      this.#bars.set(bar.openTimeMs, bar);
    }
  }

  get bars(): readonly ChartBar[] {
    return [...this.#bars.values()];
  }
}

const row = fc.tuple(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 1, max: 100 }));
const step = fc.record({
  mode: fc.constantFrom<BarsFrame['mode']>('update', 'update', 'update', 'snapshot'),
  rows: fc.array(row, { maxLength: 6 }),
  draw: fc.boolean(),
});

describe('BarSeries', () => {
  it('leads a chart that only draws deltas to the same bars as a map of all rows', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        const series = new BarSeries();
        const drawn = new Drawn();
        let expected = new Map<number, number>();
        series.apply(frame('snapshot', []));
        for (const { mode, rows, draw } of steps) {
          if (mode === 'snapshot') expected = new Map();
          for (const [time, close] of rows) expected.set(time, close);
          series.apply(frame(mode, rows));
          if (draw) drawn.take(series);
        }
        drawn.take(series);
        const inOrder = [...expected].sort(([one], [other]) => one - other);
        expect(series.bars.map((bar) => [bar.openTimeMs, bar.close])).toEqual(inOrder);
        expect(drawn.bars.map((bar) => [bar.openTimeMs, bar.close])).toEqual(inOrder);
      }),
    );
  });

  it('ignores updates before the first snapshot and of another epoch', () => {
    const series = new BarSeries();
    series.apply(frame('update', [[1, 1]]));
    expect([series.loaded, series.bars.length]).toEqual([false, 0]);
    series.apply(frame('snapshot', [[1, 1]], 2));
    series.apply(frame('update', [[2, 9]], 1));
    expect(series.bars).toHaveLength(1);
  });

  it('keeps unknown values unknown and zero zero', () => {
    const series = new BarSeries();
    series.apply(frame('snapshot', [[1, 1]]));
    expect(series.last).toMatchObject({ takerBuyBase: null, longsUsd: null, shortsUsd: 0 });
  });

  it('holds a bounded number of bars and drops the oldest', () => {
    const series = new BarSeries();
    series.apply(frame('snapshot', []));
    for (let time = 0; time < MOST_BARS + 500; time++) {
      series.apply(frame('update', [[time, 1]]));
      series.takeDelta();
      expect(series.bars.length).toBeLessThanOrEqual(MOST_BARS);
    }
    expect(series.last?.openTimeMs).toBe(MOST_BARS + 499);
  });

  it('finds a bar and the one before it', () => {
    const series = new BarSeries();
    series.apply(
      frame('snapshot', [
        [10, 1],
        [20, 2],
        [40, 4],
      ]),
    );
    expect(series.at(20)?.close).toBe(2);
    expect(series.at(30)).toBeUndefined();
    expect(series.before(40)?.close).toBe(2);
    expect(series.before(10)).toBeUndefined();
  });
});
