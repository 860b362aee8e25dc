/** The invented market of one symbol: a random walk of the price in ticks, with a book around it. */
import type { CaptureFrame } from './capture/captureFrame';
import { writtenDecimals } from './market/instruments';
import type { PriceLevel } from './market/orderBook';

const FIRST_PRICES: Readonly<Record<string, number>> = {
  BTCUSDT: 60_000,
  ETHUSDT: 2_600,
  SOLUSDT: 150,
  XRPUSDT: 0.6,
};
const LEVELS = 100;
const MOVED_LEVELS = 5;
/** Size of a trade in USD, on average. */
const MEAN_NOTIONAL_USD = 2_000;
const MOVE_PROBABILITY = 0.1;

export class SyntheticSymbol {
  readonly #symbol: string;
  readonly #stream: string;
  readonly #isSpot: boolean;
  readonly #random: () => number;
  readonly #priceDecimals: number;
  readonly #quantityDecimals: number;
  readonly #tick: number;
  readonly #meanQuantity: number;
  /** Price levels of the book, in ticks. */
  readonly #bids = new Set<number>();
  readonly #asks = new Set<number>();
  #priceTicks: number;
  #priceText = '';
  #tradeId: number;
  #updateId = 1_000;

  constructor(
    symbol: string,
    isSpot: boolean,
    [tickSize = '0.01', stepSize = '0.001']: readonly string[],
    index: number,
    random: () => number,
  ) {
    this.#symbol = symbol;
    this.#stream = symbol.toLowerCase();
    this.#isSpot = isSpot;
    this.#random = random;
    this.#priceDecimals = writtenDecimals(tickSize);
    this.#quantityDecimals = writtenDecimals(stepSize);
    this.#tick = Number(tickSize);
    const price = FIRST_PRICES[symbol] ?? 10;
    this.#meanQuantity = MEAN_NOTIONAL_USD / price;
    this.#priceTicks = Math.round(price / this.#tick);
    this.#priceText = this.#text(this.#priceTicks);
    this.#tradeId = 1_000_000_000 * (index + 1);
  }

  trade(timeMs: number): CaptureFrame {
    if (this.#random() < MOVE_PROBABILITY) {
      this.#priceTicks += this.#random() < 0.5 ? -1 : 1;
      this.#priceText = this.#text(this.#priceTicks);
    }
    const isBuyerMaker = this.#random() < 0.5;
    const id = this.#tradeId++;
    const quantity = this.#quantity();
    const tail = this.#isSpot ? ',"M":true' : '';
    const kind = this.#isSpot ? '' : '"X":"MARKET",';
    const text = `{"e":"trade","E":${timeMs},"T":${timeMs},"s":"${this.#symbol}","t":${id},"p":"${this.#priceText}","q":"${quantity}",${kind}"m":${isBuyerMaker}${tail}}`;
    const data = {
      e: 'trade',
      E: timeMs,
      T: timeMs,
      s: this.#symbol,
      t: id,
      p: this.#priceText,
      q: quantity,
      m: isBuyerMaker,
      ...(this.#isSpot ? { M: true } : {}),
    };
    return { marketTimeMs: timeMs, channel: '', stream: `${this.#stream}@trade`, text, data };
  }

  snapshot(timeMs: number): CaptureFrame {
    const bids = this.#side(this.#bids, -1, LEVELS);
    const asks = this.#side(this.#asks, 1, LEVELS);
    const data = { symbol: this.#symbol, lastUpdateId: this.#updateId, E: timeMs, T: timeMs, bids, asks };
    return { marketTimeMs: timeMs, channel: '', stream: null, text: JSON.stringify(data), data };
  }

  depth(timeMs: number): CaptureFrame {
    const previous = this.#updateId;
    this.#updateId += 1 + Math.floor(this.#random() * 5);
    const b = [...this.#crossed(this.#bids, -1), ...this.#side(this.#bids, -1, MOVED_LEVELS)];
    const a = [...this.#crossed(this.#asks, 1), ...this.#side(this.#asks, 1, MOVED_LEVELS)];
    const first = { e: 'depthUpdate', E: timeMs, s: this.#symbol, U: previous + 1, u: this.#updateId };
    const data = this.#isSpot ? { ...first, b, a } : { ...first, T: timeMs, pu: previous, b, a };
    const text = JSON.stringify(data);
    return { marketTimeMs: timeMs, channel: '', stream: `${this.#stream}@depth@100ms`, text, data };
  }

  /** One order, on the symbol's stream and on the stream of all symbols. */
  liquidation(timeMs: number): CaptureFrame[] {
    const quantity = (this.#meanQuantity * (1 + 20 * this.#random())).toFixed(this.#quantityDecimals);
    const order = {
      s: this.#symbol,
      S: this.#random() < 0.5 ? 'SELL' : 'BUY',
      o: 'LIMIT',
      f: 'IOC',
      q: quantity,
      p: this.#priceText,
      ap: this.#priceText,
      X: 'FILLED',
      l: quantity,
      z: quantity,
      T: timeMs,
    };
    const data = { e: 'forceOrder', E: timeMs, o: order };
    const frame = { marketTimeMs: timeMs, channel: '', text: JSON.stringify(data), data };
    return [
      { ...frame, stream: `${this.#stream}@forceOrder` },
      { ...frame, stream: '!forceOrder@arr' },
    ];
  }

  /** New quantities for the levels nearest to the price. */
  #side(levels: Set<number>, direction: 1 | -1, count: number): PriceLevel[] {
    return Array.from({ length: count }, (_, distance) => {
      const ticks = this.#priceTicks + direction * (distance + 1);
      levels.add(ticks);
      return [this.#text(ticks), this.#quantity()];
    });
  }

  /** Removes the levels the price has moved over, and those it has left far behind. */
  #crossed(levels: Set<number>, direction: 1 | -1): PriceLevel[] {
    const removed: PriceLevel[] = [];
    for (const ticks of levels) {
      const distance = (ticks - this.#priceTicks) * direction;
      if (distance > 0 && distance <= 2 * LEVELS) continue;
      levels.delete(ticks);
      removed.push([this.#text(ticks), '0']);
    }
    return removed;
  }

  #quantity(): string {
    const quantity = this.#meanQuantity * (0.05 + 1.9 * this.#random());
    return quantity.toFixed(this.#quantityDecimals);
  }

  #text(ticks: number): string {
    return (ticks * this.#tick).toFixed(this.#priceDecimals);
  }
}
