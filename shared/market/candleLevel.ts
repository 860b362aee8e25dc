/**
 * The bars of one interval, by their number since 1970 (`ordinal` = open time / length), in columns of numbers:
 * as objects, a week of minutes of some dozen instruments takes hundreds of megabytes.
 *
 * Invariant: the newest `MOST_BARS` ordinals are kept; what is older reads as unknown from then on.
 */
import { MOST_BARS } from '../model/time';
import type { Kline } from './candleEvents';
import type { MinuteBar } from './tradeBar';

const CHUNK_BARS = 64;

/** What is known of a bar, as bits. */
const HAS_KLINE = 1;
const IS_CLOSED = 2;
const HAS_TRADES = 4;

const KLINE_COLUMNS = 6;
const TRADES_COLUMNS = 8;
/** Among the columns of trades: the two that are whole amounts at the instrument's scale. */
const VOLUME_LOTS = 4;
const TAKER_BUY_LOTS = 5;

interface Chunk {
  readonly firstOrdinal: number;
  readonly known: Uint8Array;
  readonly revisions: Float64Array;
  newestRevision: number;
  readonly klines: Float64Array;
  /** Null until the first bar from trades, which only minutes have. */
  trades: Float64Array | null;
}

export class CandleLevel {
  readonly lengthMs: number;
  /** Highest ordinal known; 0 before the first. */
  newest = 0;
  readonly #chunks = new Map<number, Chunk>();
  #oldest = Number.POSITIVE_INFINITY;
  #lastUsed: Chunk | undefined;

  constructor(lengthMs: number) {
    this.lengthMs = lengthMs;
  }

  get isEmpty(): boolean {
    return this.#chunks.size === 0;
  }

  /** No bar before this one is known; infinity when none is. */
  get oldest(): number {
    return Math.max(this.#oldest, this.newest - MOST_BARS + 1);
  }

  /** False for what is older than what is kept. */
  keeps(ordinal: number): boolean {
    return ordinal > this.newest - MOST_BARS;
  }

  /** Of the venue, or settled; null when there is none. */
  kline(ordinal: number): Kline | null {
    const chunk = this.#find(ordinal);
    if (chunk === undefined) return null;
    const row = ordinal - chunk.firstOrdinal;
    const known = chunk.known[row] ?? 0;
    if ((known & HAS_KLINE) === 0) return null;
    const { klines } = chunk;
    const first = row * KLINE_COLUMNS;
    return {
      open: klines[first] ?? Number.NaN,
      high: klines[first + 1] ?? Number.NaN,
      low: klines[first + 2] ?? Number.NaN,
      close: klines[first + 3] ?? Number.NaN,
      volumeBase: klines[first + 4] ?? Number.NaN,
      takerBuyBase: klines[first + 5] ?? Number.NaN,
      closed: (known & IS_CLOSED) !== 0,
    };
  }

  hasClosedKline(ordinal: number): boolean {
    const chunk = this.#find(ordinal);
    return chunk !== undefined && ((chunk.known[ordinal - chunk.firstOrdinal] ?? 0) & IS_CLOSED) !== 0;
  }

  /** The bar must be kept. */
  setKline(ordinal: number, kline: Kline): void {
    const chunk = this.#open(ordinal);
    const row = ordinal - chunk.firstOrdinal;
    chunk.known[row] = ((chunk.known[row] ?? 0) & ~IS_CLOSED) | HAS_KLINE | (kline.closed ? IS_CLOSED : 0);
    const { open, high, low, close, volumeBase, takerBuyBase } = kline;
    chunk.klines.set([open, high, low, close, volumeBase, takerBuyBase], row * KLINE_COLUMNS);
  }

  /** From trades, of a minute that does not change any more; null when there is none. */
  trades(minute: number): MinuteBar | null {
    const chunk = this.#find(minute);
    if (chunk === undefined || chunk.trades === null) return null;
    const row = minute - chunk.firstOrdinal;
    if (((chunk.known[row] ?? 0) & HAS_TRADES) === 0) return null;
    const { trades } = chunk;
    const first = row * TRADES_COLUMNS;
    return {
      minute,
      open: trades[first] ?? Number.NaN,
      high: trades[first + 1] ?? Number.NaN,
      low: trades[first + 2] ?? Number.NaN,
      close: trades[first + 3] ?? Number.NaN,
      volumeLots: trades[first + VOLUME_LOTS] ?? 0,
      takerBuyLots: trades[first + TAKER_BUY_LOTS] ?? 0,
      volumeQuote: trades[first + 6] ?? 0,
      tradeCount: trades[first + 7] ?? 0,
    };
  }

  /** The bar must be kept. */
  setTrades(bar: MinuteBar): void {
    const chunk = this.#open(bar.minute);
    const row = bar.minute - chunk.firstOrdinal;
    chunk.known[row] = (chunk.known[row] ?? 0) | HAS_TRADES;
    chunk.trades ??= new Float64Array(CHUNK_BARS * TRADES_COLUMNS);
    const { open, high, low, close, volumeLots, takerBuyLots, volumeQuote, tradeCount } = bar;
    const row8 = [open, high, low, close, volumeLots, takerBuyLots, volumeQuote, tradeCount];
    chunk.trades.set(row8, row * TRADES_COLUMNS);
  }

  /** Marks a bar as changed. It must be kept. */
  touch(ordinal: number, revision: number): void {
    const chunk = this.#open(ordinal);
    chunk.revisions[ordinal - chunk.firstOrdinal] = revision;
    if (revision > chunk.newestRevision) chunk.newestRevision = revision;
  }

  *touchedSince(revision: number): Iterable<number> {
    for (const { firstOrdinal, revisions, newestRevision } of this.#chunks.values()) {
      if (newestRevision <= revision) continue;
      for (let row = 0; row < CHUNK_BARS; row++) {
        if ((revisions[row] ?? 0) > revision) yield firstOrdinal + row;
      }
    }
  }

  /** Lots held so far become `factor` times as many of a smaller unit. */
  rescale(factor: number): void {
    for (const { trades } of this.#chunks.values()) {
      if (trades === null) continue;
      for (let first = 0; first < trades.length; first += TRADES_COLUMNS) {
        trades[first + VOLUME_LOTS] = (trades[first + VOLUME_LOTS] ?? 0) * factor;
        trades[first + TAKER_BUY_LOTS] = (trades[first + TAKER_BUY_LOTS] ?? 0) * factor;
      }
    }
  }

  #find(ordinal: number): Chunk | undefined {
    if (!this.keeps(ordinal)) return undefined;
    const number = Math.floor(ordinal / CHUNK_BARS);
    if (this.#lastUsed?.firstOrdinal === number * CHUNK_BARS) return this.#lastUsed;
    const chunk = this.#chunks.get(number);
    if (chunk !== undefined) this.#lastUsed = chunk;
    return chunk;
  }

  #open(ordinal: number): Chunk {
    if (ordinal > this.newest) this.newest = ordinal;
    if (ordinal < this.#oldest) this.#oldest = ordinal;
    return this.#find(ordinal) ?? this.#add(Math.floor(ordinal / CHUNK_BARS));
  }

  #add(number: number): Chunk {
    for (const [held, { firstOrdinal }] of this.#chunks) {
      if (!this.keeps(firstOrdinal + CHUNK_BARS - 1)) this.#chunks.delete(held);
    }
    const chunk: Chunk = {
      firstOrdinal: number * CHUNK_BARS,
      known: new Uint8Array(CHUNK_BARS),
      revisions: new Float64Array(CHUNK_BARS),
      newestRevision: 0,
      klines: new Float64Array(CHUNK_BARS * KLINE_COLUMNS),
      trades: null,
    };
    this.#chunks.set(number, chunk);
    this.#lastUsed = chunk;
    return chunk;
  }
}
