/**
 * When the candle streams have something to say.
 *
 * Invariant: a bar is closed once, one tick after its end, when a trade stamped before the end cannot
 * arrive any more; an open bar is repeated only when trades changed it.
 */
import type { Bar } from './bars';
import { type BarInterval, barOpenMs } from './intervals';
import type { SymbolMarket } from './symbolMarket';

interface Progress {
  readonly openMs: number;
  readonly trades: number;
}

export interface BarUpdate {
  readonly bar: Bar;
  readonly isClosed: boolean;
}

export class KlineStreams {
  readonly #delayMs: number;
  readonly #progress = new Map<string, Progress>();

  constructor(delayMs: number) {
    this.#delayMs = delayMs;
  }

  /** Updates due on a topic at a tick. */
  due(topic: string, market: SymbolMarket, interval: BarInterval, nowMs: number): BarUpdate[] {
    const openMs = barOpenMs(nowMs - this.#delayMs, interval);
    const progress = this.#progress.get(topic);
    const updates: BarUpdate[] = [];
    if (progress !== undefined && progress.openMs < openMs) {
      const closed = market.candles.barAt(interval, progress.openMs, nowMs);
      if (closed !== undefined) updates.push({ bar: closed, isClosed: true });
    }
    const bar = market.candles.barAt(interval, openMs, nowMs);
    if (bar !== undefined && (progress?.openMs !== openMs || progress.trades !== bar.trades)) {
      this.#progress.set(topic, { openMs, trades: bar.trades });
      updates.push({ bar, isClosed: false });
    }
    return updates;
  }
}
