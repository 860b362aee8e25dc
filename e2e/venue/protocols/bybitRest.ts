/** REST of Bybit v5 (/v5/market), answered from the venue's state. */
import { HOUR_MS } from '../../../shared/model/time';
import { bybitInterval } from '../market/intervals';
import type { SymbolMarket } from '../market/symbolMarket';
import { limitOf, numberOf, type RestAnswer, type RestRequest } from '../transport/restAnswer';
import type { BybitChannel } from './bybitChannel';
import { klineRow, tradeRow } from './bybitMessages';

const DEFAULT_FUNDING_HOURS = 8;

type SymbolHandler = (
  request: RestRequest,
  market: SymbolMarket,
  channel: BybitChannel,
  nowMs: number,
) => object | null;

const ROUTES: Readonly<Record<string, SymbolHandler>> = {
  kline: klines,
  'recent-trade': recentTrades,
  orderbook: orderBook,
  'open-interest': openInterest,
  'funding/history': fundingHistory,
};

/** `channel` is that of the requested category; undefined for one the loopback does not serve. */
export function bybitRest(
  request: RestRequest,
  channel: BybitChannel | undefined,
  nowMs: number,
): RestAnswer {
  const route = request.path.replace(/^\/v5\/market\//, '');
  const category = request.query.get('category') ?? 'linear';
  const symbol = request.query.get('symbol');
  if (route === 'time') {
    return success({ timeSecond: String(Math.floor(nowMs / 1_000)), timeNano: `${nowMs}000000` }, nowMs);
  }
  if (route === 'instruments-info') {
    const isListed = channel !== undefined && request.query.get('status') !== 'PreLaunch';
    const list = isListed ? channel.symbols.all().map((market) => instrumentInfo(market, channel)) : [];
    return success({ category, list, nextPageCursor: '' }, nowMs);
  }
  if (channel === undefined) return refusal(10_001, `Category ${category} is not served.`, nowMs);
  if (route === 'tickers') {
    const tickers = symbol === null ? [...channel.tickers.values()] : [channel.tickers.get(symbol)];
    return success({ category, list: tickers.filter((ticker) => ticker !== undefined) }, nowMs);
  }
  const handler = ROUTES[route];
  if (handler === undefined)
    return { status: 404, body: { retCode: 404, retMsg: `No path ${request.path}.` } };
  const market = channel.symbols.find(symbol ?? '');
  if (market === undefined) return refusal(10_001, `params error: symbol ${symbol} is invalid`, nowMs);
  const result = handler(request, market, channel, nowMs);
  if (result === null) return refusal(10_001, `params error: ${request.query.toString()}`, nowMs);
  return success({ category, symbol: market.instrument.symbol, ...result }, nowMs);
}

function klines(
  request: RestRequest,
  market: SymbolMarket,
  _channel: BybitChannel,
  nowMs: number,
): object | null {
  const interval = bybitInterval(request.query.get('interval') ?? '');
  if (interval === null) return null;
  const startMs = numberOf(request, 'start');
  const endMs = numberOf(request, 'end');
  const range = {
    limit: limitOf(request, 200, 1_000),
    ...(startMs === undefined ? {} : { startMs }),
    ...(endMs === undefined ? {} : { endMs }),
  };
  const bars = market.candles.bars(interval, range, nowMs);
  return { list: bars.reverse().map((bar) => klineRow(market, bar)) };
}

function recentTrades(request: RestRequest, market: SymbolMarket): object {
  const trades = market.trades.latest(limitOf(request, 500, 1_000));
  return { list: trades.map((trade) => tradeRow(market, trade)).reverse() };
}

function orderBook(request: RestRequest, market: SymbolMarket, channel: BybitChannel, nowMs: number): object {
  const { bids, asks } = market.book.top(limitOf(request, 25, 500));
  const symbol = market.instrument.symbol;
  const seq = channel.sequences.get(symbol) ?? 0;
  return { s: symbol, b: bids, a: asks, ts: nowMs, u: market.book.lastUpdateId, seq, cts: nowMs };
}

/** One row: the value the recorded ticker holds now; an empty list before the first ticker. */
function openInterest(
  _request: RestRequest,
  market: SymbolMarket,
  channel: BybitChannel,
  nowMs: number,
): object {
  const value = channel.tickers.get(market.instrument.symbol)?.openInterest;
  const list = value === undefined ? [] : [{ openInterest: value, timestamp: String(nowMs) }];
  return { list, nextPageCursor: '' };
}

/** SYNTHETIC: the recorded current rate at the funding times that have passed. */
function fundingHistory(
  request: RestRequest,
  market: SymbolMarket,
  channel: BybitChannel,
  nowMs: number,
): object {
  const ticker = channel.tickers.get(market.instrument.symbol);
  if (ticker?.fundingRate === undefined) return { list: [] };
  const intervalMs = Number(ticker.fundingIntervalHour ?? DEFAULT_FUNDING_HOURS) * HOUR_MS;
  const lastMs = Math.floor(nowMs / intervalMs) * intervalMs;
  const list = Array.from({ length: limitOf(request, 200, 200) }, (_, index) => ({
    symbol: market.instrument.symbol,
    fundingRate: ticker.fundingRate,
    fundingRateTimestamp: String(lastMs - index * intervalMs),
  }));
  return { list };
}

function instrumentInfo({ instrument, priceDecimals }: SymbolMarket, { category }: BybitChannel): object {
  const shared = {
    symbol: instrument.symbol,
    status: 'Trading',
    baseCoin: instrument.base,
    quoteCoin: instrument.quote,
    priceFilter: { minPrice: instrument.tickSize, maxPrice: '1999999.80', tickSize: instrument.tickSize },
  };
  const { stepSize } = instrument;
  if (category === 'spot') {
    const lotSizeFilter = { basePrecision: stepSize, quotePrecision: '0.0000001', minOrderQty: stepSize };
    return { ...shared, innovation: '0', marginTrading: 'none', lotSizeFilter };
  }
  return {
    ...shared,
    contractType: 'LinearPerpetual',
    launchTime: '1584230400000',
    deliveryTime: '0',
    deliveryFeeRate: '',
    priceScale: String(priceDecimals),
    leverageFilter: { minLeverage: '1', maxLeverage: '100.00', leverageStep: '0.01' },
    lotSizeFilter: {
      minOrderQty: stepSize,
      maxOrderQty: '1000000',
      qtyStep: stepSize,
      minNotionalValue: '5',
    },
    unifiedMarginTrade: true,
    fundingInterval: DEFAULT_FUNDING_HOURS * 60,
    settleCoin: instrument.quote,
  };
}

function success(result: object, nowMs: number): RestAnswer {
  return { status: 200, body: { retCode: 0, retMsg: 'OK', result, retExtInfo: {}, time: nowMs } };
}

function refusal(retCode: number, retMsg: string, nowMs: number): RestAnswer {
  return { status: 200, body: { retCode, retMsg, result: {}, retExtInfo: {}, time: nowMs } };
}
