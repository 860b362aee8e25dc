/** Intervals of candles. All bars start on UTC multiples of their length. */

export const INTERVALS = ['1m', '5m', '15m', '1h', '4h', '1d'] as const;
export type Interval = (typeof INTERVALS)[number];

/** Most bars of one interval that are kept and shown: a week of minutes, more than a year of hours. */
export const MOST_BARS = 10_000;

export const SECOND_MS = 1_000;
export const MINUTE_MS = 60_000;
export const HOUR_MS = 3_600_000;
export const DAY_MS = 86_400_000;

const INTERVAL_MS: Readonly<Record<Interval, number>> = {
  '1m': MINUTE_MS,
  '5m': 5 * MINUTE_MS,
  '15m': 15 * MINUTE_MS,
  '1h': HOUR_MS,
  '4h': 4 * HOUR_MS,
  '1d': DAY_MS,
};

export function intervalMs(interval: Interval): number {
  return INTERVAL_MS[interval];
}

export function intervalFromMs(ms: number): Interval | undefined {
  return INTERVALS.find((interval) => INTERVAL_MS[interval] === ms);
}

/** Open time of the bar that contains `timeMs`. */
export function barOpenTimeMs(timeMs: number, lengthMs: number): number {
  return Math.floor(timeMs / lengthMs) * lengthMs;
}

/** Half-open span of time: `fromMs` is inside, `toMs` is not. */
export interface TimeRange {
  readonly fromMs: number;
  readonly toMs: number;
}
