/**
 * Which rows were there before, by their ids: whole numbers as ranges, which are few, other ids and whole rows among
 * the newest 200,000 at least.
 */
import { IdRanges } from './idRanges';
import { wholeNumber } from './stamps';

const KEYS_OF_A_GENERATION = 200_000;

export class RowKeys {
  readonly #ranges = new Map<string, IdRanges>();
  // Two generations: taking the oldest key out of a Set one by one gets slower with every key taken.
  #newest = new Set<string>();
  #older = new Set<string>();

  /** False when the id was there before. `scope`: what the ids are of, such as a symbol. */
  addId(scope: string, id: string, line: number): boolean {
    const number = wholeNumber(id);
    if (Number.isNaN(number)) return this.addRow(`${scope} ${id}`);
    let ranges = this.#ranges.get(scope);
    if (ranges === undefined) {
      ranges = new IdRanges();
      this.#ranges.set(scope, ranges);
    }
    return ranges.add(number, line);
  }

  /** False when the row was there before. */
  addRow(row: string): boolean {
    if (this.#newest.has(row) || this.#older.has(row)) return false;
    if (this.#newest.size >= KEYS_OF_A_GENERATION) {
      this.#older = this.#newest;
      this.#newest = new Set();
    }
    this.#newest.add(row);
    return true;
  }
}
