/**
 * The highest of the last `length` values, O(1) a value on average. Of negated values, the lowest.
 *
 * Invariant: values are kept in falling order with their places; one that a later, higher value hides is gone.
 */
import type { IndicatorState } from '../indicator';

interface Place {
  readonly ordinal: number;
  readonly value: number;
}

export class SlidingHighest {
  readonly #length: number;
  #falling: Place[] = [];
  #count = 0;

  constructor(length: number) {
    this.#length = length;
  }

  push(value: number): void {
    while ((this.#falling.at(-1)?.value ?? Number.POSITIVE_INFINITY) <= value) this.#falling.pop();
    this.#falling.push({ ordinal: this.#count, value });
    this.#count++;
    if ((this.#falling[0]?.ordinal ?? 0) < this.#count - this.#length) this.#falling.shift();
  }

  /** Of the last values; with `extra`, as if that were pushed now. NaN until there are enough. */
  read(extra?: number): number {
    const count = this.#count + (extra === undefined ? 0 : 1);
    if (count < this.#length) return Number.NaN;
    const oldest = count - this.#length;
    const [first, second] = this.#falling;
    const held = first !== undefined && first.ordinal < oldest ? second : first;
    return Math.max(held?.value ?? Number.NEGATIVE_INFINITY, extra ?? Number.NEGATIVE_INFINITY);
  }

  snapshot(): IndicatorState {
    return { falling: [...this.#falling], count: this.#count };
  }

  restore(state: IndicatorState): void {
    const { falling, count } = state as { falling: Place[]; count: number };
    this.#falling = [...falling];
    this.#count = count;
  }
}
