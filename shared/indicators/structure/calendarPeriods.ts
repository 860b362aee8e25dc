/** Days, weeks and months in UTC, by arithmetic alone. */
import { DAY_MS } from '../../model/time';

const WEEK_DAYS = 7;
/** 1 Jan 1970 was a Thursday; weeks begin on Monday. */
const DAYS_BEFORE_MONDAY = 3;

export type Period = 'day' | 'week' | 'month';

/** Start of the day, week or month that contains a moment, UTC ms. */
export function periodStartMs(period: Period, timeMs: number): number {
  const day = Math.floor(timeMs / DAY_MS);
  if (period === 'day') return day * DAY_MS;
  if (period === 'month') return (day - dayOfMonth(day)) * DAY_MS;
  return (Math.floor((day + DAYS_BEFORE_MONDAY) / WEEK_DAYS) * WEEK_DAYS - DAYS_BEFORE_MONDAY) * DAY_MS;
}

/** 0 is the first. Counts years from March, so that the leap day is the last of its year. */
function dayOfMonth(day: number): number {
  const sinceMarchOfZero = day + 719_468;
  const dayOfEra = sinceMarchOfZero - Math.floor(sinceMarchOfZero / 146_097) * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1_460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const month = Math.floor((5 * dayOfYear + 2) / 153);
  return dayOfYear - Math.floor((153 * month + 2) / 5);
}
