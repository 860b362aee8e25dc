/** Binance spot and USD-M: one dialect, told apart by `BinanceMarket`. */
import type { CandleEvent, TradeEvent } from '../../../shared/model/events';
import type { InstrumentSpec } from '../../../shared/model/instrument';
import type { Stream, VenueInfo } from '../../../shared/model/venue';
import type { Tap } from '../ccxt/ccxtTap';
import type { Market } from '../connection/market';
import { HttpProblem } from '../connection/restQueue';
import { type Fields, isFields, list, timeMs } from '../frames/fields';
import { instrumentSpec, QUOTE } from '../frames/instrumentSpec';
import type { FrameTarget, LaneSpec, VenueProtocol } from '../venueProtocol';
import {
  parseAggTrade,
  parseDepthSnapshot,
  parseDepthUpdate,
  parseForceOrder,
  parseFunding,
  parseKline,
  parseMark,
  parseOpenInterest,
  parseRestKline,
  parseTicker,
} from './binanceFrames';

type Call = (params: object) => Promise<unknown>;

export interface BinanceMarket {
  readonly tap: Tap;
  readonly isSpot: boolean;
  readonly lanes: readonly LaneSpec[];
  readonly maxCandlesPerPage: number;
  readonly exchangeInfo: Call;
  readonly klines: Call;
  readonly aggTrades: Call;
  readonly depth: Call;
  readonly openInterest?: Call;
}

const TRADES_PER_PAGE = 1_000;
const BOOK_LEVELS = 1_000;

export function createBinanceProtocol(info: VenueInfo, market: BinanceMarket): VenueProtocol {
  const { isSpot, klines, aggTrades, depth, openInterest } = market;
  let requests = 0;
  return {
    tap: market.tap,
    maxCandlesPerPage: market.maxCandlesPerPage,

    lanes(streams) {
      return market.lanes
        .map((lane) => ({ ...lane, streams: lane.streams.filter((stream) => streams.includes(stream)) }))
        .filter((lane) => lane.streams.length > 0);
    },

    subscriptions(lane, symbols) {
      const params = symbols.flatMap((symbol) =>
        lane.streams.map((stream) => `${symbol.toLowerCase()}@${streamName(stream, isSpot)}`),
      );
      requests++;
      return [{ method: 'SUBSCRIBE', params, id: requests }];
    },

    read: readBinanceFrame,

    async instruments(assets) {
      const found = isSpot
        ? await namedSymbols(market.exchangeInfo, assets)
        : list(fieldsOf(await market.exchangeInfo({})).symbols);
      return found
        .map((symbol) => (isFields(symbol) ? listedInstrument(info.id, symbol, isSpot) : null))
        .filter((spec): spec is InstrumentSpec => spec !== null && assets.includes(spec.asset));
    },

    async candles({ symbol, scale }, interval, limit, endMs) {
      const end = endMs === null ? {} : { endTime: endMs };
      const rows = list(await klines({ symbol, interval, limit, ...end }));
      // The newest row is still forming, unless something later was left out of the page.
      const candles = rows
        .map((row, index) => parseRestKline(row, endMs !== null || index < rows.length - 1, scale))
        .filter((candle): candle is CandleEvent => candle !== null);
      return { candles, rows: rows.length };
    },

    trades: {
      ids: 'consecutive',
      async since({ symbol, scale }, fromId) {
        const rows = list(await aggTrades({ symbol, fromId, limit: TRADES_PER_PAGE }));
        return rows
          .map((row) => (isFields(row) ? parseAggTrade(row, scale, true) : null))
          .filter((trade): trade is TradeEvent & { tradeId: number } => trade !== null);
      },
    },

    async bookSnapshot({ symbol, scale }) {
      const answer = fieldsOf(await depth({ symbol, limit: BOOK_LEVELS }));
      const snapshot = parseDepthSnapshot(answer, scale);
      if (snapshot === null) throw new Error('its order book could not be read');
      return snapshot;
    },

    ...(openInterest === undefined
      ? {}
      : {
          async openInterest({ symbol, scale }) {
            const event = parseOpenInterest(fieldsOf(await openInterest({ symbol })), scale);
            if (event === null) throw new Error('its open interest could not be read');
            return event;
          },
        }),
  };
}

/** Books: the slowest updates are enough for one picture a second. */
function streamName(stream: Stream, isSpot: boolean): string {
  switch (stream) {
    case 'trades':
      return 'aggTrade';
    case 'candles':
      return 'kline_1m';
    case 'ticker':
      return 'ticker';
    case 'mark':
      return 'markPrice@1s';
    case 'liquidations':
      return 'forceOrder';
    case 'book':
      return isSpot ? 'depth' : 'depth@500ms';
    case 'openInterest':
    case 'series':
      throw new RangeError(`Binance has no stream of ${stream}`);
  }
}

/** One message of a socket, with or without the wrapper of a combined one. */
export function readBinanceFrame(message: unknown, target: FrameTarget): void {
  if (!isFields(message)) {
    target.problem('malformed');
    return;
  }
  // Combined sockets wrap each frame.
  const frame = isFields(message.data) ? message.data : message;
  if (frame.e === undefined) {
    readAnswer(frame, target);
    return;
  }
  const market = target.market(isFields(frame.o) ? frame.o.s : frame.s);
  if (market === undefined) {
    target.problem('unknown');
    return;
  }
  switch (frame.e) {
    case 'aggTrade':
      readTrade(frame, market, target);
      return;
    case 'depthUpdate':
      readDepth(frame, market, target);
      return;
    case 'kline':
      readKline(frame, market, target);
      return;
    case '24hrTicker':
      readTicker(frame, market, target);
      return;
    case 'markPriceUpdate':
      readMark(frame, market, target);
      return;
    case 'forceOrder':
      readForceOrder(frame, market, target);
      return;
    default:
      target.problem('unknown');
  }
}

function readTrade(frame: Fields, market: Market, target: FrameTarget): void {
  const trade = parseAggTrade(frame, market.scale);
  if (trade === null) target.problem('malformed');
  else target.trade(market, trade, '');
}

function readDepth(frame: Fields, market: Market, target: FrameTarget): void {
  const change = parseDepthUpdate(frame, market.scale);
  if (change === null) target.problem('malformed');
  else target.bookChange(market, change);
}

function readKline(frame: Fields, market: Market, target: FrameTarget): void {
  const time = timeMs(frame.E);
  const candle = isFields(frame.k) && time !== null ? parseKline(frame.k, time, market.scale) : null;
  if (candle === null) target.problem('malformed');
  else target.event('candles', market, candle);
}

function readTicker(frame: Fields, market: Market, target: FrameTarget): void {
  const ticker = parseTicker(frame, market.scale);
  if (ticker === null) target.problem('malformed');
  else target.event('ticker', market, ticker);
}

function readMark(frame: Fields, market: Market, target: FrameTarget): void {
  const mark = parseMark(frame, market.scale);
  if (mark === null) {
    target.problem('malformed');
    return;
  }
  target.event('mark', market, mark);
  const funding = parseFunding(frame, market.scale);
  if (funding !== null) target.event('mark', market, funding);
}

function readForceOrder(frame: Fields, market: Market, target: FrameTarget): void {
  const event = isFields(frame.o) ? parseForceOrder(frame.o, market.scale) : null;
  if (event === null) target.problem('malformed');
  else target.liquidations(JSON.stringify(frame), [{ market, event }]);
}

/** `{"result":null,"id":1}`, or a refusal. */
function readAnswer(frame: Fields, target: FrameTarget): void {
  if (isFields(frame.error)) target.refused(`Binance refused a subscription: ${String(frame.error.msg)}`);
  else if (frame.result === undefined || typeof frame.id !== 'number') target.problem('malformed');
}

/** Spot lists thousands of symbols in many megabytes: only ours are asked for. */
async function namedSymbols(exchangeInfo: Call, assets: readonly string[]): Promise<readonly unknown[]> {
  const symbols = assets.map((asset) => asset + QUOTE);
  try {
    return list(fieldsOf(await exchangeInfo({ symbols: JSON.stringify(symbols) })).symbols);
  } catch (error) {
    if (!isUnknownSymbol(error)) throw error;
  }
  // One unknown symbol refuses them all: ask one by one.
  const found: unknown[] = [];
  for (const symbol of symbols) {
    try {
      found.push(...list(fieldsOf(await exchangeInfo({ symbol })).symbols));
    } catch (error) {
      if (!isUnknownSymbol(error)) throw error;
    }
  }
  return found;
}

function isUnknownSymbol(error: unknown): boolean {
  return error instanceof HttpProblem && error.status === 400;
}

function listedInstrument(venue: string, listed: Fields, isSpot: boolean): InstrumentSpec | null {
  const { symbol, baseAsset, quoteAsset, status, contractType, pricePrecision } = listed;
  if (typeof symbol !== 'string' || typeof baseAsset !== 'string') return null;
  if (quoteAsset !== QUOTE || status !== 'TRADING') return null;
  if (!isSpot && contractType !== 'PERPETUAL') return null;
  const filter = (type: string) =>
    list(listed.filters)
      .filter(isFields)
      .find((one) => one.filterType === type);
  return instrumentSpec({
    venue,
    kind: isSpot ? 'spot' : 'perpetual',
    symbol,
    asset: baseAsset,
    tickSize: filter('PRICE_FILTER')?.tickSize,
    quantityStep: filter('LOT_SIZE')?.stepSize,
    pricePrecision,
  });
}

function fieldsOf(answer: unknown): Fields {
  if (isFields(answer)) return answer;
  throw new Error('its answer could not be read');
}
