/**
 * Reads candles out of a series: which truth counts for a minute, and longer bars folded from shorter ones.
 *
 * - A minute that the trade stream covered from before its open comes from trades. Otherwise the venue's
 *   kline is the truth; a partly heard minute without a kline shows what was heard.
 * - A longer bar is the venue's closed kline, else the fold of the next shorter bars, so that a forming day
 *   is made of the venue's closed hours and our newest minutes.
 */
import { fromScaled } from '../model/decimal';
import { MINUTE_MS, type TimeRange } from '../model/time';
import type { Candle, Kline } from './candleEvents';
import type { CandleSeries } from './candleSeries';
import { anyOverlap } from './ranges';

/** What is known about the trade stream of the instrument. */
export interface TradeCoverage {
  /** Exchange time of the first trade heard live; null before. */
  readonly sinceMs: number | null;
  readonly holes: readonly TimeRange[];
  readonly quantityDecimals: number;
}

export interface DayRange {
  /** First price of the minute that holds the moment 24 h ago. */
  readonly open: number;
  readonly high: number;
  readonly low: number;
}

/** So many are asked for one by one; beyond, what is held is looked through. */
const FEW_ORDINALS = 64;

export class CandleReader {
  readonly #series: CandleSeries;
  readonly #coverage: TradeCoverage;

  constructor(series: CandleSeries, coverage: TradeCoverage) {
    this.#series = series;
    this.#coverage = coverage;
  }

  /** The candle number `ordinal` of a level (0 is one minute); undefined when nothing is known of it. */
  at(level: number, ordinal: number): Candle | undefined {
    if (level === 0) return this.#minute(ordinal);
    const kline = this.#series.levels[level]?.kline(ordinal) ?? null;
    if (kline?.closed) return kline;
    const children = this.#children(level, ordinal);
    const first = this.at(level - 1, children.first);
    const folded = this.#fold(level - 1, children.first, children.last);
    if (first !== undefined || kline === null) return folded;
    return folded === undefined ? kline : extend(kline, folded);
  }

  /** Ordinals of the newest and the oldest candle that may exist at a level; undefined when there is none. */
  extent(level: number): { readonly newest: number; readonly oldest: number } | undefined {
    const lengthMs = this.#lengthMs(level);
    let newestMs = Number.NEGATIVE_INFINITY;
    let oldestMs = Number.POSITIVE_INFINITY;
    for (const { isEmpty, lengthMs: unitMs, newest, oldest } of this.#series.levels.slice(0, level + 1)) {
      if (isEmpty) continue;
      newestMs = Math.max(newestMs, newest * unitMs);
      oldestMs = Math.min(oldestMs, oldest * unitMs);
    }
    if (newestMs === Number.NEGATIVE_INFINITY) return undefined;
    return { newest: Math.floor(newestMs / lengthMs), oldest: Math.floor(oldestMs / lengthMs) };
  }

  /** Ordinals of the candles from `first` to `last` that may exist at a level, in order. */
  ordinals(level: number, first: number, last: number): readonly number[] {
    const length = Math.max(0, last - first + 1);
    if (length <= FEW_ORDINALS) return Array.from({ length }, (_, index) => first + index);
    const lengthMs = this.#lengthMs(level);
    const openTimes = new Set<number>();
    this.touchedSince(level, -1, openTimes);
    return [...openTimes]
      .map((openTimeMs) => openTimeMs / lengthMs)
      .filter((ordinal) => ordinal >= first && ordinal <= last)
      .sort((a, b) => a - b);
  }

  /** Adds the open times of the bars of a level that changed after `revision`. */
  touchedSince(level: number, revision: number, openTimes: Set<number>): void {
    const lengthMs = this.#lengthMs(level);
    for (const changed of this.#series.levels.slice(0, level + 1)) {
      for (const ordinal of changed.touchedSince(revision)) {
        openTimes.add(Math.floor((ordinal * changed.lengthMs) / lengthMs) * lengthMs);
      }
    }
  }

  /** True when the trade stream was heard from before the minute's open to its end without a hole. */
  isCovered(minute: number): boolean {
    const fromMs = minute * MINUTE_MS;
    const { sinceMs, holes } = this.#coverage;
    return sinceMs !== null && sinceMs < fromMs && !anyOverlap(holes, { fromMs, toMs: fromMs + MINUTE_MS });
  }

  #minute(minute: number): Candle | undefined {
    const trades = this.#series.tradesOf(minute);
    if (trades === null || !this.isCovered(minute)) {
      const kline = this.#series.minutes.kline(minute);
      if (trades === null || kline !== null) return kline ?? undefined;
    }
    const { open, high, low, close } = trades;
    const volumeBase = fromScaled(trades.volumeLots, this.#coverage.quantityDecimals);
    const takerBuyBase = fromScaled(trades.takerBuyLots, this.#coverage.quantityDecimals);
    return { open, high, low, close, volumeBase, takerBuyBase };
  }

  #fold(level: number, first: number, last: number): Candle | undefined {
    let folded: Candle | undefined;
    for (let ordinal = first; ordinal <= last; ordinal++) {
      const candle = this.at(level, ordinal);
      if (candle !== undefined) folded = folded === undefined ? candle : join(folded, candle);
    }
    return folded;
  }

  #children(level: number, ordinal: number): { readonly first: number; readonly last: number } {
    const ratio = this.#lengthMs(level) / this.#lengthMs(level - 1);
    return { first: ordinal * ratio, last: ordinal * ratio + ratio - 1 };
  }

  #lengthMs(level: number): number {
    return this.#series.levels[level]?.lengthMs ?? MINUTE_MS;
  }
}

function join(earlier: Candle, later: Candle): Candle {
  return {
    open: earlier.open,
    high: Math.max(earlier.high, later.high),
    low: Math.min(earlier.low, later.low),
    close: later.close,
    volumeBase: earlier.volumeBase + later.volumeBase,
    takerBuyBase: earlier.takerBuyBase + later.takerBuyBase,
  };
}

/** A kline that was still forming when it was fetched, with the newer minutes that are known. */
function extend(kline: Kline, newer: Candle): Candle {
  return {
    open: kline.open,
    high: Math.max(kline.high, newer.high),
    low: Math.min(kline.low, newer.low),
    close: newer.close,
    volumeBase: Math.max(kline.volumeBase, newer.volumeBase),
    takerBuyBase: Math.max(kline.takerBuyBase, newer.takerBuyBase),
  };
}
