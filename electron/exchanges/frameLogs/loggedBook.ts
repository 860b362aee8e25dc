/** One order book of a log: kept in step as on a live feed, its best levels taken at most once a second. */
import type { BookEvent } from '../../../shared/model/events';
import type { InstrumentScale } from '../../../shared/model/instrumentScale';
import { type BookChange, type BookSnapshot, type BookVerdict, OrderBook } from '../book/orderBook';

const DEPTH = 200;
const KEPT_EVERY_MS = 1_000;

type Picture = Omit<BookEvent, 'receiveTimeMs' | 'instrument'>;

export class LoggedBook {
  readonly #book = new OrderBook();
  readonly #scale: InstrumentScale;
  readonly #hasWholeBooks: boolean;
  /** What the levels held are at. */
  #priceDecimals: number;
  #quantityDecimals: number;
  #keptAtMs = Number.NEGATIVE_INFINITY;

  constructor(scale: InstrumentScale, hasWholeBooks: boolean) {
    this.#scale = scale;
    this.#hasWholeBooks = hasWholeBooks;
    this.#priceDecimals = scale.priceDecimals;
    this.#quantityDecimals = scale.quantityDecimals;
  }

  reset(): void {
    this.#book.reset();
  }

  change(
    change: BookChange,
    receiveTimeMs: number,
  ): { readonly verdict: BookVerdict; readonly picture: Picture | null } {
    this.#followScale();
    const verdict = this.#book.change(change);
    const isDue = verdict === 'applied' && receiveTimeMs - this.#keptAtMs >= KEPT_EVERY_MS;
    if (!isDue) return { verdict, picture: null };
    this.#keptAtMs = receiveTimeMs;
    const levels = this.#book.best(DEPTH);
    return { verdict, picture: { kind: 'book', seq: 0, exchangeTimeMs: change.timeMs, ...levels } };
  }

  snapshot(snapshot: BookSnapshot): void {
    this.#followScale();
    // A whole book of the stream itself has nothing before it that it would have to meet.
    if (this.#hasWholeBooks) this.#book.reset();
    this.#book.snapshot(snapshot);
  }

  /** Nobody can be asked for the book again, so the levels held go along to another scale. */
  #followScale(): void {
    const { priceDecimals, quantityDecimals } = this.#scale;
    const ticksBy = 10 ** (priceDecimals - this.#priceDecimals);
    const lotsBy = 10 ** (quantityDecimals - this.#quantityDecimals);
    if (ticksBy === 1 && lotsBy === 1) return;
    this.#priceDecimals = priceDecimals;
    this.#quantityDecimals = quantityDecimals;
    this.#book.rescale(ticksBy, lotsBy);
  }
}
