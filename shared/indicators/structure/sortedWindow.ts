/**
 * Numbers of a sliding window in order, for its quantiles: log n to find a place, one block move to take it.
 *
 * Invariant: holds exactly what was added and not removed.
 */
export class SortedWindow {
  readonly #values: Float64Array;
  #length = 0;

  constructor(capacity: number) {
    this.#values = new Float64Array(capacity);
  }

  copy(): SortedWindow {
    const copy = new SortedWindow(this.#values.length);
    copy.#values.set(this.#values);
    copy.#length = this.#length;
    return copy;
  }

  /** Throws when it is full. */
  add(value: number): void {
    if (this.#length === this.#values.length) throw new RangeError('the window is full');
    const place = this.#placeOf(value);
    this.#values.copyWithin(place + 1, place, this.#length);
    this.#values[place] = value;
    this.#length += 1;
  }

  /** Throws for a value that is not held. */
  remove(value: number): void {
    const place = this.#placeOf(value);
    if (place === this.#length || this.#values[place] !== value) {
      throw new RangeError(`${value} is not in the window`);
    }
    this.#values.copyWithin(place, place + 1, this.#length);
    this.#length -= 1;
  }

  /** The value that `share` (0 … 1) of the values are at or below, by linear interpolation; NaN when empty. */
  quantile(share: number): number {
    if (this.#length === 0) return Number.NaN;
    const place = (this.#length - 1) * share;
    const below = Math.floor(place);
    const low = this.#values[below] ?? Number.NaN;
    const high = this.#values[Math.min(below + 1, this.#length - 1)] ?? Number.NaN;
    return low + (high - low) * (place - below);
  }

  /** Of the first value that is not smaller. */
  #placeOf(value: number): number {
    let from = 0;
    let to = this.#length;
    while (from < to) {
      const middle = (from + to) >> 1;
      if ((this.#values[middle] ?? 0) < value) from = middle + 1;
      else to = middle;
    }
    return from;
  }
}
