/**
 * Which whole numbers were seen, as ranges: trade ids and bar numbers come nearly without holes, so a day of
 * them is a handful of ranges. Finds repeats in files of any order, and what is missing in the end.
 */

/** Beyond it a file's numbers are not consecutive in any useful sense. */
const MOST_RANGES = 20_000;

export interface Hole {
  /** First and last number that is missing. */
  readonly from: number;
  readonly to: number;
  /** Line of the first row after it. */
  readonly line: number;
}

export class IdRanges {
  /** Ascending, never touching. */
  readonly #from: number[] = [];
  readonly #to: number[] = [];
  readonly #line: number[] = [];
  #isFull = false;

  /** False once there are too many ranges to keep: then repeats are found next to each other only. */
  get isComplete(): boolean {
    return !this.#isFull;
  }

  /** False when the number was there already. */
  add(id: number, line: number): boolean {
    const last = this.#to.length - 1;
    const newest = this.#to[last];
    if (newest === undefined || id > newest + 1) return this.#append(id, line);
    if (id === newest + 1) {
      this.#to[last] = id;
      return true;
    }
    return this.#insert(id, line);
  }

  /** What lies between the smallest and the largest number and was never seen; nothing when not complete. */
  holes(): readonly Hole[] {
    if (this.#isFull) return [];
    const holes: Hole[] = [];
    for (let index = 1; index < this.#from.length; index++) {
      const from = (this.#to[index - 1] ?? 0) + 1;
      holes.push({ from, to: (this.#from[index] ?? 0) - 1, line: this.#line[index] ?? 0 });
    }
    return holes;
  }

  #append(id: number, line: number): true {
    if (this.#from.length >= MOST_RANGES) {
      // Keeping the newest range alone still finds rows that stand twice in a row.
      this.#isFull = true;
      this.#from.length = this.#to.length = this.#line.length = 0;
    }
    this.#from.push(id);
    this.#to.push(id);
    this.#line.push(line);
    return true;
  }

  #insert(id: number, line: number): boolean {
    let low = 0;
    let high = this.#from.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#from[middle] ?? 0) <= id) low = middle + 1;
      else high = middle;
    }
    const before = low - 1;
    if (before >= 0 && id <= (this.#to[before] ?? 0)) return false;
    const touchesBefore = before >= 0 && this.#to[before] === id - 1;
    const touchesAfter = this.#from[low] === id + 1;
    if (touchesBefore && touchesAfter) {
      this.#to[before] = this.#to[low] ?? id;
      for (const column of [this.#from, this.#to, this.#line]) column.splice(low, 1);
    } else if (touchesBefore) this.#to[before] = id;
    else if (touchesAfter) {
      this.#from[low] = id;
    } else if (this.#from.length < MOST_RANGES && !this.#isFull) {
      this.#from.splice(low, 0, id);
      this.#to.splice(low, 0, id);
      this.#line.splice(low, 0, line);
    } else this.#isFull = true;
    return true;
  }
}
