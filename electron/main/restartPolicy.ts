/**
 * How often a crashed engine is started again: at once, but not more than `limit` times within `windowMs`.
 * Pure: the caller passes monotonic time.
 */
export class RestartPolicy {
  readonly #limit: number;
  readonly #windowMs: number;
  #starts: number[] = [];

  constructor(limit = 3, windowMs = 60_000) {
    this.#limit = limit;
    this.#windowMs = windowMs;
  }

  /** True when a restart is allowed now; counts it. */
  tryStart(nowMs: number): boolean {
    this.#starts = this.#starts.filter((startMs) => nowMs - startMs < this.#windowMs);
    if (this.#starts.length >= this.#limit) return false;
    this.#starts.push(nowMs);
    return true;
  }

  /** Forgets what happened; the user asked for another try. */
  reset(): void {
    this.#starts = [];
  }
}
