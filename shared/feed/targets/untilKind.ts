/** What every kind of event that a replay can go to has in common. A new kind is a file here and a line in `untilKinds.ts`. */
import type { z } from 'zod';
import type { RecordedSource } from '../source';

export type Direction = 1 | -1;

/** Where a replay stands, and what it can look things up in. */
export interface Surroundings {
  readonly source: RecordedSource;
  /** Number of the last event that is shown. */
  readonly seq: number;
  readonly positionMs: number;
  /** Moments the user marked, exchange time, in any order. */
  readonly marks: readonly number[];
}

/** The event with that number, or a moment that is no event. */
export type Finding = { readonly seq: number } | { readonly timeMs: number };

export interface UntilKind<T> {
  readonly schema: z.ZodType<T>;
  /** What is looked for, for a sentence: "gap", "liquidation of $100,000 or more". */
  phrase(target: T): string;
  /** The nearest one strictly after or before where the replay stands; null when there is none. */
  find(target: T, from: Surroundings, direction: Direction): Promise<Finding | null>;
}

/** The nearest of some moments, strictly after or before a time. */
export function nearestMoment(
  moments: readonly number[],
  timeMs: number,
  direction: Direction,
): Finding | null {
  const ahead = moments.filter((moment) => (moment - timeMs) * direction > 0);
  if (ahead.length === 0) return null;
  const nearest = ahead.reduce((best, moment) => ((moment - best) * direction < 0 ? moment : best));
  return { timeMs: nearest };
}
