/** The last keys seen, for dropping duplicates where ids are not consecutive. Memory is bounded. */
export class RecentKeys {
  readonly #capacity: number;
  /** A Set iterates in order of insertion: its first key is the oldest. */
  readonly #keys = new Set<string>();

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  has(key: string): boolean {
    return this.#keys.has(key);
  }

  /** False when the key is among the last `capacity` keys already. */
  add(key: string): boolean {
    if (this.#keys.has(key)) return false;
    this.#keys.add(key);
    if (this.#keys.size > this.#capacity) {
      const oldest = this.#keys.values().next();
      if (oldest.done !== true) this.#keys.delete(oldest.value);
    }
    return true;
  }
}
