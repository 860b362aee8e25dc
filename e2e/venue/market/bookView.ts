/**
 * The best N levels of a book as a stream of its own: a snapshot for who joins, then deltas.
 *
 * Invariant: all subscribers of a view hold the levels of its last update, and `updateId` grows by one with
 * every delta.
 */
import type { BookLevels, OrderBook, PriceLevel } from './orderBook';

export class BookView {
  readonly #book: OrderBook;
  readonly #depth: number;
  #levels: BookLevels;
  #updateId: number;

  constructor(book: OrderBook, depth: number) {
    this.#book = book;
    this.#depth = depth;
    this.#levels = book.top(depth);
    this.#updateId = book.lastUpdateId;
  }

  get updateId(): number {
    return this.#updateId;
  }

  get levels(): BookLevels {
    return this.#levels;
  }

  /** What changed since the last call, gone levels with quantity "0"; null when nothing did. */
  refresh(): BookLevels | null {
    const levels = this.#book.top(this.#depth);
    const bids = changes(this.#levels.bids, levels.bids);
    const asks = changes(this.#levels.asks, levels.asks);
    this.#levels = levels;
    if (bids.length === 0 && asks.length === 0) return null;
    this.#updateId++;
    return { bids, asks };
  }
}

function changes(before: readonly PriceLevel[], after: readonly PriceLevel[]): PriceLevel[] {
  const gone = new Map(before);
  const changed: PriceLevel[] = [];
  for (const level of after) {
    if (gone.get(level[0]) !== level[1]) changed.push(level);
    gone.delete(level[0]);
  }
  for (const price of gone.keys()) changed.push([price, '0']);
  return changed;
}
