/**
 * The values of a scenario's published series, all along the script.
 *
 * Invariant: a value depends on the seed, its series and its moment alone, whichever span is asked for.
 */
import { DAY_MS, HOUR_MS } from '../../../../shared/model/time';
import { Polyline } from '../market/polyline';
import { RandomStream } from '../random/randomStream';
import type { ScenarioSeries } from '../scenario/scenarioSchema';

export interface SeriesValue {
  readonly publishedMs: number;
  /** The moment it stands for: a flow is named by the beginning of its period, a level by its own time. */
  readonly asOfMs: number;
  readonly value: number;
}

/** What a series needs to say to have values. */
export type SeriesSpec = Omit<ScenarioSeries, 'title'>;

/** Values stay within so many deviations of what is expected, so that no chance value beats a scripted one. */
const WIDEST = 2;
/** 1970-01-01 was a Thursday. */
const THURSDAY = 4;

/** What is published in `[fromMs, toMs)`, in order. */
export function seriesValues(series: SeriesSpec, fromMs: number, toMs: number, seed: number): SeriesValue[] {
  const { unit, points, noise } = series;
  const everyMs = series.everyHours * HOUR_MS;
  const expected = new Polyline(points);
  const prints = new Map(series.prints.map(({ timeMs, value }) => [timeMs, value]));
  const stream = new RandomStream(seed, `series/${series.id}`);
  const values: SeriesValue[] = [];
  for (let turn = Math.ceil(fromMs / everyMs); turn * everyMs < toMs; turn++) {
    const publishedMs = turn * everyMs;
    const asOfMs = unit === 'usd' ? publishedMs - everyMs : publishedMs;
    if (series.days === 'trading' && !isTradingDay(asOfMs, series.closedDays)) continue;
    stream.restart(turn);
    const off = noise * Math.max(-WIDEST, Math.min(WIDEST, stream.normal()));
    const value = prints.get(publishedMs) ?? expected.valueAt(publishedMs) + off;
    values.push({ publishedMs, asOfMs, value: unit === 'usd' ? Math.round(value) : share(value) });
  }
  return values;
}

export function isTradingDay(timeMs: number, closedDays: readonly number[]): boolean {
  const day = Math.floor(timeMs / DAY_MS);
  const weekday = (day + THURSDAY) % 7;
  return weekday !== 0 && weekday !== 6 && !closedDays.includes(day * DAY_MS);
}

/** Whole tenths of a percent, never certain. */
function share(value: number): number {
  return Math.min(999, Math.max(1, Math.round(value * 1000))) / 1000;
}
