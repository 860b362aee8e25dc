/**
 * The highest exchange time seen, guarded against times that cannot be.
 *
 * Invariant: one absurd time never becomes "now". A time more than an hour ahead of the highest so far (plus
 * what our own clock says has passed since) is refused, unless the source keeps insisting: after a run of
 * refusals without an acceptable time between them, it is the market that has jumped.
 */
import { HOUR_MS } from '../model/time';

const EARLIEST_MS = Date.UTC(2009, 0, 1);
const MAX_JUMP_MS = HOUR_MS;
const REFUSALS_THAT_CONVINCE = 32;

export class MarketTime {
  #nowMs = 0;
  #wallMs = 0;
  #refusalsInARow = 0;

  /** Highest time accepted; 0 before the first. */
  get nowMs(): number {
    return this.#nowMs;
  }

  /** False when an event of this exchange time must not be used. `wallMs`: our clock at its receipt. */
  accept(exchangeTimeMs: number, wallMs: number): boolean {
    // Not `<`: NaN must fail too.
    if (!(exchangeTimeMs >= EARLIEST_MS && exchangeTimeMs < Number.POSITIVE_INFINITY)) return false;
    if (exchangeTimeMs <= this.#nowMs) {
      this.#refusalsInARow = 0;
      return true;
    }
    const limitMs = this.#nowMs + MAX_JUMP_MS + Math.max(0, wallMs - this.#wallMs);
    if (this.#nowMs !== 0 && exchangeTimeMs > limitMs) {
      this.#refusalsInARow++;
      if (this.#refusalsInARow < REFUSALS_THAT_CONVINCE) return false;
    }
    this.#nowMs = exchangeTimeMs;
    this.#wallMs = wallMs;
    this.#refusalsInARow = 0;
    return true;
  }
}
