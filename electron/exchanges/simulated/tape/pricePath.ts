/**
 * The way of a price within a step: a noisy bridge from its open to its close.
 *
 * Invariants:
 * - It starts at the open and ends at the close.
 * - It never leaves `[low, high]`: the span of open and close, widened by `REACH` deviations of the noise.
 */

import type { MarketLeg } from '../market/assetStep';
import type { RandomStream } from '../random/randomStream';

const REACH = 2.5;
/** Of the step's own move: fast markets overshoot. */
const NOISE_OF_MOVE = 0.3;
const BASIS_POINT = 1e-4;

export class PricePath {
  low = 0;
  high = 0;
  #close = 0;
  #deviation = 0;
  #price = 0;
  #done = 0;

  /** `noiseBp`: deviation of the noise over the whole step when the price does not move. */
  begin(leg: MarketLeg, noiseBp: number): void {
    const { openPrice, closePrice } = leg;
    this.#deviation = openPrice * noiseBp * BASIS_POINT + NOISE_OF_MOVE * Math.abs(closePrice - openPrice);
    this.low = Math.min(openPrice, closePrice) - REACH * this.#deviation;
    this.high = Math.max(openPrice, closePrice) + REACH * this.#deviation;
    this.#close = closePrice;
    this.#price = openPrice;
    this.#done = 0;
  }

  /** The price when `part` (0 … below 1) of the step is over; parts must not decrease. */
  at(part: number, random: RandomStream): number {
    const passed = part - this.#done;
    if (passed <= 0) return this.#price;
    const left = 1 - this.#done;
    const mean = this.#price + ((this.#close - this.#price) * passed) / left;
    const deviation = this.#deviation * Math.sqrt((passed * (1 - part)) / left);
    this.#price = Math.min(this.high, Math.max(this.low, mean + deviation * random.normal()));
    this.#done = part;
    return this.#price;
  }
}
