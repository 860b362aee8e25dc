/**
 * The time axis in any time zone.
 *
 * Invariant: bars stand at UTC times; the zone only decides where days, months and round hours begin and how
 * they are written. The library weighs marks by UTC, so weighing is replaced: a mark at local midnight names
 * its day, also on the days whose clocks go forward or back.
 */
import { defaultHorzScaleBehavior, TickMarkType, type Time, type TimeScalePoint } from 'lightweight-charts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../shared/model/time';
import { formatClock, formatDay, formatMinute, formatMonth, formatYear } from '../ui/time';
import { ZoneClock } from './zoneClock';

/** Milliseconds of a chart time; the series here only use whole seconds. */
export function timeToMs(time: Time): number {
  return typeof time === 'number' ? time * 1000 : Number.NaN;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** The library's own weights of marks, which its labels and their spacing go by. */
const YEAR_WEIGHT = 70;
const MONTH_WEIGHT = 60;
const DAY_WEIGHT = 50;
const PARTS_OF_DAY = [
  { ms: 12 * HOUR_MS, weight: 33 },
  { ms: 6 * HOUR_MS, weight: 32 },
  { ms: 3 * HOUR_MS, weight: 31 },
  { ms: HOUR_MS, weight: 30 },
  { ms: 30 * MINUTE_MS, weight: 22 },
  { ms: 5 * MINUTE_MS, weight: 21 },
  { ms: MINUTE_MS, weight: 20 },
  { ms: 1_000, weight: 10 },
] as const;

/** Weight of the mark between two neighbouring moments, both as local clocks show them. */
export function markWeight(localMs: number, previousLocalMs: number): number {
  const date = new Date(localMs);
  const previous = new Date(previousLocalMs);
  if (date.getUTCFullYear() !== previous.getUTCFullYear()) return YEAR_WEIGHT;
  if (date.getUTCMonth() !== previous.getUTCMonth()) return MONTH_WEIGHT;
  if (Math.floor(localMs / DAY_MS) !== Math.floor(previousLocalMs / DAY_MS)) return DAY_WEIGHT;
  return (
    PARTS_OF_DAY.find(({ ms }) => Math.floor(localMs / ms) !== Math.floor(previousLocalMs / ms))?.weight ?? 0
  );
}

/** The library's time axis with marks weighed in a zone that may change. */
export class ZonedTimeScale extends defaultHorzScaleBehavior() {
  #clock = new ZoneClock('UTC');

  /** Counts for points that are laid out from now on: set the data of all series anew after it. */
  setZone(zone: string): void {
    this.#clock = new ZoneClock(zone);
  }

  override fillWeightsForPoints(points: readonly Mutable<TimeScalePoint>[], startIndex: number): void {
    const localMs = (index: number) => this.#clock.localMs(Number(points[index]?.originalTime) * 1000);
    for (let index = Math.max(1, startIndex); index < points.length; index++) {
      const point = points[index];
      if (point !== undefined) point.timeWeight = weightOf(markWeight(localMs(index), localMs(index - 1)));
    }
    const [first] = points;
    // The point before the first is taken to be as far away as the one after it.
    if (startIndex === 0 && first !== undefined && points.length > 1)
      first.timeWeight = weightOf(markWeight(localMs(0), 2 * localMs(0) - localMs(1)));
  }
}

function weightOf(weight: number): TimeScalePoint['timeWeight'] {
  // The library brands its weights; being a number is all the brand says.
  return weight as TimeScalePoint['timeWeight'];
}

/** Texts of marks. */
export function tickMarkFormatter(zone: string): (time: Time, type: TickMarkType) => string {
  return (time, type) => {
    const timeMs = timeToMs(time);
    if (type === TickMarkType.Year) return formatYear(timeMs, zone);
    if (type === TickMarkType.Month) return formatMonth(timeMs, zone);
    if (type === TickMarkType.DayOfMonth) return formatDay(timeMs, zone);
    return type === TickMarkType.TimeWithSeconds ? formatClock(timeMs, zone) : formatMinute(timeMs, zone);
  };
}
