/** Intervals as they are typed and said. */
import { INTERVALS, type Interval, intervalFromMs, MINUTE_MS } from '../../shared/model/time';

export const INTERVAL_TITLES: Readonly<Record<Interval, string>> = {
  '1m': '1 minute',
  '5m': '5 minutes',
  '15m': '15 minutes',
  '1h': '1 hour',
  '4h': '4 hours',
  '1d': '1 day',
};

const UNIT_MINUTES: Readonly<Record<string, number>> = { m: 1, h: 60, d: 1440 };

/** "15" and "15m" are 15m, "60" and "1h" are 1h; null for what is no interval of this app. */
export function parseInterval(text: string): Interval | null {
  const [, digits, unit] = /^(\d{1,4})\s*([mhd]?)$/.exec(text.trim().toLowerCase()) ?? [];
  if (digits === undefined) return null;
  const minutes = Number(digits) * (UNIT_MINUTES[unit ?? ''] ?? 1);
  return intervalFromMs(minutes * MINUTE_MS) ?? null;
}

/** "1m, 5m, …": what can be typed. */
export const INTERVAL_LIST = INTERVALS.join(', ');
