/**
 * "Since when": the last day on which a series was as high, or as low, or of the same sign, as it is now.
 * Models §5.
 *
 * Invariants:
 * - Values are compared as they are shown: what looks equal is a tie.
 * - Only days before the one asked about count; later ones cannot be asked past.
 * - A claim across days that are not known is not made: too many missing, or four in a row.
 * - A revised past makes a new series: claims are about the values as they were known.
 */
import { DAY_MS } from '../../model/time';
import { FallingStack, type StackEntry } from './fallingStack';

export interface SincePoint {
  /** 00:00 UTC of a day that is over. */
  readonly dayMs: number;
  /** Null when it is not known. */
  readonly value: number | null;
}

export interface SinceOptions {
  /** The value as it is shown, e.g. rounded to cents. */
  readonly display: (value: number) => number;
  /** Funds publish on weekdays only: other days are not missing there. */
  readonly days: 'daily' | 'weekdays';
}

export type SinceDirection = 'high' | 'low';

/** What is true of a value, before it is put into words. */
export type SinceFinding =
  | {
      readonly state: 'found';
      /** The last day with a value beyond this one; null when there is none: a record, or the first of its sign. */
      readonly beyondMs: number | null;
      /** The last day with the same value, later than that; null when there is none. */
      readonly tieMs: number | null;
      /** First day of the series. */
      readonly firstMs: number;
    }
  /** Not long enough ago to be worth a word. */
  | { readonly state: 'silent' }
  | { readonly state: 'suppressed'; readonly reason: string };

const LEAST_DAYS = 30;
const MOST_MISSING_SHARE = 0.05;
/** So many days missing in a row are a gap that nothing is claimed across. */
const GAP_DAYS = 4;

export class SinceSeries {
  readonly #options: SinceOptions;
  readonly #highs = new FallingStack();
  readonly #negatedLows = new FallingStack();
  #known = 0;
  #first: StackEntry | null = null;
  #last: StackEntry | null = null;
  #lastPositive: StackEntry | null = null;
  #lastNegative: StackEntry | null = null;
  /** First day after the latest gap. */
  #gapEndMs = Number.NEGATIVE_INFINITY;

  constructor(options: SinceOptions) {
    this.#options = options;
  }

  /** The next day that is over. Throws for one that is not later than the last. */
  push({ dayMs, value }: SincePoint): void {
    if (this.#last !== null && dayMs <= this.#last.dayMs) throw new RangeError('days must come in order');
    if (value === null) return;
    const shown = this.#options.display(value);
    const entry = { dayMs, value: shown, known: this.#known };
    if (this.#last !== null && this.#isGap(this.#last.dayMs, dayMs)) this.#gapEndMs = dayMs;
    this.#highs.push(entry);
    this.#negatedLows.push({ ...entry, value: -shown });
    this.#first ??= entry;
    this.#last = entry;
    if (shown > 0) this.#lastPositive = entry;
    if (shown < 0) this.#lastNegative = entry;
    this.#known++;
  }

  /** Since when it was not as high, or as low, as `value` on a later day. */
  extreme(direction: SinceDirection, value: number, dayMs: number): SinceFinding {
    const stack = direction === 'high' ? this.#highs : this.#negatedLows;
    const shown = this.#options.display(value) * (direction === 'high' ? 1 : -1);
    const beyond = stack.lastAbove(shown) ?? null;
    const reached = stack.lastAtLeast(shown) ?? null;
    return this.#finding(beyond, reached === beyond ? null : reached, dayMs);
  }

  /** Since when no day had the sign of `value`; silent for a value without one, and in a short series. */
  sign(value: number, dayMs: number): SinceFinding {
    const shown = this.#options.display(value);
    const isShort = this.#first === null || dayMs - this.#first.dayMs < LEAST_DAYS * DAY_MS;
    if (shown === 0 || isShort) return { state: 'silent' };
    return this.#finding(shown > 0 ? this.#lastPositive : this.#lastNegative, null, dayMs);
  }

  #finding(beyond: StackEntry | null, tie: StackEntry | null, dayMs: number): SinceFinding {
    const from = beyond ?? this.#first;
    if (this.#last === null || from === null) return { state: 'silent' };
    if (dayMs <= this.#last.dayMs) throw new RangeError('only a day after the last one can be asked about');
    if (beyond !== null && dayMs - beyond.dayMs < LEAST_DAYS * DAY_MS) return { state: 'silent' };
    const isAcrossGap = from.dayMs < this.#gapEndMs || this.#isGap(this.#last.dayMs, dayMs);
    if (isAcrossGap) return { state: 'suppressed', reason: 'Days in between are missing in a row.' };
    const expected = this.#daysBetween(from.dayMs, dayMs);
    const missing = expected - (this.#known - from.known - 1);
    if (expected > 0 && missing / expected > MOST_MISSING_SHARE) {
      return { state: 'suppressed', reason: `${missing} of the ${expected} days in between are missing.` };
    }
    return {
      state: 'found',
      beyondMs: beyond?.dayMs ?? null,
      tieMs: tie?.dayMs ?? null,
      firstMs: this.#first?.dayMs ?? from.dayMs,
    };
  }

  #isGap(fromMs: number, toMs: number): boolean {
    return this.#daysBetween(fromMs, toMs) >= GAP_DAYS;
  }

  /** Days that should have a value, after one day and before another. */
  #daysBetween(fromMs: number, toMs: number): number {
    const days = Math.round((toMs - fromMs) / DAY_MS) - 1;
    if (this.#options.days === 'daily') return Math.max(0, days);
    return Math.max(0, weekdaysBefore(toMs) - weekdaysBefore(fromMs + DAY_MS));
  }
}

/** Weekdays since Monday, 29 December 1969, before a day; only differences mean something. */
function weekdaysBefore(dayMs: number): number {
  const days = Math.round(dayMs / DAY_MS) + 3;
  const weeks = Math.floor(days / 7);
  return weeks * 5 + Math.min(5, days - weeks * 7);
}
