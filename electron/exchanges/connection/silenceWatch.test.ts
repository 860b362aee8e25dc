import { describe, expect, it } from 'vitest';
import { SilenceWatch } from './silenceWatch';

function arrivals(
  watch: SilenceWatch<string>,
  key: string,
  count: number,
  everyMs: number,
  fromMs = 0,
): number {
  for (let index = 0; index < count; index++) watch.arrived(key, fromMs + index * everyMs, 1_000_000 + index);
  return fromMs + (count - 1) * everyMs;
}

describe('SilenceWatch', () => {
  it('tells of a silence of three times the longest pause, once, with the last exchange time', () => {
    const watch = new SilenceWatch<string>(100, 60_000);
    const lastMs = arrivals(watch, 'BTC', 30, 200);
    expect(watch.findSilent(lastMs + 600)).toEqual([]);
    expect(watch.findSilent(lastMs + 601)).toEqual([{ key: 'BTC', silentMs: 601, sinceMarketMs: 1_000_029 }]);
    expect(watch.findSilent(lastMs + 10_000)).toEqual([]);
  });

  it('does not take a busy stream for dead before the lower bound, nor wait past the upper one', () => {
    const watch = new SilenceWatch<string>(5_000, 60_000);
    const busyMs = arrivals(watch, 'busy', 1_000, 1);
    expect(watch.findSilent(busyMs + 5_000)).toEqual([]);
    expect(watch.findSilent(busyMs + 5_001)).toHaveLength(1);
    const quietMs = arrivals(watch, 'quiet', 30, 50_000);
    watch.rest((key) => key === 'busy');
    expect(watch.findSilent(quietMs + 60_000)).toEqual([]);
    expect(watch.findSilent(quietMs + 60_001)).toHaveLength(1);
  });

  it('waits for the upper bound while the pace is not known', () => {
    const watch = new SilenceWatch<string>(100, 60_000);
    arrivals(watch, 'BTC', 5, 1);
    expect(watch.findSilent(50_000)).toEqual([]);
  });

  it('is more patient after a verdict, which may have been wrong', () => {
    const watch = new SilenceWatch<string>(100, 60_000);
    let lastMs = arrivals(watch, 'BTC', 30, 200);
    expect(watch.findSilent(lastMs + 700)).toHaveLength(1);
    lastMs = arrivals(watch, 'BTC', 30, 200, lastMs + 1_000);
    expect(watch.findSilent(lastMs + 2_100)).toEqual([]);
    expect(watch.findSilent(lastMs + 2_101)).toHaveLength(1);
  });

  it('expects nothing from a stream at rest until it speaks', () => {
    const watch = new SilenceWatch<string>(100, 1_000);
    const lastMs = arrivals(watch, 'BTC', 30, 10);
    watch.rest(() => true);
    expect(watch.findSilent(lastMs + 50_000)).toEqual([]);
    watch.arrived('BTC', lastMs + 50_000, 2_000_000);
    expect(watch.findSilent(lastMs + 52_000)).toHaveLength(1);
  });
});
