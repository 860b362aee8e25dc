/**
 * What happens within a step, by time: columns that are filled in any order, sorted once, and read in order.
 *
 * Invariant: items of one millisecond keep the order in which they were added.
 */

export const TRADE = 0;
export const FORCED = 1;
export const BOOK = 2;
export const TICKER = 3;
export const MARK = 4;
export const FUNDING = 5;
export const OPEN_INTEREST = 6;
export const MINUTE_END = 7;
export const CATCH_UP = 8;

/** True for what shows the price of its moment. */
export function hasPrice(kind: number): boolean {
  return kind <= TICKER;
}

/** Times 65,536 a millisecond of a minute still fits 32 bits. */
const INDEX_RANGE = 65_536;
const FIRST_CAPACITY = 1_024;

export class StepItems {
  count = 0;
  kinds = new Uint8Array(FIRST_CAPACITY);
  /** Number of the market. */
  slots = new Uint8Array(FIRST_CAPACITY);
  /** 1: the taker buys. Trades only. */
  buys = new Uint8Array(FIRST_CAPACITY);
  /** Since the start of the step. */
  offsetsMs = new Uint32Array(FIRST_CAPACITY);
  /** Relative size of an ordinary trade; number of the child order of a forced one. */
  values = new Float64Array(FIRST_CAPACITY);
  /** Price of the market's kind when the item happens. */
  prices = new Float64Array(FIRST_CAPACITY);
  priceTicks = new Float64Array(FIRST_CAPACITY);
  lots = new Float64Array(FIRST_CAPACITY);
  #keys = new Uint32Array(FIRST_CAPACITY);

  clear(): void {
    this.count = 0;
  }

  add(kind: number, slot: number, offsetMs: number, isBuy = false, value = 0): void {
    if (this.count === this.#keys.length) this.#grow();
    const index = this.count++;
    this.kinds[index] = kind;
    this.slots[index] = slot;
    this.buys[index] = isBuy ? 1 : 0;
    this.offsetsMs[index] = offsetMs;
    this.values[index] = value;
    this.#keys[index] = offsetMs * INDEX_RANGE + index;
  }

  sort(): void {
    this.#keys.subarray(0, this.count).sort();
  }

  /** The index of the item at a place in the order of time. */
  at(place: number): number {
    return (this.#keys[place] ?? 0) % INDEX_RANGE;
  }

  #grow(): void {
    const capacity = this.#keys.length * 2;
    if (capacity > INDEX_RANGE) throw new RangeError('a step holds more items than can be kept in order');
    this.kinds = grown(this.kinds, new Uint8Array(capacity));
    this.slots = grown(this.slots, new Uint8Array(capacity));
    this.buys = grown(this.buys, new Uint8Array(capacity));
    this.offsetsMs = grown(this.offsetsMs, new Uint32Array(capacity));
    this.values = grown(this.values, new Float64Array(capacity));
    this.prices = grown(this.prices, new Float64Array(capacity));
    this.priceTicks = grown(this.priceTicks, new Float64Array(capacity));
    this.lots = grown(this.lots, new Float64Array(capacity));
    this.#keys = grown(this.#keys, new Uint32Array(capacity));
  }
}

function grown<A extends Uint8Array | Uint32Array | Float64Array>(from: A, to: A): A {
  to.set(from);
  return to;
}
