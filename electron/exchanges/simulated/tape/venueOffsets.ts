/** How far the price of each market lies from that of its kind: little, and always drawn back. */
import type { RandomStream } from '../random/randomStream';

const KNOT_MS = 30_000;
/** Largest distance, as a fraction. */
export const LARGEST_OFFSET = 0.6e-4;

export class VenueOffsets {
  readonly #random: RandomStream;
  readonly #from: Float64Array;
  readonly #to: Float64Array;
  #knot = -1;
  #part = 0;

  constructor(random: RandomStream, markets: number) {
    this.#random = random;
    this.#from = new Float64Array(markets);
    this.#to = new Float64Array(markets);
  }

  /** A function of the time alone: straight lines between knots. */
  moveTo(timeMs: number): void {
    const knot = Math.floor(timeMs / KNOT_MS);
    if (knot !== this.#knot) {
      this.#draw(this.#from, knot);
      this.#draw(this.#to, knot + 1);
      this.#knot = knot;
    }
    this.#part = timeMs / KNOT_MS - knot;
  }

  /** As a fraction of the price. */
  of(slot: number): number {
    const from = this.#from[slot] ?? 0;
    return from + ((this.#to[slot] ?? 0) - from) * this.#part;
  }

  #draw(offsets: Float64Array, knot: number): void {
    this.#random.restart(knot);
    for (let slot = 0; slot < offsets.length; slot += 1) {
      offsets[slot] = this.#random.between(-LARGEST_OFFSET, LARGEST_OFFSET);
    }
  }
}
