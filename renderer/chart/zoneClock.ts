/**
 * The offset of a time zone at any moment, from the browser's own zone data.
 *
 * Invariant: equal to what Intl says, to the minute. Asking Intl costs microseconds a time, too much for each
 * of thousands of bars, so it is asked for the ends of UTC days, and inside a day only when they differ.
 */
import { DAY_MS, MINUTE_MS } from '../../shared/model/time';
import { isTimeZone } from '../ui/time';

interface Change {
  /** The first minute with the offset after the change. */
  readonly atMs: number;
  readonly beforeMs: number;
  readonly afterMs: number;
}

export class ZoneClock {
  readonly #format: Intl.DateTimeFormat | null;
  readonly #offsetAtDay = new Map<number, number>();
  readonly #changeInDay = new Map<number, Change>();

  /** An unknown zone is taken for UTC. */
  constructor(zone: string) {
    this.#format =
      zone === 'UTC' || !isTimeZone(zone)
        ? null
        : new Intl.DateTimeFormat('en-US', {
            timeZone: zone,
            hourCycle: 'h23',
            year: 'numeric',
            month: 'numeric',
            day: 'numeric',
            hour: 'numeric',
            minute: 'numeric',
            second: 'numeric',
          });
  }

  /** Local minus UTC, ms. */
  offsetMs(timeMs: number): number {
    if (this.#format === null) return 0;
    const day = Math.floor(timeMs / DAY_MS);
    const before = this.#atDay(day);
    const after = this.#atDay(day + 1);
    if (before === after) return before;
    const change = this.#change(day, before, after);
    return timeMs < change.atMs ? change.beforeMs : change.afterMs;
  }

  /** The moment as it stands on a clock in the zone, as if that clock showed UTC. */
  localMs(timeMs: number): number {
    return timeMs + this.offsetMs(timeMs);
  }

  #atDay(day: number): number {
    let offset = this.#offsetAtDay.get(day);
    if (offset === undefined) {
      offset = this.#ask(day * DAY_MS);
      this.#offsetAtDay.set(day, offset);
    }
    return offset;
  }

  #change(day: number, beforeMs: number, afterMs: number): Change {
    const known = this.#changeInDay.get(day);
    if (known !== undefined) return known;
    let low = 0;
    let high = DAY_MS / MINUTE_MS;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (this.#ask(day * DAY_MS + middle * MINUTE_MS) === beforeMs) low = middle;
      else high = middle;
    }
    const change = { atMs: day * DAY_MS + high * MINUTE_MS, beforeMs, afterMs };
    this.#changeInDay.set(day, change);
    return change;
  }

  #ask(timeMs: number): number {
    const parts = new Map(this.#format?.formatToParts(timeMs).map(({ type, value }) => [type, value]));
    const part = (type: Intl.DateTimeFormatPartTypes) => Number(parts.get(type));
    return (
      Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second')) -
      timeMs
    );
  }
}
