/**
 * Mean and population variance of the last `length` values, O(1) a value.
 *
 * Invariant: sums are kept about a value near the mean and made anew each time the window has turned over, so
 * that rounding neither grows with the number of bars nor with the height of prices.
 */
import type { IndicatorState } from '../indicator';

export interface Moments {
  readonly mean: number;
  readonly variance: number;
}

interface Sums {
  readonly about: number;
  readonly sum: number;
  readonly squares: number;
}

export class WindowMoments {
  readonly #length: number;
  #values: number[] = [];
  /** Where the next value goes, in place of the oldest. */
  #next = 0;
  #sums: Sums = { about: 0, sum: 0, squares: 0 };

  constructor(length: number) {
    this.#length = length;
  }

  push(value: number): void {
    this.#sums = this.#sumsWith(value);
    this.#values[this.#next] = value;
    this.#next = (this.#next + 1) % this.#length;
  }

  /** Of the last values; with `extra`, as if that were pushed now. Undefined until there are enough. */
  read(extra?: number): Moments | undefined {
    const count = this.#values.length + (extra === undefined ? 0 : 1);
    if (count < this.#length) return undefined;
    const { about, sum, squares } = extra === undefined ? this.#sums : this.#sumsWith(extra);
    const mean = sum / this.#length;
    return { mean: about + mean, variance: Math.max(0, squares / this.#length - mean * mean) };
  }

  snapshot(): IndicatorState {
    return { values: [...this.#values], next: this.#next, sums: this.#sums };
  }

  restore(state: IndicatorState): void {
    const { values, next, sums } = state as { values: number[]; next: number; sums: Sums };
    this.#values = [...values];
    this.#next = next;
    this.#sums = sums;
  }

  #sumsWith(value: number): Sums {
    const oldest = this.#values[this.#next];
    if (this.#next === this.#length - 1) {
      const values = [...this.#values];
      values[this.#next] = value;
      return sumsAbout(values.reduce((total, each) => total + each, 0) / this.#length, values);
    }
    const { sum, squares } = this.#sums;
    const about = this.#values.length === 0 ? value : this.#sums.about;
    const added = value - about;
    const removed = oldest === undefined ? 0 : oldest - about;
    return {
      about,
      sum: sum + added - removed,
      squares: squares + added * added - removed * removed,
    };
  }
}

function sumsAbout(about: number, values: readonly number[]): Sums {
  let sum = 0;
  let squares = 0;
  for (const value of values) {
    const away = value - about;
    sum += away;
    squares += away * away;
  }
  return { about, sum, squares };
}
