/**
 * UTC milliseconds as text in any IANA time zone. Times are never shifted: only their text depends on the
 * zone, so history is right across daylight-saving changes.
 */
import { MONTHS } from '../../shared/text/months';

interface ZoneParts {
  readonly year: string;
  readonly month: string;
  readonly day: string;
  readonly hour: string;
  readonly minute: string;
  readonly second: string;
}

const formatters = new Map<string, Intl.DateTimeFormat>();

function formatterFor(zone: string): Intl.DateTimeFormat {
  const cached = formatters.get(zone);
  if (cached !== undefined) return cached;
  const formatter = new Intl.DateTimeFormat('en-GB', {
    timeZone: isTimeZone(zone) ? zone : 'UTC',
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });
  formatters.set(zone, formatter);
  return formatter;
}

/** True for a zone this machine knows, e.g. `Europe/Berlin`. */
export function isTimeZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

function partsOf(timeMs: number, zone: string): ZoneParts {
  if (zone === 'UTC') {
    // The common case, many times cheaper than Intl.
    const [date = '', clock = ''] = new Date(timeMs).toISOString().split('T');
    const [year = '', month = '', day = ''] = date.split('-');
    const [hour = '', minute = '', second = ''] = clock.slice(0, 8).split(':');
    return { year, month, day, hour, minute, second };
  }
  const found = new Map<string, string>();
  for (const part of formatterFor(zone).formatToParts(timeMs)) found.set(part.type, part.value);
  return {
    year: found.get('year') ?? '',
    month: found.get('month') ?? '',
    day: found.get('day') ?? '',
    hour: found.get('hour') ?? '',
    minute: found.get('minute') ?? '',
    second: found.get('second') ?? '',
  };
}

/** 18:24:07 */
export function formatClock(timeMs: number, zone: string): string {
  const parts = partsOf(timeMs, zone);
  return `${parts.hour}:${parts.minute}:${parts.second}`;
}

/** 18:24 */
export function formatMinute(timeMs: number, zone: string): string {
  return formatClock(timeMs, zone).slice(0, 5);
}

/** 14 Jan */
export function formatDay(timeMs: number, zone: string): string {
  const parts = partsOf(timeMs, zone);
  return `${Number(parts.day)} ${MONTHS[Number(parts.month) - 1] ?? ''}`;
}

/** 14 Jan 2025 */
export function formatDate(timeMs: number, zone: string): string {
  return `${formatDay(timeMs, zone)} ${partsOf(timeMs, zone).year}`;
}

/** Jan */
export function formatMonth(timeMs: number, zone: string): string {
  return MONTHS[Number(partsOf(timeMs, zone).month) - 1] ?? '';
}

/** 2025 */
export function formatYear(timeMs: number, zone: string): string {
  return partsOf(timeMs, zone).year;
}

/** 14 Jan 2025 18:24:07 */
export function formatDateTime(timeMs: number, zone: string): string {
  return `${formatDate(timeMs, zone)} ${formatClock(timeMs, zone)}`;
}

/** The zone's short name at a moment: "UTC", "UTC+2", "UTC−03:30". */
export function zoneLabel(zone: string, timeMs: number): string {
  if (zone === 'UTC' || !isTimeZone(zone)) return 'UTC';
  const name = new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'shortOffset' })
    .formatToParts(timeMs)
    .find((part) => part.type === 'timeZoneName')?.value;
  return (name ?? 'UTC').replace('GMT', 'UTC').replace('-', '−');
}
