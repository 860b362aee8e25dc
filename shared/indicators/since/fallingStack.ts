/**
 * The values of a series that no later one reaches, in falling order: of equals the latest. Answers which was the last
 * value at least, or more than, a given one. Of negated values: at most, less than.
 *
 * A push is O(1) on average, an answer O(log n).
 */
export interface StackEntry {
  readonly dayMs: number;
  readonly value: number;
  /** Number of days with a value before this one. */
  readonly known: number;
}

export class FallingStack {
  readonly #entries: StackEntry[] = [];

  push(entry: StackEntry): void {
    while ((this.#entries.at(-1)?.value ?? Number.POSITIVE_INFINITY) <= entry.value) this.#entries.pop();
    this.#entries.push(entry);
  }

  lastAtLeast(value: number): StackEntry | undefined {
    return this.#last((entry) => entry.value >= value);
  }

  lastAbove(value: number): StackEntry | undefined {
    return this.#last((entry) => entry.value > value);
  }

  /** `holds` for a beginning of the entries, as values fall. */
  #last(holds: (entry: StackEntry) => boolean): StackEntry | undefined {
    let from = 0;
    let to = this.#entries.length;
    while (from < to) {
      const middle = (from + to) >> 1;
      const entry = this.#entries[middle];
      if (entry !== undefined && holds(entry)) from = middle + 1;
      else to = middle;
    }
    return this.#entries[from - 1];
  }
}
