/** Labels of the time axis in any time zone. */
import { TickMarkType, type Time } from 'lightweight-charts';
import { formatClock, formatDay, formatMinute, formatMonth, formatYear } from '../ui/time';

/** Milliseconds of a chart time; the series here only use whole seconds. */
export function timeToMs(time: Time): number {
  return typeof time === 'number' ? time * 1000 : Number.NaN;
}

/**
 * The library weighs tick marks by UTC days. In another zone the mark at local midnight is what names the
 * day, so a mark that is not at local midnight shows its time.
 */
export function tickMarkFormatter(zone: string): (time: Time, type: TickMarkType) => string {
  return (time, type) => {
    const timeMs = timeToMs(time);
    if (type === TickMarkType.Year) return formatYear(timeMs, zone);
    if (type === TickMarkType.Month) return formatMonth(timeMs, zone);
    if (type === TickMarkType.TimeWithSeconds) return formatClock(timeMs, zone);
    const minute = formatMinute(timeMs, zone);
    return minute === '00:00' || (type === TickMarkType.DayOfMonth && zone === 'UTC')
      ? formatDay(timeMs, zone)
      : minute;
  };
}
