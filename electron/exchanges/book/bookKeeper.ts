/** Keeps the books of a venue in step and emits their best levels, at most once per span and instrument. */
import type { Clock } from '../../../shared/feed/clock';
import type { BookEvent } from '../../../shared/model/events';
import type { Market } from '../connection/market';
import { PRIORITY, type RestQueue } from '../connection/restQueue';
import { type BookChange, type BookSnapshot, OrderBook } from './orderBook';

const DEPTH = 200;
/** A book that keeps losing step is not asked for more often than this. */
const REFILL_EVERY_MS = 1_000;

interface KeptBook {
  readonly book: OrderBook;
  /** Row of the instrument table its ticks and lots are at. */
  row: number;
  emittedAtMs: number;
  askedAtMs: number;
  isAsked: boolean;
}

export interface BookKeeperOptions {
  readonly clock: Clock;
  readonly queue: RestQueue;
  readonly everyMs: number;
  /** Where the venue's stream does not bring a whole book itself. */
  readonly fetchSnapshot: ((market: Market) => Promise<BookSnapshot>) | undefined;
  /** Asks the stream for a whole book. */
  readonly resubscribe: (market: Market) => void;
  readonly emit: (market: Market, event: BookEvent) => void;
  /** Words for the user while a book is out of step. */
  readonly outOfStep: (market: Market, reason: string) => void;
}

export class BookKeeper {
  readonly #options: BookKeeperOptions;
  readonly #books = new Map<Market, KeptBook>();

  constructor(options: BookKeeperOptions) {
    this.#options = options;
  }

  /** The stream begins anew: what was kept is of no use. */
  reset(): void {
    for (const kept of this.#books.values()) {
      kept.book.reset();
      // A question asked on the old socket will not be answered on the new one; one asked over REST will.
      if (this.#options.fetchSnapshot === undefined) kept.isAsked = false;
    }
  }

  change(market: Market, change: BookChange): void {
    const kept = this.#kept(market);
    switch (kept.book.change(change)) {
      case 'applied':
        this.#emitIfDue(market, kept, change.timeMs);
        return;
      case 'waiting':
        this.#refill(market, kept);
        return;
      case 'gap':
        this.#options.outOfStep(market, `the order book of ${market.symbol} lost step; loading it again`);
        this.#refill(market, kept);
        return;
      case 'old':
        return;
    }
  }

  snapshot(market: Market, snapshot: BookSnapshot): void {
    const kept = this.#kept(market);
    // With a whole book from the stream itself there is nothing to make it meet.
    if (this.#options.fetchSnapshot === undefined) kept.book.reset();
    kept.book.snapshot(snapshot);
    kept.isAsked = false;
  }

  #refill(market: Market, kept: KeptBook): void {
    const { clock, queue, fetchSnapshot, resubscribe } = this.#options;
    const nowMs = clock.monotonicMs();
    if (kept.isAsked || nowMs - kept.askedAtMs < REFILL_EVERY_MS) return;
    kept.isAsked = true;
    kept.askedAtMs = nowMs;
    if (fetchSnapshot === undefined) {
      resubscribe(market);
      return;
    }
    void queue
      .run(PRIORITY.book, `order book of ${market.symbol}`, () => fetchSnapshot(market))
      .then((answer) => {
        kept.isAsked = false;
        // Without an answer, or with one that is too old, the next change asks again.
        if (answer.ok) this.snapshot(market, answer.value);
      });
  }

  #emitIfDue(market: Market, kept: KeptBook, exchangeTimeMs: number): void {
    const { clock, everyMs, emit } = this.#options;
    const nowMs = clock.monotonicMs();
    if (nowMs - kept.emittedAtMs < everyMs) return;
    kept.emittedAtMs = nowMs;
    const best = kept.book.best(DEPTH);
    emit(market, {
      kind: 'book',
      seq: 0,
      exchangeTimeMs,
      receiveTimeMs: 0,
      instrument: market.scale.index,
      bidTicks: best.bidTicks,
      bidLots: best.bidLots,
      askTicks: best.askTicks,
      askLots: best.askLots,
    });
  }

  #kept(market: Market): KeptBook {
    let kept = this.#books.get(market);
    if (kept === undefined) {
      const never = Number.NEGATIVE_INFINITY;
      const book = new OrderBook();
      kept = { book, row: market.scale.index, emittedAtMs: never, askedAtMs: never, isAsked: false };
      this.#books.set(market, kept);
    }
    if (kept.row !== market.scale.index) {
      // The scale has widened: the levels held are at the old one.
      kept.book.reset();
      kept.row = market.scale.index;
    }
    return kept;
  }
}
