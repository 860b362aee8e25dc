/**
 * A whole session in a few hundred columns: last prices of each instrument and liquidations of each asset.
 *
 * Invariants:
 * - Columns lie on multiples of their length since 1970, so two neighbours merge into one column of twice the
 *   length; there are never more than `MAX_COLUMNS`, however long the session gets.
 * - A column is a function of the events in it, in order; how they came in batches does not matter.
 * - Trades say what the price was; closed candles stand in for them only where a column has none.
 */
import { fromScaled } from '../model/decimal';
import type { MarketEvent, PositionSide } from '../model/events';
import type { InstrumentId, InstrumentIndex, InstrumentTable } from '../model/instrument';
import { SECOND_MS } from '../model/time';

export const MAX_COLUMNS = 720;
/** A reader is told of changes within the newest column this often, in market time. */
const REFRESH_MS = 2 * SECOND_MS;

export interface OverviewColumns {
  /** Start of the first column. */
  readonly fromMs: number;
  readonly bucketMs: number;
  /** Last price in the column; null where neither a trade nor a closed candle tells one. */
  readonly close: (number | null)[];
  /** USD of short positions of the asset liquidated in the column, all venues. */
  readonly shortsUsd: number[];
  readonly longsUsd: number[];
}

export interface OverviewSource {
  /** Changes when there is something new to show. */
  readonly revision: number;
  /** Undefined while nothing is known. */
  columns(instrument: InstrumentId): OverviewColumns | undefined;
}

/** Closes of candles, with the moment each is of: candles of several lengths come in any order. */
interface CandleCloses {
  price: number[];
  timeMs: number[];
}

interface Sides {
  short: number[];
  long: number[];
}

/** Shortest column length that shows `lengthMs` in at most `MAX_COLUMNS`. */
export function bucketMsFor(lengthMs: number): number {
  let bucketMs = SECOND_MS;
  // One column more than fit in between: neither end lies on a boundary.
  while (lengthMs / bucketMs > MAX_COLUMNS - 1) bucketMs *= 2;
  return bucketMs;
}

export class OverviewFold implements OverviewSource {
  readonly #instruments: InstrumentTable;
  readonly #fromMs: number;
  readonly #close = new Map<InstrumentId, number[]>();
  readonly #candles = new Map<InstrumentId, CandleCloses>();
  readonly #liquidated = new Map<string, Sides>();
  #bucketMs: number;
  #first: number;
  #newest: number;
  #newestMs: number;

  /** Events before `fromMs` are not part of the session: back-filled trades, fetched candles. */
  constructor(instruments: InstrumentTable, fromMs: number, bucketMs: number = SECOND_MS) {
    this.#instruments = instruments;
    this.#fromMs = fromMs;
    this.#bucketMs = bucketMs;
    this.#first = Math.floor(fromMs / bucketMs);
    this.#newest = this.#first;
    this.#newestMs = fromMs;
  }

  get revision(): number {
    return Math.floor(this.#newestMs / Math.min(this.#bucketMs, REFRESH_MS));
  }

  take(events: readonly MarketEvent[]): void {
    for (const event of events) {
      if (event.kind === 'trade') this.addPrice(event.exchangeTimeMs, event.instrument, event.priceTicks);
      else if (event.kind === 'candle' && event.closed) {
        this.addCandle(event.openTimeMs + event.intervalMs - 1, event.instrument, event.closeTicks);
      } else if (event.kind === 'liquidation') {
        this.addLiquidation(event.exchangeTimeMs, event.instrument, event.positionSide, event.notionalUsd);
      }
    }
  }

  /** Prices of one instrument come in the order in which the later replaces the earlier. */
  addPrice(timeMs: number, index: InstrumentIndex, priceTicks: number): void {
    const column = this.#columnAt(timeMs);
    if (column < 0) return;
    const { id, priceDecimals } = this.#instruments.get(index);
    let close = this.#close.get(id);
    if (close === undefined) {
      close = [];
      this.#close.set(id, close);
    }
    close[column] = fromScaled(priceTicks, priceDecimals);
  }

  /** `timeMs`: the last moment of a closed candle. */
  addCandle(timeMs: number, index: InstrumentIndex, closeTicks: number): void {
    // Candles fetched for the chart reach far back.
    if (timeMs < this.#fromMs) return;
    const column = this.#columnAt(timeMs);
    const { id, priceDecimals } = this.#instruments.get(index);
    let closes = this.#candles.get(id);
    if (closes === undefined) {
      closes = { price: [], timeMs: [] };
      this.#candles.set(id, closes);
    }
    if ((closes.timeMs[column] ?? 0) > timeMs) return;
    closes.timeMs[column] = timeMs;
    closes.price[column] = fromScaled(closeTicks, priceDecimals);
  }

  addLiquidation(timeMs: number, index: InstrumentIndex, side: PositionSide, notionalUsd: number): void {
    const column = this.#columnAt(timeMs);
    if (column < 0) return;
    const { asset } = this.#instruments.get(index);
    let sides = this.#liquidated.get(asset);
    if (sides === undefined) {
      sides = { short: [], long: [] };
      this.#liquidated.set(asset, sides);
    }
    sides[side][column] = (sides[side][column] ?? 0) + notionalUsd;
  }

  columns(instrument: InstrumentId): OverviewColumns | undefined {
    const asset = this.#instruments.latest(instrument)?.asset;
    if (asset === undefined) return undefined;
    const count = this.#newest - this.#first + 1;
    const close = this.#close.get(instrument);
    const candles = this.#candles.get(instrument)?.price;
    const sides = this.#liquidated.get(asset);
    const sum = (side: PositionSide) =>
      Array.from({ length: count }, (_, column) => Math.round(sides?.[side][column] ?? 0));
    return {
      fromMs: this.#first * this.#bucketMs,
      bucketMs: this.#bucketMs,
      close: Array.from({ length: count }, (_, column) => close?.[column] ?? candles?.[column] ?? null),
      shortsUsd: sum('short'),
      longsUsd: sum('long'),
    };
  }

  /** Negative for a moment before the session. */
  #columnAt(timeMs: number): number {
    let ordinal = Math.floor(timeMs / this.#bucketMs);
    while (ordinal - this.#first >= MAX_COLUMNS) {
      this.#halve();
      ordinal = Math.floor(timeMs / this.#bucketMs);
    }
    if (ordinal > this.#newest) this.#newest = ordinal;
    if (timeMs > this.#newestMs) this.#newestMs = timeMs;
    return ordinal - this.#first;
  }

  /** Columns twice as long: neighbours become one. */
  #halve(): void {
    const odd = this.#first % 2;
    this.#bucketMs *= 2;
    this.#first = Math.floor(this.#first / 2);
    this.#newest = Math.floor(this.#newest / 2);
    const columnOf = (column: number) => Math.floor((column + odd) / 2);
    for (const [id, close] of this.#close) {
      const merged: number[] = [];
      close.forEach((price, column) => {
        merged[columnOf(column)] = price;
      });
      this.#close.set(id, merged);
    }
    for (const closes of this.#candles.values()) {
      const merged: CandleCloses = { price: [], timeMs: [] };
      closes.timeMs.forEach((timeMs, column) => {
        // Columns go forward in time: the later of two neighbours comes last.
        merged.timeMs[columnOf(column)] = timeMs;
        merged.price[columnOf(column)] = closes.price[column] as number;
      });
      Object.assign(closes, merged);
    }
    for (const sides of this.#liquidated.values()) {
      for (const side of ['short', 'long'] as const) {
        const merged: number[] = [];
        sides[side].forEach((usd, column) => {
          merged[columnOf(column)] = (merged[columnOf(column)] ?? 0) + usd;
        });
        sides[side] = merged;
      }
    }
  }
}
