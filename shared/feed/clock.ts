/** Time comes from outside: nothing in `shared` reads the wall clock or sets timers. */

export type Cancel = () => void;

export interface Clock {
  /** UTC ms. May jump when the machine's clock is set. */
  wallMs(): number;
  /** Never decreases; for timeouts, staleness, pacing. */
  monotonicMs(): number;
  /** Calls `task` once after `delayMs`. */
  schedule(delayMs: number, task: () => void): Cancel;
}
