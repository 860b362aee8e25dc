/** Where UTC weeks and months begin. `Date` only turns a given time into a civil date; it reads no clock. */
import { DAY_MS } from './time';

/** 1 January 1970 was a Thursday, three days after a Monday. */
const DAYS_FROM_MONDAY = 3;

/** Monday 00:00 UTC of the week that contains `timeMs`. */
export function utcWeekStartMs(timeMs: number): number {
  const weeks = Math.floor((Math.floor(timeMs / DAY_MS) + DAYS_FROM_MONDAY) / 7);
  return (weeks * 7 - DAYS_FROM_MONDAY) * DAY_MS;
}

/** The first of the month, 00:00 UTC, that contains `timeMs`. */
export function utcMonthStartMs(timeMs: number): number {
  const date = new Date(timeMs);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth());
}
