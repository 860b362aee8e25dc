/**
 * Binance's messages as events. Pure: a frame and the instrument's scale in, an event out, null when a
 * member is missing or of the wrong kind.
 *
 * Each parser reads the scale's row before and after: when a finer value has widened it, it reads again.
 */
import type {
  CandleEvent,
  FundingEvent,
  LiquidationEvent,
  MarkEvent,
  OpenInterestEvent,
  TickerEvent,
} from '../../../shared/model/events';
import type { InstrumentScale } from '../../../shared/model/instrumentScale';
import { parseLevels } from '../book/levels';
import type { BookChange, BookSnapshot } from '../book/orderBook';
import { amount, count, decimal, type Fields, list, timeMs } from '../frames/fields';
import { readCandle, readLiquidation, readTicker, readTrade } from '../frames/readEvents';

/** `aggTrade`, and the rows of REST aggTrades. `m`: the buyer was the maker, so the taker sold. */
export function parseAggTrade(frame: Fields, scale: InstrumentScale, isBackfill = false) {
  const takerSide = typeof frame.m !== 'boolean' ? null : frame.m ? 'sell' : 'buy';
  const { p: price, q: quantity, T: time } = frame;
  const tradeId = count(frame.a);
  return readTrade({ price, quantity, time, takerSide, tradeId, backfilled: isBackfill }, scale);
}

/**
 * `forceOrder`: an order that closed a position, so a SELL closed a long. Size is all that was filled (`z`)
 * at the average price (`ap`); `l` is only the last fill.
 */
export function parseForceOrder(order: Fields, scale: InstrumentScale): LiquidationEvent | null {
  const positionSide = order.S === 'SELL' ? 'long' : order.S === 'BUY' ? 'short' : null;
  return readLiquidation({ price: order.ap, quantity: order.z, time: order.T, positionSide }, scale);
}

/** The candle in a `kline` frame; `eventTimeMs` is the frame's `E`. */
export function parseKline(kline: Fields, eventTimeMs: number, scale: InstrumentScale): CandleEvent | null {
  if (typeof kline.x !== 'boolean') return null;
  return candle(
    [kline.t, kline.o, kline.h, kline.l, kline.c, kline.v, kline.T, kline.q, kline.n, kline.V],
    eventTimeMs,
    kline.x,
    'stream',
    scale,
  );
}

/** A row of REST klines. `isClosed`: its time is over. Its exchange time is 0: the venue says none. */
export function parseRestKline(row: unknown, isClosed: boolean, scale: InstrumentScale): CandleEvent | null {
  return candle(list(row), 0, isClosed, 'history', scale);
}

/** The members of a candle in the order of REST klines. */
function candle(
  values: readonly unknown[],
  exchangeTimeMs: number,
  closed: boolean,
  origin: CandleEvent['origin'],
  scale: InstrumentScale,
): CandleEvent | null {
  const openTimeMs = timeMs(values[0]);
  const closeTimeMs = timeMs(values[6]);
  if (openTimeMs === null || closeTimeMs === null || closeTimeMs <= openTimeMs) return null;
  const facts = {
    exchangeTimeMs,
    intervalMs: closeTimeMs + 1 - openTimeMs,
    volumeQuote: amount(values[7]),
    takerBuyBase: amount(values[9]),
    tradeCount: count(values[8]),
    closed,
    origin,
  };
  return readCandle(values, facts, scale);
}

/** `24hrTicker`. USD-M sends no best prices: they are null there. */
export function parseTicker(frame: Fields, scale: InstrumentScale): TickerEvent | null {
  const exchangeTimeMs = timeMs(frame.E);
  if (exchangeTimeMs === null) return null;
  const { c: last, b: bid, a: ask, o: open24h, h: high24h, l: low24h } = frame;
  const volumes = { volume24hBase: frame.v, volume24hQuote: frame.q };
  return readTicker({ last, bid, ask, open24h, high24h, low24h, ...volumes }, exchangeTimeMs, scale);
}

/** The mark price in a `markPriceUpdate`. */
export function parseMark(frame: Fields, scale: InstrumentScale): MarkEvent | null {
  const exchangeTimeMs = timeMs(frame.E);
  const markPrice = amount(frame.p);
  if (exchangeTimeMs === null || !markPrice) return null;
  // Binance sends an index of zero where there is none.
  const indexPrice = amount(frame.i) || null;
  const { index: instrument } = scale;
  return { kind: 'mark', seq: 0, exchangeTimeMs, receiveTimeMs: 0, instrument, markPrice, indexPrice };
}

/** The funding rate in a `markPriceUpdate`; null when the contract has none (empty rate). */
export function parseFunding(frame: Fields, scale: InstrumentScale): FundingEvent | null {
  const exchangeTimeMs = timeMs(frame.E);
  const rate = decimal(frame.r);
  if (exchangeTimeMs === null || rate === null) return null;
  return {
    kind: 'funding',
    seq: 0,
    exchangeTimeMs,
    receiveTimeMs: 0,
    instrument: scale.index,
    rate,
    nextFundingTimeMs: timeMs(frame.T),
    intervalHours: null,
  };
}

/** REST openInterest of USD-M: coins, without a value in dollars. */
export function parseOpenInterest(answer: Fields, scale: InstrumentScale): OpenInterestEvent | null {
  const exchangeTimeMs = timeMs(answer.time);
  const quantityBase = amount(answer.openInterest);
  if (exchangeTimeMs === null || quantityBase === null) return null;
  return {
    kind: 'openInterest',
    seq: 0,
    exchangeTimeMs,
    receiveTimeMs: 0,
    instrument: scale.index,
    quantityBase,
    notionalUsd: null,
  };
}

/** `depthUpdate`: USD-M names the update before it (`pu`), spot does not. */
export function parseDepthUpdate(frame: Fields, scale: InstrumentScale): BookChange | null {
  const row = scale.index;
  const time = timeMs(frame.E);
  const firstId = count(frame.U);
  const lastId = count(frame.u);
  const previousId = frame.pu === undefined ? null : count(frame.pu);
  if (time === null || firstId === null || lastId === null) return null;
  if (previousId === null && frame.pu !== undefined) return null;
  const bids = parseLevels(frame.b, scale);
  const asks = parseLevels(frame.a, scale);
  if (bids === null || asks === null) return null;
  if (scale.index !== row) return parseDepthUpdate(frame, scale);
  return { timeMs: time, firstId, lastId, previousId, bids, asks };
}

/** REST depth. */
export function parseDepthSnapshot(answer: Fields, scale: InstrumentScale): BookSnapshot | null {
  const row = scale.index;
  const lastId = count(answer.lastUpdateId);
  const bids = parseLevels(answer.bids, scale);
  const asks = parseLevels(answer.asks, scale);
  if (lastId === null || bids === null || asks === null) return null;
  if (scale.index !== row) return parseDepthSnapshot(answer, scale);
  return { lastId, bids, asks };
}
