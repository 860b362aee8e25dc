/** Where moments lie on the transport strip. */
import type { TimeRange } from '../../../shared/model/time';
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../../../shared/model/time';

const STEPS_MS = [
  5 * SECOND_MS,
  15 * SECOND_MS,
  30 * SECOND_MS,
  MINUTE_MS,
  2 * MINUTE_MS,
  5 * MINUTE_MS,
  10 * MINUTE_MS,
  30 * MINUTE_MS,
  HOUR_MS,
  3 * HOUR_MS,
  6 * HOUR_MS,
  12 * HOUR_MS,
  DAY_MS,
  7 * DAY_MS,
  28 * DAY_MS,
];

/** Place of a moment in a range as a fraction, kept within 0 and 1. */
export function fractionOf(timeMs: number, range: TimeRange): number {
  const lengthMs = range.toMs - range.fromMs;
  return lengthMs <= 0 ? 0 : Math.min(1, Math.max(0, (timeMs - range.fromMs) / lengthMs));
}

/** Round moments inside a range, at most `most` of them. */
export function tickTimes(range: TimeRange, most: number): readonly number[] {
  const lengthMs = range.toMs - range.fromMs;
  if (lengthMs <= 0 || most < 1) return [];
  const stepMs =
    STEPS_MS.find((step) => lengthMs / step <= most) ?? Math.ceil(lengthMs / most / DAY_MS) * DAY_MS;
  const ticks: number[] = [];
  for (let timeMs = Math.ceil(range.fromMs / stepMs) * stepMs; timeMs <= range.toMs; timeMs += stepMs) {
    ticks.push(timeMs);
  }
  return ticks.slice(0, most);
}
