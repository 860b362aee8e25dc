import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { MarketEvent } from '../model/events';
import type { Figure } from '../model/figure';
import { candle, gap, seriesPoint, stamped, trade } from '../model/testing/arbitraries.testkit';
import { DAY_MS, HOUR_MS } from '../model/time';
import { folded, restoredAfter } from './marketModel.testkit';

const FIRST_MS = Date.UTC(2025, 0, 6);
const PERPETUAL = 1;
const day = (index: number) => FIRST_MS + index * DAY_MS;

interface Day {
  readonly high: number;
  readonly low: number;
  readonly close: number;
}

/** Days that the venue told, at one decimal; a day that is null is not told. */
function daysOf(days: readonly (Day | null)[]): MarketEvent[] {
  return days.flatMap((each, index) => {
    if (each === null) return [];
    const ticks = (price: number) => price * 10;
    const { high, low, close } = each;
    return candle({
      instrument: PERPETUAL,
      exchangeTimeMs: day(index + 1),
      intervalMs: DAY_MS,
      openTimeMs: day(index),
      openTicks: ticks(close),
      highTicks: ticks(high),
      lowTicks: ticks(low),
      closeTicks: ticks(close),
    });
  });
}

function figuresOf(events: readonly MarketEvent[]): readonly Figure[] {
  return folded(stamped(events))
    .assetFigures('BTC', { windowMs: HOUR_MS })
    .filter(({ id }) => id.startsWith('since.'));
}

const find = (figures: readonly Figure[], name: string) =>
  figures.find(({ id }) => id === `since.BTC.${name}`);
const flat = (count: number): Day[] =>
  Array.from({ length: count }, () => ({ high: 110, low: 90, close: 100 }));

describe('since when prices were not so', () => {
  it('names the last day that was as high or as low, as a look through all of them does', () => {
    const price = fc.integer({ min: 50, max: 70 });
    const days = fc.array(fc.record({ high: price, low: price, close: price }), {
      minLength: 32,
      maxLength: 90,
    });
    fc.assert(
      fc.property(days, (drawn) => {
        const all = drawn.map(({ high, low, close }) => ({ high: high + 50, low, close: close + 20 }));
        const figures = figuresOf(daysOf(all));
        const last = all.length - 1;
        const today = all[last] ?? { high: 0, low: 0, close: 0 };
        for (const name of ['high', 'low'] as const) {
          const isBeyond = (each: Day) => (name === 'high' ? each.high > today.high : each.low < today.low);
          const beyond = all.slice(0, last).findLastIndex(isBeyond);
          const figure = find(figures, name);
          if (beyond >= 0 && last - beyond < 30) {
            expect(figure).toBeUndefined();
            continue;
          }
          expect(figure).toMatchObject({ value: today[name], unit: 'price', completeness: 'complete' });
          expect(figure?.text?.includes('on record')).toBe(beyond < 0);
          expect(figure?.text?.startsWith('matches')).toBe(
            all.slice(beyond + 1, last).some((each) => each[name] === today[name]),
          );
        }
      }),
      { numRuns: 25 },
    );
  });

  it('compares the day that is not over as "so far", and closes of days that are', () => {
    const past = [{ high: 200, low: 90, close: 150 }, ...flat(40)];
    const today = trade({ instrument: PERPETUAL, exchangeTimeMs: day(41) + HOUR_MS, priceTicks: 1_500 });
    const figures = figuresOf([...daysOf(past), today]);
    expect(find(figures, 'high')).toMatchObject({
      value: 150,
      asOfMs: day(41) + HOUR_MS,
      venues: ['binanceusdm'],
      text: 'highest intraday high since 6 Jan so far',
    });
    expect(find(figures, 'low')).toBeUndefined();
    const fall = { ...today, priceTicks: 800 };
    expect(find(figuresOf([...daysOf(past), fall]), 'low')?.text).toBe(
      'lowest intraday low on record (since 6 Jan 2025) so far',
    );
    expect(find(figures, 'close')).toMatchObject({ value: 100, asOfMs: day(41) });
    expect(find(figures, 'close')?.text).toMatch(/^matches 14 Feb; highest close since 6 Jan/);
  });

  it('is not told across days that are missing, with the reason', () => {
    const past = [{ high: 200, low: 90, close: 150 }, ...flat(40)];
    const holed = past.map((each, index) => (index >= 20 && index < 25 ? null : each));
    expect(find(figuresOf([...daysOf(holed.slice(0, -1)), ...daysOf(past).slice(-1)]), 'high')).toMatchObject(
      {
        value: null,
        completeness: 'missing',
        venues: [],
        text: expect.stringContaining('missing in a row'),
      },
    );
  });

  it('is not told of a day of which something is missing, nor with less than a month', () => {
    const past = [{ high: 200, low: 90, close: 150 }, ...flat(40)];
    const today = trade({ instrument: PERPETUAL, exchangeTimeMs: day(41) + HOUR_MS, priceTicks: 1_500 });
    const lost = { venue: 'binanceusdm', fromMs: day(41) + 1, toMs: day(41) + 1_000 };
    const hole = gap({ ...lost, exchangeTimeMs: day(41) + HOUR_MS });
    expect(find(figuresOf([...daysOf(past), today, hole]), 'high')).toBeUndefined();
    expect(figuresOf(daysOf(flat(25)))).toEqual([]);
  });
});

describe('since when flows were not so', () => {
  /** Weekdays from a Monday on. */
  const flows = (values: readonly number[]) =>
    values.map((value, index) => {
      const asOfMs = day(Math.floor(index / 5) * 7 + (index % 5));
      return seriesPoint({ exchangeTimeMs: asOfMs + DAY_MS, asOfMs, value });
    });
  const small = (count: number) => new Array<number>(count).fill(10e6);
  const name = 'etfNetFlowUsd.bybit';

  it('counts weekdays, compares as shown, and says when it was known', () => {
    const events = flows([900e6, ...small(30), 754_123_456]);
    expect(find(figuresOf(events), name)).toMatchObject({
      value: 754_123_456,
      unit: 'usd',
      completeness: 'complete',
      venues: ['bybit'],
      text: 'largest inflow since 6 Jan',
    });
    const tied = flows([900e6, ...small(5), 754_400_000, ...small(25), 754_123_456]);
    expect(find(figuresOf(tied), name)?.text).toMatch(/^matches .*; largest inflow since 6 Jan$/);
    expect(find(figuresOf(flows([...small(40), -1e6])), name)?.text).toMatch(/first negative/);
  });

  it('is made anew when the past is revised', () => {
    const events = flows([900e6, ...small(30), 754_123_456]);
    const revised = seriesPoint({ exchangeTimeMs: day(60), asOfMs: day(0), value: 700e6 });
    expect(find(figuresOf([...events, revised]), name)?.text).toBe(
      'largest inflow on record (since 6 Jan 2025)',
    );
  });

  it('is the same after a restore', () => {
    const events = stamped([
      ...daysOf([{ high: 200, low: 90, close: 150 }, ...flat(40)]),
      ...flows(small(40)),
    ]);
    const expected = folded(events).assetFigures('BTC', { windowMs: HOUR_MS });
    expect(expected.some(({ id }) => id.startsWith('since.'))).toBe(true);
    expect(restoredAfter(events).assetFigures('BTC', { windowMs: HOUR_MS })).toEqual(expected);
  });
});
