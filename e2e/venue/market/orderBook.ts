/**
 * The venue's own order book, kept from a snapshot and the diffs that were played.
 *
 * Invariant: a side holds one level per price, best price first, and never a level of quantity zero.
 * Prices and quantities keep the text the exchange sent.
 */

/** `[price, quantity]` as decimal text. */
export type PriceLevel = readonly [price: string, quantity: string];

interface Entry {
  readonly rank: number;
  level: PriceLevel;
}

class BookSide {
  readonly #direction: 1 | -1;
  #entries: Entry[] = [];

  constructor(direction: 1 | -1) {
    this.#direction = direction;
  }

  reset(levels: readonly PriceLevel[]): void {
    this.#entries = levels
      .filter((level) => Number(level[1]) !== 0)
      .map((level) => ({ rank: this.#direction * Number(level[0]), level }))
      .sort((left, right) => left.rank - right.rank);
  }

  set(level: PriceLevel): void {
    const rank = this.#direction * Number(level[0]);
    const at = this.#firstNotBelow(rank);
    const found = this.#entries[at];
    const isKnown = found !== undefined && found.rank === rank;
    if (Number(level[1]) === 0) {
      if (isKnown) this.#entries.splice(at, 1);
    } else if (isKnown) {
      found.level = level;
    } else {
      this.#entries.splice(at, 0, { rank, level });
    }
  }

  top(count: number): PriceLevel[] {
    return this.#entries.slice(0, count).map((entry) => entry.level);
  }

  #firstNotBelow(rank: number): number {
    let low = 0;
    let high = this.#entries.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#entries[middle]?.rank ?? Number.POSITIVE_INFINITY) < rank) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

export interface BookLevels {
  readonly bids: readonly PriceLevel[];
  readonly asks: readonly PriceLevel[];
}

export class OrderBook {
  readonly #bids = new BookSide(-1);
  readonly #asks = new BookSide(1);
  #lastUpdateId = 0;

  /** Id of the last update the book contains; 0 before the first snapshot. */
  get lastUpdateId(): number {
    return this.#lastUpdateId;
  }

  reset(levels: BookLevels, lastUpdateId: number): void {
    this.#bids.reset(levels.bids);
    this.#asks.reset(levels.asks);
    this.#lastUpdateId = lastUpdateId;
  }

  /** Applies a diff; one that the snapshot already contains, or that comes before any snapshot, is ignored. */
  apply(levels: BookLevels, updateId: number): void {
    if (this.#lastUpdateId === 0 || updateId <= this.#lastUpdateId) return;
    for (const level of levels.bids) this.#bids.set(level);
    for (const level of levels.asks) this.#asks.set(level);
    this.#lastUpdateId = updateId;
  }

  /** Best `count` levels of each side. */
  top(count: number): BookLevels {
    return { bids: this.#bids.top(count), asks: this.#asks.top(count) };
  }
}
