/** Bybit messages made from the venue's own state, and recorded candles as bars. */
import type { Bar } from '../market/bars';
import type { BarInterval } from '../market/intervals';
import type { SymbolMarket } from '../market/symbolMarket';
import type { Trade } from '../market/tradeLog';

export interface RecordedKline {
  readonly start: number;
  readonly open: string;
  readonly high: string;
  readonly low: string;
  readonly close: string;
  readonly volume: string;
  readonly turnover: string;
}

/** Bybit sends no taker volume and no number of trades; a bar with volume counts as one trade here. */
export function recordedBar(kline: RecordedKline): Bar {
  return {
    openTimeMs: kline.start,
    open: Number(kline.open),
    high: Number(kline.high),
    low: Number(kline.low),
    close: Number(kline.close),
    volume: Number(kline.volume),
    quoteVolume: Number(kline.turnover),
    takerBuyVolume: 0,
    takerBuyQuoteVolume: 0,
    trades: Number(kline.volume) > 0 ? 1 : 0,
    firstTradeId: -1,
    lastTradeId: -1,
  };
}

export function klineText(
  topic: string,
  intervalName: string,
  interval: BarInterval,
  bar: Bar,
  isConfirmed: boolean,
  nowMs: number,
): string {
  const data = {
    start: bar.openTimeMs,
    end: bar.openTimeMs + interval.lengthMs - 1,
    interval: intervalName,
    open: String(bar.open),
    close: String(bar.close),
    high: String(bar.high),
    low: String(bar.low),
    volume: plain(bar.volume),
    turnover: plain(bar.quoteVolume),
    confirm: isConfirmed,
    timestamp: nowMs,
  };
  return JSON.stringify({ topic, type: 'snapshot', data: [data], ts: nowMs });
}

/** The seven fields of a REST kline. */
export function klineRow(market: SymbolMarket, bar: Bar): string[] {
  return [
    String(bar.openTimeMs),
    bar.open.toFixed(market.priceDecimals),
    bar.high.toFixed(market.priceDecimals),
    bar.low.toFixed(market.priceDecimals),
    bar.close.toFixed(market.priceDecimals),
    bar.volume.toFixed(market.quantityDecimals),
    plain(bar.quoteVolume),
  ];
}

export function tradeRow(market: SymbolMarket, trade: Trade): object {
  return {
    execId: trade.id ?? String(trade.sequence),
    symbol: market.instrument.symbol,
    price: trade.price,
    size: trade.quantity,
    side: trade.takerSide === 'buy' ? 'Buy' : 'Sell',
    time: String(trade.timeMs),
    isBlockTrade: false,
    isRPITrade: false,
  };
}

/** Decimal text without float residue. */
function plain(value: number): string {
  return String(Number(value.toFixed(8)));
}
