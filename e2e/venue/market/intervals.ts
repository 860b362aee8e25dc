/** Candle intervals of Binance and Bybit that are a whole number of minutes. Bars start on UTC multiples. */
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../shared/model/time';

export interface BarInterval {
  readonly lengthMs: number;
  /** Shift of the grid against the epoch: weeks begin on Monday, the epoch was a Thursday. */
  readonly offsetMs: number;
}

const DAYS_FROM_EPOCH_TO_MONDAY = 4;

/** Interval of a Binance name such as "15m" or "1w"; null when the loopback does not serve it. */
export function binanceInterval(name: string): BarInterval | null {
  const match = /^(\d+)([mhdw])$/.exec(name);
  if (match === null) return null;
  const count = Number(match[1]);
  const unit = match[2];
  if (unit === 'w') return count === 1 ? week() : null;
  return barInterval(count * (unit === 'm' ? MINUTE_MS : unit === 'h' ? HOUR_MS : DAY_MS));
}

/** Interval of a Bybit name such as "15", "D" or "W"; null when the loopback does not serve it. */
export function bybitInterval(name: string): BarInterval | null {
  if (name === 'W') return week();
  if (name === 'D') return barInterval(DAY_MS);
  return /^\d+$/.test(name) ? barInterval(Number(name) * MINUTE_MS) : null;
}

export function barOpenMs(timeMs: number, interval: BarInterval): number {
  return Math.floor((timeMs - interval.offsetMs) / interval.lengthMs) * interval.lengthMs + interval.offsetMs;
}

function barInterval(lengthMs: number): BarInterval | null {
  return lengthMs > 0 ? { lengthMs, offsetMs: 0 } : null;
}

function week(): BarInterval {
  return { lengthMs: 7 * DAY_MS, offsetMs: DAYS_FROM_EPOCH_TO_MONDAY * DAY_MS };
}
