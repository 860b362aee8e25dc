/**
 * A part of a session that is played again and again, from A to B.
 *
 * Invariant: B lies at least `SHORTEST_LOOP_MS` after A.
 */
import type { TimeRange } from '../model/time';
import { SECOND_MS } from '../model/time';

/** Kept while it is off, so that it can be switched on again. */
export interface Loop extends TimeRange {
  readonly on: boolean;
}

export const SHORTEST_LOOP_MS = SECOND_MS;

/** A loop that begins at `timeMs`; an end that would lie before it moves to the end of the session. */
export function loopFrom(loop: Loop | null, timeMs: number, session: TimeRange): Loop {
  const fromMs = clamp(timeMs, session.fromMs, session.toMs - SHORTEST_LOOP_MS);
  const toMs = loop !== null && loop.toMs - fromMs >= SHORTEST_LOOP_MS ? loop.toMs : session.toMs;
  return { fromMs, toMs, on: loop?.on ?? true };
}

/** A loop that ends at `timeMs`; a beginning that would lie after it moves to the beginning of the session. */
export function loopTo(loop: Loop | null, timeMs: number, session: TimeRange): Loop {
  const toMs = clamp(timeMs, session.fromMs + SHORTEST_LOOP_MS, session.toMs);
  const fromMs = loop !== null && toMs - loop.fromMs >= SHORTEST_LOOP_MS ? loop.fromMs : session.fromMs;
  return { fromMs, toMs, on: loop?.on ?? true };
}

/** Switched on or off; where there is none yet, the whole session. */
export function toggled(loop: Loop | null, { fromMs, toMs }: TimeRange): Loop {
  return loop === null ? { fromMs, toMs, on: true } : { ...loop, on: !loop.on };
}

function clamp(value: number, least: number, most: number): number {
  return Math.max(least, Math.min(value, most));
}
