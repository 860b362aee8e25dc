/** One candle and the sums over candles. */

export interface Bar {
  readonly openTimeMs: number;
  open: number;
  high: number;
  low: number;
  close: number;
  /** Base units. */
  volume: number;
  quoteVolume: number;
  takerBuyVolume: number;
  takerBuyQuoteVolume: number;
  trades: number;
  /** -1 where a bar holds no trade of the capture. */
  firstTradeId: number;
  lastTradeId: number;
}

/** A bar in which nothing was traded. */
export function flatBar(openTimeMs: number, price: number): Bar {
  return {
    openTimeMs,
    open: price,
    high: price,
    low: price,
    close: price,
    volume: 0,
    quoteVolume: 0,
    takerBuyVolume: 0,
    takerBuyQuoteVolume: 0,
    trades: 0,
    firstTradeId: -1,
    lastTradeId: -1,
  };
}

/** Adds a later bar to an earlier one. */
export function extendBar(bar: Bar, next: Bar): void {
  if (bar.trades === 0) {
    bar.open = next.open;
    bar.high = next.high;
    bar.low = next.low;
  } else if (next.trades > 0) {
    bar.high = Math.max(bar.high, next.high);
    bar.low = Math.min(bar.low, next.low);
  }
  bar.close = next.close;
  bar.volume += next.volume;
  bar.quoteVolume += next.quoteVolume;
  bar.takerBuyVolume += next.takerBuyVolume;
  bar.takerBuyQuoteVolume += next.takerBuyQuoteVolume;
  bar.trades += next.trades;
  if (bar.firstTradeId < 0) bar.firstTradeId = next.firstTradeId;
  if (next.lastTradeId >= 0) bar.lastTradeId = next.lastTradeId;
}
