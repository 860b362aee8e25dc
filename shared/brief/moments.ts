/** How briefs write time: UTC, to the second, the same in every zone. */
import { MONTHS } from '../text/months';

/** "14 Jan 2026 17:45:00 UTC" */
export function formatMoment(timeMs: number): string {
  const date = new Date(timeMs);
  const month = MONTHS[date.getUTCMonth()] ?? '';
  return `${date.getUTCDate()} ${month} ${date.getUTCFullYear()} ${date.toISOString().slice(11, 19)} UTC`;
}

/** "24 h", "90 min", "7 d" */
export function formatWindow(windowMs: number): string {
  const minutes = Math.round(windowMs / 60_000);
  if (minutes % 1_440 === 0 && minutes >= 2_880) return `${minutes / 1_440} d`;
  return minutes % 60 === 0 ? `${minutes / 60} h` : `${minutes} min`;
}
