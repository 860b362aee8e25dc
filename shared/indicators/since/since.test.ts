import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DAY_MS } from '../../model/time';
import { formatUsd } from '../../text/format';
import { threeDigits, withDecimals } from './displayed';
import { type SinceMeasure, type SinceQuestion, sinceClaims } from './sinceClaim';
import {
  type SinceDirection,
  type SinceFinding,
  type SinceOptions,
  type SincePoint,
  SinceSeries,
} from './sinceSeries';
import { sinceWhen } from './sinceWords';

const FIRST_MS = Date.UTC(2025, 0, 6);
const day = (index: number) => FIRST_MS + index * DAY_MS;
const whole = (value: number) => Math.round(value);
const EXACT: SinceOptions = { display: (value) => value, days: 'daily' };

function seriesOf(values: readonly (number | null)[], options = EXACT): SinceSeries {
  const series = new SinceSeries(options);
  for (const [index, value] of values.entries()) series.push({ dayMs: day(index), value });
  return series;
}

function ask(
  values: readonly (number | null)[],
  value: number,
  measure: SinceMeasure = 'total',
  change: Partial<SinceQuestion> = {},
  options = EXACT,
) {
  const dayMs = day(values.length);
  return sinceClaims(seriesOf(values, options), {
    measure,
    value,
    dayMs,
    soFar: false,
    asOfMs: dayMs,
    ...change,
  });
}
const texts = (...args: Parameters<typeof ask>) => ask(...args).claims.map(({ text }) => text);
const filled = (count: number, value: number) => new Array<number>(count).fill(value);

/** The definition, word by word, over all days. */
function oracle(
  points: readonly SincePoint[],
  direction: SinceDirection,
  value: number,
  dayMs: number,
  { display, days }: SinceOptions,
): SinceFinding {
  const sign = direction === 'high' ? 1 : -1;
  const known = points.flatMap((point) => (point.value === null ? [] : [{ ...point, value: point.value }]));
  const shown = sign * display(value);
  const beyond = known.findLast((point) => sign * display(point.value) > shown);
  const reached = known.findLast((point) => sign * display(point.value) >= shown);
  const from = beyond ?? known[0];
  if (from === undefined) return { state: 'silent' };
  if (beyond !== undefined && dayMs - beyond.dayMs < 30 * DAY_MS) return { state: 'silent' };
  let [expected, found, inARow, longest] = [0, 0, 0, 0];
  for (let each = from.dayMs + DAY_MS; each < dayMs; each += DAY_MS) {
    const isExpected = days === 'daily' || ![0, 6].includes(new Date(each).getUTCDay());
    const isKnown = known.some((point) => point.dayMs === each);
    if (isExpected) expected++;
    if (isKnown) found++;
    inARow = isKnown ? 0 : inARow + (isExpected ? 1 : 0);
    longest = Math.max(longest, inARow);
  }
  if (longest >= 4 || (expected > 0 && (expected - found) / expected > 0.05)) {
    return { state: 'suppressed', reason: expect.any(String) };
  }
  return {
    state: 'found',
    beyondMs: beyond?.dayMs ?? null,
    tieMs: reached === undefined || reached === beyond ? null : reached.dayMs,
    firstMs: known[0]?.dayMs ?? 0,
  };
}

describe('since when', () => {
  it('gives the worked example: a tie, a record, and nothing about a short time', () => {
    const values = [5, 9, 7, 9, 8];
    expect(texts(values, 9)).toEqual(['matches 9 Jan; highest on record (since 6 Jan 2025)']);
    expect(texts(values, 9.1)).toEqual(['highest on record (since 6 Jan 2025)']);
    expect(texts(values, 8)).toEqual([]);
  });

  it('equals the definition on any series, with ties and missing days', () => {
    const value = fc.oneof({ weight: 40, arbitrary: fc.integer({ min: -6, max: 6 }) }, fc.constant(null));
    const drift = fc.constantFrom(-0.1, 0, 0.1);
    const options = fc.constantFrom<SinceOptions>({ display: whole, days: 'daily' }, EXACT, {
      display: whole,
      days: 'weekdays',
    });
    fc.assert(
      fc.property(fc.array(value, { maxLength: 160 }), drift, options, (values, slope, chosen) => {
        const points = values
          .map((each, index) => ({ dayMs: day(index), value: each === null ? null : each + slope * index }))
          .filter(({ dayMs }) => chosen.days === 'daily' || ![0, 6].includes(new Date(dayMs).getUTCDay()));
        const series = new SinceSeries(chosen);
        points.forEach((point, index) => {
          if (point.value !== null) {
            for (const direction of ['high', 'low'] as const) {
              expect(series.extreme(direction, point.value, point.dayMs)).toEqual(
                oracle(points.slice(0, index), direction, point.value, point.dayMs, chosen),
              );
            }
          }
          series.push(point);
        });
      }),
      { numRuns: 150 },
    );
  });

  it('says a date up to 45 days back, a month up to a year, a month and year beyond', () => {
    const now = Date.UTC(2026, 0, 14);
    expect(sinceWhen(Date.UTC(2025, 11, 5), now)).toBe('5 Dec');
    expect(sinceWhen(Date.UTC(2025, 9, 7), now)).toBe('Oct');
    expect(sinceWhen(Date.UTC(2024, 9, 7), now)).toBe('Oct 2024');
  });

  it('is silent for less than 30 days', () => {
    expect(texts([9, ...filled(28, 1)], 5)).toEqual([]);
    expect(texts([9, ...filled(29, 1)], 5)).toEqual(['highest since 6 Jan']);
  });

  it('compares as shown: what looks equal is a tie', () => {
    const values = [900, 754.4, ...filled(40, 1)];
    expect(texts(values, 753.8, 'flow', {}, { display: threeDigits, days: 'daily' })).toEqual([
      'matches 7 Jan; largest inflow since 6 Jan',
    ]);
    expect(texts(values, 753.8, 'flow')).toEqual(['largest inflow since 7 Jan']);
  });

  it('knows how dollars and prices are shown', () => {
    for (const value of [1_234, -56_789, 753_600_000, 754_400_000, 999_960_000, 12_349_999_999]) {
      expect(formatUsd(threeDigits(value))).toBe(formatUsd(value));
    }
    expect(threeDigits(754_123_456)).toBe(threeDigits(753_600_000));
    expect(withDecimals(1)(96_812.44)).toBe(96_812.4);
  });

  it('makes no claim across missing days, and says so', () => {
    const missing = (count: number, apart: number) =>
      Array.from({ length: 99 }, (_, index) => (index % apart === 5 && index < count * apart ? null : 1));
    expect(texts([9, ...missing(4, 20)], 5)).toHaveLength(1);
    expect(ask([9, ...missing(9, 11)], 5)).toMatchObject({
      claims: [],
      suppressed: ['highest: 9 of the 99 days in between are missing.'],
    });
    const gap = [9, ...filled(150, 1), null, null, null, null, ...filled(50, 1)];
    expect(ask(gap, 5)).toMatchObject({
      claims: [],
      suppressed: ['highest: Days in between are missing in a row.'],
    });
    expect(texts([...gap, 7, ...filled(40, 1)], 5)).toEqual(['highest since 30 Jul']);
  });

  it('does not miss weekends in what is published on weekdays', () => {
    const values = Array.from({ length: 100 }, (_, index) => (index % 7 >= 5 ? null : index === 1 ? 9 : 1));
    expect(texts(values, 5, 'flow', {}, { display: whole, days: 'weekdays' })).toEqual([
      'largest inflow since Jan',
    ]);
    expect(texts(values, 5, 'flow')).toEqual([]);
  });

  it('calls an inflow what is one', () => {
    const values = [-9, ...filled(60, -5)];
    expect(texts(values, -3, 'flow')).toEqual([]);
    expect(texts(values, -8, 'flow')).toEqual(['largest outflow since Jan']);
  });

  it('dates the first of a sign by the last before it', () => {
    const values = [1, 4, 2, ...filled(60, -5)];
    expect(texts(values, 3, 'flow')).toEqual(['largest inflow since Jan', 'first positive since Jan']);
    expect(ask(values, 3, 'flow').claims.map(({ sinceMs }) => sinceMs)).toEqual([day(1), day(2)]);
    expect(texts(filled(60, -5), 3, 'total')).toContain('first positive on record (since 6 Jan 2025)');
    expect(texts([...filled(60, -5), 1, -1], 3, 'total')).not.toContain('first positive');
  });

  it('says which price it compares, and that a day is not over', () => {
    const values = [9, ...filled(60, 1)];
    expect(texts(values, 5, 'close')).toEqual(['highest close since Jan']);
    expect(texts(values, 5, 'intradayHigh', { soFar: true })).toEqual([
      'highest intraday high since Jan so far',
    ]);
    expect(texts(values, 0.5, 'intradayHigh')).toEqual([]);
    expect(texts(values, 0.5, 'intradayLow')).toEqual(['lowest intraday low on record (since 6 Jan 2025)']);
  });

  it('refuses days that come in another order', () => {
    const series = seriesOf([1, 2]);
    expect(() => series.push({ dayMs: day(1), value: 3 })).toThrow('in order');
    expect(() => series.extreme('high', 9, day(1))).toThrow('after the last one');
  });
});
