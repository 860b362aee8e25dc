/**
 * The trades played so far, for the REST history.
 *
 * Invariant: `sequence` grows from trade to trade. Memory is bounded: past a million trades the oldest go.
 */

export interface Trade {
  /** Number of the trade on its symbol: Binance's id, or a running number where ids are no numbers. */
  readonly sequence: number;
  readonly timeMs: number;
  readonly price: string;
  readonly quantity: string;
  readonly takerSide: 'buy' | 'sell';
  /** The venue's id where it is no number. */
  readonly id?: string;
}

const MAX_TRADES = 1_000_000;
const DROPPED_AT_ONCE = 100_000;

export class TradeLog {
  #trades: Trade[] = [];

  get last(): Trade | undefined {
    return this.#trades.at(-1);
  }

  add(trade: Trade): void {
    if (this.#trades.length >= MAX_TRADES) this.#trades = this.#trades.slice(DROPPED_AT_ONCE);
    this.#trades.push(trade);
  }

  /** Oldest first, from the first trade with this number or a later one. */
  fromSequence(sequence: number, limit: number): readonly Trade[] {
    const start = this.#firstIndex((trade) => trade.sequence >= sequence);
    return this.#trades.slice(start, start + limit);
  }

  /** Oldest first, `startMs` and `endMs` inside. */
  between(startMs: number, endMs: number, limit: number): readonly Trade[] {
    const start = this.#firstIndex((trade) => trade.timeMs >= startMs);
    const end = this.#firstIndex((trade) => trade.timeMs > endMs);
    return this.#trades.slice(start, Math.min(end, start + limit));
  }

  /** The newest trades, oldest of them first. */
  latest(limit: number): readonly Trade[] {
    return this.#trades.slice(Math.max(0, this.#trades.length - limit));
  }

  #firstIndex(isReached: (trade: Trade) => boolean): number {
    let low = 0;
    let high = this.#trades.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const trade = this.#trades[middle];
      if (trade !== undefined && !isReached(trade)) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
