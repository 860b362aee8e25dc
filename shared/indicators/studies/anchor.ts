/** Where a running total begins: a moment, each UTC day, week (Monday) or month, or the first bar there is. */
import { z } from 'zod';
import { utcMonthStartMs, utcWeekStartMs } from '../../model/calendar';
import { barOpenTimeMs, DAY_MS } from '../../model/time';

/** A number is a moment, UTC ms. */
export const anchorSchema = z.union([z.enum(['start', 'day', 'week', 'month']), z.number().int()]);
export type Anchor = z.output<typeof anchorSchema>;

/** Start of the run that contains `timeMs`, UTC ms; null before the anchor. Of `start` it is 0, before any bar. */
export function runStartMs(anchor: Anchor, timeMs: number): number | null {
  switch (anchor) {
    case 'start':
      return 0;
    case 'day':
      return barOpenTimeMs(timeMs, DAY_MS);
    case 'week':
      return utcWeekStartMs(timeMs);
    case 'month':
      return utcMonthStartMs(timeMs);
    default:
      return timeMs >= anchor ? anchor : null;
  }
}
