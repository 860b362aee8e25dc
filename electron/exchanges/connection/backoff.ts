/**
 * Delays between attempts: doubling from a minimum to a maximum, spread by chance so that clients do not
 * come back all at once.
 */

/** Share of a delay that chance decides. */
const SPREAD = 0.5;

export class Backoff {
  readonly #minMs: number;
  readonly #maxMs: number;
  readonly #random: () => number;
  #attempts = 0;

  constructor(minMs: number, maxMs: number, random: () => number) {
    this.#minMs = minMs;
    this.#maxMs = maxMs;
    this.#random = random;
  }

  /** Failed attempts since the last success. */
  get attempts(): number {
    return this.#attempts;
  }

  /** Delay before the next attempt, between half of the doubled minimum and all of it. */
  nextMs(): number {
    const fullMs = Math.min(this.#maxMs, this.#minMs * 2 ** Math.min(this.#attempts, 30));
    this.#attempts++;
    return fullMs * (1 - SPREAD * this.#random());
  }

  succeeded(): void {
    this.#attempts = 0;
  }
}
