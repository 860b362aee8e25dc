/**
 * Amounts by their time, summed over any window `(from, to]` that ends now.
 *
 * Entries are held per minute. A window takes the sums of its whole minutes and looks at single entries only
 * in the minute where it starts. Sums are always taken oldest first, so they never drift and are the same
 * after a restore.
 *
 * Windows are exact up to `EXACT_WINDOW_MS`; sums of whole minutes reach back `KEPT_MINUTES`.
 */
import { barOpenTimeMs, HOUR_MS, MINUTE_MS } from '../model/time';
import type { ByteReader, ByteWriter } from './byteCodec';

/** Longest window that is summed; longer ones are clamped by the caller, which must say so. */
export const EXACT_WINDOW_MS = 25 * HOUR_MS;
const EXACT_MINUTES = EXACT_WINDOW_MS / MINUTE_MS;
const KEPT_MINUTES = 3_000;
/** Old minutes are dropped this many at a time: moving the list for each one would cost more. */
const PRUNE_BATCH = 256;

interface Minute {
  readonly minute: number;
  sum: number;
  count: number;
  largest: number;
  revision: number;
  /** Single entries in order of arrival; empty once the minute is too old to start a window. */
  times: number[];
  amounts: number[];
}

export interface WindowSum {
  readonly sum: number;
  readonly count: number;
  /** 0 when there is nothing in the window. */
  readonly largest: number;
}

export class RollingWindow {
  /** Sorted by minute; only minutes with entries. */
  #minutes: Minute[] = [];
  #newestMinute = 0;

  /** `revision` marks the touched minute for `touchedSince`. Entries older than what is kept are left out. */
  add(timeMs: number, amount: number, revision: number): void {
    const minute = Math.floor(timeMs / MINUTE_MS);
    if (minute > this.#newestMinute) this.#advance(minute);
    if (minute <= this.#newestMinute - KEPT_MINUTES) return;
    const held = this.#open(minute);
    held.sum += amount;
    held.count++;
    held.largest = Math.max(held.largest, amount);
    held.revision = revision;
    if (minute <= this.#newestMinute - EXACT_MINUTES - 1) return;
    held.times.push(timeMs);
    held.amounts.push(amount);
  }

  /** Over `(fromMs, asOfMs]`, where no entry is later than `asOfMs` and `fromMs` is within the exact span. */
  sumAfter(fromMs: number): WindowSum {
    const startMinute = Math.floor(fromMs / MINUTE_MS);
    let sum = 0;
    let count = 0;
    let largest = 0;
    for (let index = this.#indexOf(startMinute); index < this.#minutes.length; index++) {
      const held = this.#minutes[index];
      if (held === undefined) continue;
      if (held.minute > startMinute) {
        sum += held.sum;
        count += held.count;
        largest = Math.max(largest, held.largest);
        continue;
      }
      for (let entry = 0; entry < held.times.length; entry++) {
        if ((held.times[entry] ?? 0) <= fromMs) continue;
        const amount = held.amounts[entry] ?? 0;
        sum += amount;
        count++;
        largest = Math.max(largest, amount);
      }
    }
    return { sum, count, largest };
  }

  /** Sum of the minutes that open in `[fromMs, toMs)`; both are full minutes. For bars. */
  sumOfMinutes(fromMs: number, toMs: number): number {
    const endMinute = toMs / MINUTE_MS;
    let sum = 0;
    for (let index = this.#indexOf(fromMs / MINUTE_MS); index < this.#minutes.length; index++) {
      const held = this.#minutes[index];
      if (held === undefined || held.minute >= endMinute) break;
      sum += held.sum;
    }
    return sum;
  }

  /** Adds the open times, at `lengthMs`, of the bars whose sums changed after `revision`. */
  touchedSince(revision: number, lengthMs: number, openTimes: Set<number>): void {
    for (const held of this.#minutes) {
      if (held.revision > revision) openTimes.add(barOpenTimeMs(held.minute * MINUTE_MS, lengthMs));
    }
  }

  write(writer: ByteWriter): void {
    writer.whole(this.#newestMinute);
    let previous = 0;
    writer.list(this.#minutes, (held) => {
      writer.whole(held.minute - previous);
      previous = held.minute;
      const openMs = held.minute * MINUTE_MS;
      writer.list(held.times, (timeMs) => writer.whole(timeMs - openMs));
      for (const amount of held.amounts) writer.double(amount);
      writer.whole(held.count);
      if (held.count === held.times.length) return;
      writer.double(held.sum);
      writer.double(held.largest);
    });
  }

  /** Fills an empty window with what `write` wrote; every minute counts as touched at `revision`. */
  read(reader: ByteReader, revision: number): void {
    this.#newestMinute = reader.whole();
    let minute = 0;
    this.#minutes = reader.list(() => {
      minute += reader.whole();
      const openMs = minute * MINUTE_MS;
      const times = reader.list(() => reader.whole() + openMs);
      const amounts = times.map(() => reader.double());
      const count = reader.whole();
      const known = count === times.length;
      const sum = known ? amounts.reduce((total, amount) => total + amount, 0) : reader.double();
      const largest = known ? Math.max(0, ...amounts) : reader.double();
      return { minute, sum, count, largest, revision, times, amounts };
    });
  }

  /** The newest minute moved on: single entries and then whole minutes become too old. */
  #advance(minute: number): void {
    const before = this.#newestMinute;
    this.#newestMinute = minute;
    const lastInexact = minute - EXACT_MINUTES - 1;
    for (let index = this.#indexOf(before - EXACT_MINUTES); index < this.#minutes.length; index++) {
      const held = this.#minutes[index];
      if (held === undefined || held.minute > lastInexact) break;
      held.times = [];
      held.amounts = [];
    }
    const dropped = this.#indexOf(minute - KEPT_MINUTES + 1);
    if (dropped >= PRUNE_BATCH) this.#minutes.splice(0, dropped);
  }

  #open(minute: number): Minute {
    const last = this.#minutes.at(-1);
    if (last?.minute === minute) return last;
    const index = last === undefined || last.minute < minute ? this.#minutes.length : this.#indexOf(minute);
    const held = this.#minutes[index];
    if (held?.minute === minute) return held;
    const opened = { minute, sum: 0, count: 0, largest: 0, revision: 0, times: [], amounts: [] };
    this.#minutes.splice(index, 0, opened);
    return opened;
  }

  /** Index of the first held minute that is not before `minute`. */
  #indexOf(minute: number): number {
    let low = 0;
    let high = this.#minutes.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#minutes[middle]?.minute ?? 0) < minute) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
