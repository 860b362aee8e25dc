/**
 * A moment as people type it: "2025-01-14 16:24", "14 Jan 2025 16:24:07", "2025-01-14", or "16:24" for that time
 * of the day `aroundMs` is in. Times are those of a clock in the zone.
 */

import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../../shared/model/time';
import { MONTHS } from '../../shared/text/months';
import { ZoneClock } from '../chart/zoneClock';

const MONTH_NAMES = MONTHS.map((month) => month.toLowerCase());
const DATE = /^(?:(\d{4})-(\d{1,2})-(\d{1,2})|(\d{1,2}) ([a-z]{3})[a-z]* (\d{4}))(?:$|[ t]+)/i;
const TIME = /^(\d{1,2}):(\d{2})(?::(\d{2}))?$/;

/** Null for what is no moment. A time that a clock in the zone leaves out in spring is the one it shows instead. */
export function parseMoment(text: string, zone: string, aroundMs: number): number | null {
  const clock = new ZoneClock(zone);
  const trimmed = text.trim().replaceAll(/\s+/g, ' ');
  if (trimmed === '') return null;
  const date = DATE.exec(trimmed);
  const dayMs = date === null ? Math.floor(clock.localMs(aroundMs) / DAY_MS) * DAY_MS : dayOf(date);
  const timeMs = timeOf(trimmed.slice(date?.[0].length ?? 0), date !== null);
  if (dayMs === null || timeMs === null) return null;
  const localMs = dayMs + timeMs;
  // The offset at the moment itself: a first guess with a nearby one may be off across a change of clocks.
  const guessMs = localMs - clock.offsetMs(localMs);
  return localMs - clock.offsetMs(guessMs);
}

/** The UTC day of that name. */
function dayOf([, year, month, day, dayOfMonth, name = '', yearAfter]: RegExpExecArray): number | null {
  const monthIndex = month === undefined ? MONTH_NAMES.indexOf(name.toLowerCase()) : Number(month) - 1;
  const dayNumber = Number(day ?? dayOfMonth);
  const dayMs = Date.UTC(Number(year ?? yearAfter), monthIndex, dayNumber);
  const made = new Date(dayMs);
  return made.getUTCMonth() === monthIndex && made.getUTCDate() === dayNumber ? dayMs : null;
}

function timeOf(text: string, mayBeLeftOut: boolean): number | null {
  if (text === '' && mayBeLeftOut) return 0;
  const [, hour = '', minute = '', second = '0'] = TIME.exec(text) ?? [];
  if (hour === '' || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return null;
  return Number(hour) * HOUR_MS + Number(minute) * MINUTE_MS + Number(second) * SECOND_MS;
}
