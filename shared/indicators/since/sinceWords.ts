/** How a claim says when: by date up to 45 days back, by month up to a year, by month and year beyond; UTC. */
import { DAY_MS } from '../../model/time';
import { MONTHS } from '../../text/months';

const DATE_DAYS = 45;
const YEAR_DAYS = 365;

/** "5 Dec", "Oct", "Oct 2024": a day as seen from a later one. */
export function sinceWhen(dayMs: number, fromMs: number): string {
  const days = (fromMs - dayMs) / DAY_MS;
  const date = new Date(dayMs);
  const month = MONTHS[date.getUTCMonth()] ?? '';
  if (days <= DATE_DAYS) return `${date.getUTCDate()} ${month}`;
  return days <= YEAR_DAYS ? month : `${month} ${date.getUTCFullYear()}`;
}

/** "5 Dec 2024" */
export function exactDay(dayMs: number): string {
  const date = new Date(dayMs);
  return `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()] ?? ''} ${date.getUTCFullYear()}`;
}
