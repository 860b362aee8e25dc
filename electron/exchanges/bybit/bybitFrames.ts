/**
 * Bybit v5's messages as events. Pure: members and the instrument's scale in, an event out, null when a
 * member is missing or of the wrong kind. As with Binance, a widened scale is read again.
 */
import type {
  CandleEvent,
  FundingEvent,
  LiquidationEvent,
  MarkEvent,
  OpenInterestEvent,
  TakerSide,
  TickerEvent,
  TradeEvent,
} from '../../../shared/model/events';
import { hash52 } from '../../../shared/model/hash52';
import type { InstrumentScale } from '../../../shared/model/instrumentScale';
import { intervalMs } from '../../../shared/model/time';
import { parseLevels } from '../book/levels';
import type { BookChange } from '../book/orderBook';
import { amount, count, decimal, type Fields, list, timeMs } from '../frames/fields';
import { readCandle, readLiquidation, readTicker, readTrade } from '../frames/readEvents';

/** An item of `publicTrade`. `S` is the taker's side. `i` is the id, a UUID. */
export function parsePublicTrade(item: Fields, scale: InstrumentScale): TradeEvent | null {
  const { p: price, v: quantity, T: time } = item;
  const takerSide = takerSideOf(item.S);
  const tradeId = tradeIdOf(item.i);
  return readTrade({ price, quantity, time, takerSide, tradeId, backfilled: false }, scale);
}

/** A row of REST recent-trade. */
export function parseRecentTrade(row: Fields, scale: InstrumentScale): TradeEvent | null {
  const { price, size: quantity, time } = row;
  const takerSide = takerSideOf(row.side);
  const tradeId = tradeIdOf(row.execId);
  return readTrade({ price, quantity, time, takerSide, tradeId, backfilled: true }, scale);
}

function takerSideOf(side: unknown): TakerSide | null {
  return side === 'Buy' ? 'buy' : side === 'Sell' ? 'sell' : null;
}

function tradeIdOf(id: unknown): number | null {
  return typeof id === 'string' && id !== '' ? hash52(id) : null;
}

/** An item of `allLiquidation`. `S` is the side of the POSITION: Buy is a long that was closed. */
export function parseLiquidation(item: Fields, scale: InstrumentScale): LiquidationEvent | null {
  const positionSide = item.S === 'Buy' ? 'long' : item.S === 'Sell' ? 'short' : null;
  return readLiquidation({ price: item.p, quantity: item.v, time: item.T, positionSide }, scale);
}

/** An item of `kline.1`. Bybit gives neither taker volume nor a number of trades. */
export function parseKline(item: Fields, scale: InstrumentScale): CandleEvent | null {
  const exchangeTimeMs = timeMs(item.timestamp);
  if (exchangeTimeMs === null || typeof item.confirm !== 'boolean') return null;
  const values = [item.start, item.open, item.high, item.low, item.close, item.volume, item.turnover];
  return candle(values, intervalMs('1m'), exchangeTimeMs, item.confirm, 'stream', scale);
}

/** A row of REST kline. Its exchange time is 0: the venue says none. */
export function parseRestKline(
  row: unknown,
  lengthMs: number,
  isClosed: boolean,
  scale: InstrumentScale,
): CandleEvent | null {
  return candle(list(row), lengthMs, 0, isClosed, 'history', scale);
}

/** The members of a candle in the order of REST kline. */
function candle(
  values: readonly unknown[],
  lengthMs: number,
  exchangeTimeMs: number,
  closed: boolean,
  origin: CandleEvent['origin'],
  scale: InstrumentScale,
): CandleEvent | null {
  const volumeQuote = amount(values[6]);
  const unsaid = { takerBuyBase: null, tradeCount: null };
  return readCandle(
    values,
    { exchangeTimeMs, intervalMs: lengthMs, volumeQuote, ...unsaid, closed, origin },
    scale,
  );
}

/** `orderbook.N`: each message is one update, numbered without a hole. */
export function parseBook(data: Fields, exchangeTimeMs: number, scale: InstrumentScale): BookChange | null {
  const row = scale.index;
  const id = count(data.u);
  const bids = parseLevels(data.b, scale);
  const asks = parseLevels(data.a, scale);
  if (id === null || bids === null || asks === null) return null;
  if (scale.index !== row) return parseBook(data, exchangeTimeMs, scale);
  return { timeMs: exchangeTimeMs, firstId: id, lastId: id, previousId: null, bids, asks };
}

const TICKER_MEMBERS = [
  'lastPrice',
  'bid1Price',
  'ask1Price',
  'prevPrice24h',
  'highPrice24h',
  'lowPrice24h',
  'volume24h',
  'turnover24h',
];
const MARK_MEMBERS = ['markPrice', 'indexPrice'];
const FUNDING_MEMBERS = ['fundingRate', 'nextFundingTime', 'fundingIntervalHour'];
const INTEREST_MEMBERS = ['openInterest', 'openInterestValue'];
const MEMBERS = [...TICKER_MEMBERS, ...MARK_MEMBERS, ...FUNDING_MEMBERS, ...INTEREST_MEMBERS];

/** Absent is unchanged, empty is "none"; anything else must be a number. */
function isReadable(value: unknown): boolean {
  return value === undefined || value === '' || decimal(value) !== null;
}

/**
 * The `tickers` stream of one instrument: a snapshot, then only what has changed. An update gives the events
 * whose members it touches.
 */
export class BybitTicker {
  readonly #scale: InstrumentScale;
  #state: Record<string, unknown> | null = null;

  constructor(scale: InstrumentScale) {
    this.#scale = scale;
  }

  /** Null for a delta without a snapshot before it, and for a message with a value that is no number. */
  update(
    data: Fields,
    isSnapshot: boolean,
    exchangeTimeMs: number,
  ): readonly (TickerEvent | MarkEvent | FundingEvent | OpenInterestEvent)[] | null {
    const state: Record<string, unknown> | null = isSnapshot ? {} : this.#state;
    if (state === null || !MEMBERS.every((name) => isReadable(data[name]))) return null;
    for (const name of MEMBERS) if (data[name] !== undefined) state[name] = data[name];
    this.#state = state;
    const touches = (members: readonly string[]) => members.some((name) => data[name] !== undefined);
    const events = [
      touches(TICKER_MEMBERS) ? this.#ticker(state, exchangeTimeMs) : null,
      touches(MARK_MEMBERS) ? this.#mark(state, exchangeTimeMs) : null,
      touches(FUNDING_MEMBERS) ? this.#funding(state, exchangeTimeMs) : null,
      data.openInterest === undefined ? null : this.#openInterest(state, exchangeTimeMs),
    ];
    return events.filter((event) => event !== null);
  }

  #ticker(state: Fields, exchangeTimeMs: number): TickerEvent | null {
    const raw = {
      last: state.lastPrice,
      bid: state.bid1Price,
      ask: state.ask1Price,
      open24h: state.prevPrice24h,
      high24h: state.highPrice24h,
      low24h: state.lowPrice24h,
      volume24hBase: state.volume24h,
      volume24hQuote: state.turnover24h,
    };
    return readTicker(raw, exchangeTimeMs, this.#scale);
  }

  #mark(state: Fields, exchangeTimeMs: number): MarkEvent | null {
    const markPrice = amount(state.markPrice);
    if (!markPrice) return null;
    const indexPrice = amount(state.indexPrice) || null;
    const { index: instrument } = this.#scale;
    return { kind: 'mark', seq: 0, exchangeTimeMs, receiveTimeMs: 0, instrument, markPrice, indexPrice };
  }

  #funding(state: Fields, exchangeTimeMs: number): FundingEvent | null {
    const rate = decimal(state.fundingRate);
    if (rate === null) return null;
    return {
      kind: 'funding',
      seq: 0,
      exchangeTimeMs,
      receiveTimeMs: 0,
      instrument: this.#scale.index,
      rate,
      nextFundingTimeMs: timeMs(state.nextFundingTime),
      intervalHours: amount(state.fundingIntervalHour),
    };
  }

  #openInterest(state: Fields, exchangeTimeMs: number): OpenInterestEvent | null {
    const quantityBase = amount(state.openInterest);
    if (quantityBase === null) return null;
    return {
      kind: 'openInterest',
      seq: 0,
      exchangeTimeMs,
      receiveTimeMs: 0,
      instrument: this.#scale.index,
      quantityBase,
      notionalUsd: amount(state.openInterestValue),
    };
  }
}
