/**
 * Binance messages made from the venue's own state: aggregate trades, candles, 24 h statistics, and what the
 * captures do not hold and is therefore SYNTHETIC: mark price (= last trade), index (2 bp below), funding
 * rate (constant) and open interest (a constant moved by the taker balance).
 */
import { DAY_MS, HOUR_MS } from '../../../shared/model/time';
import type { Bar } from '../market/bars';
import type { BarInterval } from '../market/intervals';
import type { SymbolMarket } from '../market/symbolMarket';
import type { Trade } from '../market/tradeLog';

export interface TradeFrame {
  readonly E: number;
  readonly T: number;
  readonly s: string;
  readonly t: number;
  readonly p: string;
  readonly q: string;
  readonly m: boolean;
  readonly M?: boolean;
}

const FUNDING_INTERVAL_MS = 8 * HOUR_MS;
const FUNDING_RATE = '0.00010000';
const SYNTHETIC_OPEN_INTEREST = 80_000;
const INDEX_TO_MARK = 0.9998;

/** A trade as an aggregate of itself: `a` = `f` = `l` = its id. */
export function aggTradeText(trade: TradeFrame): string {
  const tail = trade.M === undefined ? '' : ',"M":true';
  return `{"e":"aggTrade","E":${trade.E},"s":"${trade.s}","a":${trade.t},"p":"${trade.p}","q":"${trade.q}","f":${trade.t},"l":${trade.t},"T":${trade.T},"m":${trade.m}${tail}}`;
}

export function aggTradeRow(trade: Trade, isSpot: boolean): object {
  return {
    a: trade.sequence,
    p: trade.price,
    q: trade.quantity,
    f: trade.sequence,
    l: trade.sequence,
    T: trade.timeMs,
    m: trade.takerSide === 'sell',
    ...(isSpot ? { M: true } : {}),
  };
}

export function tradeRow(trade: Trade): object {
  return {
    id: trade.sequence,
    price: trade.price,
    qty: trade.quantity,
    quoteQty: (Number(trade.price) * Number(trade.quantity)).toFixed(8),
    time: trade.timeMs,
    isBuyerMaker: trade.takerSide === 'sell',
    isBestMatch: true,
  };
}

export function klineText(
  market: SymbolMarket,
  bar: Bar,
  interval: BarInterval,
  intervalName: string,
  isClosed: boolean,
  nowMs: number,
): string {
  const row = barTexts(market, bar);
  const symbol = market.instrument.symbol;
  return JSON.stringify({
    e: 'kline',
    E: nowMs,
    s: symbol,
    k: {
      t: bar.openTimeMs,
      T: bar.openTimeMs + interval.lengthMs - 1,
      s: symbol,
      i: intervalName,
      f: bar.firstTradeId,
      L: bar.lastTradeId,
      o: row.open,
      c: row.close,
      h: row.high,
      l: row.low,
      v: row.volume,
      n: bar.trades,
      x: isClosed,
      q: row.quoteVolume,
      V: row.takerBuyVolume,
      Q: row.takerBuyQuoteVolume,
      B: '0',
    },
  });
}

/** The twelve fields of a REST kline. */
export function klineRow(market: SymbolMarket, bar: Bar, interval: BarInterval): unknown[] {
  const row = barTexts(market, bar);
  return [
    bar.openTimeMs,
    row.open,
    row.high,
    row.low,
    row.close,
    row.volume,
    bar.openTimeMs + interval.lengthMs - 1,
    row.quoteVolume,
    bar.trades,
    row.takerBuyVolume,
    row.takerBuyQuoteVolume,
    '0',
  ];
}

/** REST 24 h statistics; null while nothing was traded. */
export function dayStatistics(market: SymbolMarket, nowMs: number, isSpot: boolean): object | null {
  const day = market.candles.lastDay(nowMs);
  if (day === undefined) return null;
  const row = barTexts(market, day);
  const best = market.book.top(1);
  const change = day.close - day.open;
  return {
    symbol: market.instrument.symbol,
    priceChange: change.toFixed(market.priceDecimals),
    priceChangePercent: ((100 * change) / day.open).toFixed(3),
    weightedAvgPrice: (day.quoteVolume / Math.max(day.volume, 1e-12)).toFixed(market.priceDecimals),
    lastPrice: market.trades.last?.price ?? row.close,
    lastQty: market.trades.last?.quantity ?? '0',
    openPrice: row.open,
    highPrice: row.high,
    lowPrice: row.low,
    volume: row.volume,
    quoteVolume: row.quoteVolume,
    openTime: nowMs - DAY_MS,
    closeTime: nowMs,
    firstId: day.firstTradeId,
    lastId: day.lastTradeId,
    count: day.trades,
    ...(isSpot ? { prevClosePrice: row.open, ...bestPrices(best.bids[0], best.asks[0]) } : {}),
  };
}

/** The ticker streams carry the REST statistics under one-letter names, the mini ticker the main ones. */
export function tickerText(
  market: SymbolMarket,
  nowMs: number,
  isSpot: boolean,
  kind: 'ticker' | 'miniTicker',
): string | null {
  const statistics = dayStatistics(market, nowMs, isSpot);
  if (statistics === null) return null;
  const frame: Record<string, unknown> = { e: kind === 'ticker' ? '24hrTicker' : '24hrMiniTicker', E: nowMs };
  for (const [name, value] of Object.entries(statistics)) {
    const letter = TICKER_LETTERS[name];
    if (letter === undefined) continue;
    if (kind === 'ticker' || MINI_TICKER_LETTERS.has(letter)) frame[letter] = value;
  }
  return JSON.stringify(frame);
}

/** REST premium index; null while nothing was traded. Synthetic, see the top of the file. */
export function premiumIndex(market: SymbolMarket, nowMs: number): PremiumIndex | null {
  const price = market.lastPrice;
  if (price === null) return null;
  return {
    symbol: market.instrument.symbol,
    markPrice: price.toFixed(8),
    indexPrice: (price * INDEX_TO_MARK).toFixed(8),
    estimatedSettlePrice: price.toFixed(8),
    lastFundingRate: FUNDING_RATE,
    interestRate: FUNDING_RATE,
    nextFundingTime: lastFundingMs(nowMs) + FUNDING_INTERVAL_MS,
    time: nowMs,
  };
}

interface PremiumIndex {
  readonly symbol: string;
  readonly markPrice: string;
  readonly indexPrice: string;
  readonly estimatedSettlePrice: string;
  readonly lastFundingRate: string;
  readonly interestRate: string;
  readonly nextFundingTime: number;
  readonly time: number;
}

export function markPriceText(market: SymbolMarket, nowMs: number): string | null {
  const index = premiumIndex(market, nowMs);
  if (index === null) return null;
  return JSON.stringify({
    e: 'markPriceUpdate',
    E: nowMs,
    s: index.symbol,
    p: index.markPrice,
    i: index.indexPrice,
    P: index.estimatedSettlePrice,
    r: index.lastFundingRate,
    T: index.nextFundingTime,
  });
}

export function openInterest(market: SymbolMarket, nowMs: number): object | null {
  if (market.lastPrice === null) return null;
  const contracts = SYNTHETIC_OPEN_INTEREST + market.takerBalance;
  return {
    symbol: market.instrument.symbol,
    openInterest: contracts.toFixed(market.quantityDecimals),
    time: nowMs,
  };
}

/** Past funding, oldest first. */
export function fundingHistory(market: SymbolMarket, nowMs: number, count: number): object[] {
  const last = lastFundingMs(nowMs);
  return Array.from({ length: count }, (_, index) => ({
    symbol: market.instrument.symbol,
    fundingRate: FUNDING_RATE,
    fundingTime: last - (count - 1 - index) * FUNDING_INTERVAL_MS,
    markPrice: '',
  }));
}

function lastFundingMs(nowMs: number): number {
  return Math.floor(nowMs / FUNDING_INTERVAL_MS) * FUNDING_INTERVAL_MS;
}

interface BarTexts {
  readonly open: string;
  readonly high: string;
  readonly low: string;
  readonly close: string;
  readonly volume: string;
  readonly quoteVolume: string;
  readonly takerBuyVolume: string;
  readonly takerBuyQuoteVolume: string;
}

function barTexts(market: SymbolMarket, bar: Bar): BarTexts {
  const quoteDecimals = Math.min(8, market.priceDecimals + market.quantityDecimals);
  return {
    open: bar.open.toFixed(market.priceDecimals),
    high: bar.high.toFixed(market.priceDecimals),
    low: bar.low.toFixed(market.priceDecimals),
    close: bar.close.toFixed(market.priceDecimals),
    volume: bar.volume.toFixed(market.quantityDecimals),
    quoteVolume: bar.quoteVolume.toFixed(quoteDecimals),
    takerBuyVolume: bar.takerBuyVolume.toFixed(market.quantityDecimals),
    takerBuyQuoteVolume: bar.takerBuyQuoteVolume.toFixed(quoteDecimals),
  };
}

type Level = readonly [string, string] | undefined;

function bestPrices(bid: Level, ask: Level): object {
  return { bidPrice: bid?.[0], bidQty: bid?.[1], askPrice: ask?.[0], askQty: ask?.[1] };
}

const TICKER_LETTERS: Readonly<Record<string, string>> = {
  symbol: 's',
  priceChange: 'p',
  priceChangePercent: 'P',
  weightedAvgPrice: 'w',
  prevClosePrice: 'x',
  lastPrice: 'c',
  lastQty: 'Q',
  bidPrice: 'b',
  bidQty: 'B',
  askPrice: 'a',
  askQty: 'A',
  openPrice: 'o',
  highPrice: 'h',
  lowPrice: 'l',
  volume: 'v',
  quoteVolume: 'q',
  openTime: 'O',
  closeTime: 'C',
  firstId: 'F',
  lastId: 'L',
  count: 'n',
};

const MINI_TICKER_LETTERS: ReadonlySet<string> = new Set(['s', 'c', 'o', 'h', 'l', 'v', 'q']);
