/** Which rows were there before, among the newest ones: a bound on memory, not on what counts as a repeat. */
const MOST_KEYS = 200_000;

export class RowKeys {
  /** A Set iterates in order of insertion: its first key is the oldest. */
  readonly #keys = new Set<string>();

  /** False when the key was there before. */
  add(key: string): boolean {
    if (this.#keys.has(key)) return false;
    this.#keys.add(key);
    if (this.#keys.size > MOST_KEYS) {
      const oldest = this.#keys.values().next();
      if (oldest.done !== true) this.#keys.delete(oldest.value);
    }
    return true;
  }
}
