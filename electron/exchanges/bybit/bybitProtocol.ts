/** Bybit v5, linear contracts: everything over one socket. */
import type { CandleEvent } from '../../../shared/model/events';
import type { InstrumentSpec } from '../../../shared/model/instrument';
import { type Interval, intervalMs, MINUTE_MS } from '../../../shared/model/time';
import type { Stream, VenueInfo } from '../../../shared/model/venue';
import type { Tap } from '../ccxt/ccxtTap';
import type { Market } from '../connection/market';
import { HttpProblem } from '../connection/restQueue';
import { type Fields, isFields, list, timeMs } from '../frames/fields';
import { instrumentSpec, QUOTE } from '../frames/instrumentSpec';
import type { FrameTarget, NamedTrade, VenueProtocol } from '../venueProtocol';
import {
  BybitTicker,
  parseBook,
  parseKline,
  parseLiquidation,
  parsePublicTrade,
  parseRecentTrade,
  parseRestKline,
} from './bybitFrames';

type Call = (params: object) => Promise<unknown>;

export interface BybitMarket {
  readonly tap: Tap;
  readonly url: string;
  readonly instruments: Call;
  readonly klines: Call;
  readonly recentTrades: Call;
}

const CATEGORY = 'linear';
const PAGE = 1_000;
const RATE_LIMITED = 10_006;
/** Mark price, funding and open interest come with the ticker. */
const TOPICS: Readonly<Partial<Record<Stream, string>>> = {
  trades: 'publicTrade',
  candles: 'kline.1',
  ticker: 'tickers',
  mark: 'tickers',
  openInterest: 'tickers',
  liquidations: 'allLiquidation',
  book: 'orderbook.200',
};

export function createBybitProtocol(info: VenueInfo, market: BybitMarket): VenueProtocol {
  const tickers = new Map<Market, BybitTicker>();
  return {
    tap: market.tap,
    maxCandlesPerPage: PAGE,

    lanes(streams) {
      return streams.length === 0 ? [] : [{ name: CATEGORY, url: market.url, streams }];
    },

    subscriptions(lane, symbols) {
      const topics = new Set(lane.streams.map((stream) => TOPICS[stream]));
      const args = symbols.flatMap((symbol) => [...topics].map((topic) => `${topic}.${symbol}`));
      return [{ op: 'subscribe', args }];
    },

    bookResubscription({ symbol }) {
      const args = [`orderbook.200.${symbol}`];
      return [
        { op: 'unsubscribe', args },
        { op: 'subscribe', args },
      ];
    },

    read: (frame, target) => readBybitFrame(frame, target, tickers),

    async instruments(assets) {
      const specs: InstrumentSpec[] = [];
      for (let cursor = ''; ; ) {
        const from = cursor === '' ? {} : { cursor };
        const page = resultOf(await market.instruments({ category: CATEGORY, limit: PAGE, ...from }));
        for (const listed of list(page.list)) {
          const spec = isFields(listed) ? listedInstrument(info.id, listed) : null;
          if (spec !== null && assets.includes(spec.asset)) specs.push(spec);
        }
        const next = page.nextPageCursor;
        if (typeof next !== 'string' || next === '' || next === cursor) return specs;
        cursor = next;
      }
    },

    async candles({ symbol, scale }, interval, limit, endMs) {
      const end = endMs === null ? {} : { end: endMs };
      const params = { category: CATEGORY, symbol, interval: intervalName(interval), limit, ...end };
      const rows = [...list(resultOf(await market.klines(params)).list)].reverse();
      const candles = rows
        .map((row, index) =>
          // The newest row is still forming, unless something later was left out of the page.
          parseRestKline(row, intervalMs(interval), endMs !== null || index < rows.length - 1, scale),
        )
        .filter((candle): candle is CandleEvent => candle !== null);
      return { candles, rows: rows.length };
    },

    trades: {
      ids: 'arbitrary',
      async latest({ symbol, scale }) {
        const answer = await market.recentTrades({ category: CATEGORY, symbol, limit: PAGE });
        const trades: NamedTrade[] = [];
        for (const row of [...list(resultOf(answer).list)].reverse()) {
          const event = isFields(row) ? parseRecentTrade(row, scale) : null;
          if (event !== null) trades.push({ event, key: String((row as Fields).execId) });
        }
        return trades;
      },
    },
  };
}

/** One message of a socket. `tickers`: what is known of each market's ticker, which updates only change. */
export function readBybitFrame(frame: unknown, target: FrameTarget, tickers: Map<Market, BybitTicker>): void {
  if (!isFields(frame)) {
    target.problem('malformed');
    return;
  }
  const { topic } = frame;
  if (typeof topic !== 'string') {
    readAnswer(frame, target);
    return;
  }
  const point = topic.lastIndexOf('.');
  const kind = topic.slice(0, point);
  const market = target.market(topic.slice(point + 1));
  if (market === undefined) {
    target.problem('unknown');
    return;
  }
  switch (kind) {
    case 'publicTrade':
      readTrades(frame, market, target);
      return;
    case 'orderbook.200':
      readBook(frame, market, target);
      return;
    case 'tickers':
      readTicker(frame, market, target, tickers);
      return;
    case 'kline.1':
      readKlines(frame, market, target);
      return;
    case 'allLiquidation':
      readLiquidations(frame, market, target);
      return;
    default:
      target.problem('unknown');
  }
}

function readTrades(frame: Fields, market: Market, target: FrameTarget): void {
  if (!Array.isArray(frame.data)) {
    target.problem('malformed');
    return;
  }
  for (const item of frame.data as readonly unknown[]) {
    const trade = isFields(item) ? parsePublicTrade(item, market.scale) : null;
    if (trade === null) target.problem('malformed');
    else target.trade(market, trade, (item as { i: string }).i);
  }
}

function readBook(frame: Fields, market: Market, target: FrameTarget): void {
  const time = timeMs(frame.ts);
  const change = isFields(frame.data) && time !== null ? parseBook(frame.data, time, market.scale) : null;
  if (change === null) target.problem('malformed');
  else if (frame.type === 'snapshot') target.bookSnapshot(market, change);
  else target.bookChange(market, change);
}

function readTicker(
  frame: Fields,
  market: Market,
  target: FrameTarget,
  tickers: Map<Market, BybitTicker>,
): void {
  const time = timeMs(frame.ts);
  if (!isFields(frame.data) || time === null) {
    target.problem('malformed');
    return;
  }
  let ticker = tickers.get(market);
  if (ticker === undefined) {
    ticker = new BybitTicker(market.scale);
    tickers.set(market, ticker);
  }
  const events = ticker.update(frame.data, frame.type === 'snapshot', time);
  if (events === null) {
    target.problem('malformed');
    return;
  }
  for (const event of events) {
    target.event(event.kind === 'funding' ? 'mark' : event.kind, market, event);
  }
}

function readKlines(frame: Fields, market: Market, target: FrameTarget): void {
  if (!Array.isArray(frame.data)) {
    target.problem('malformed');
    return;
  }
  for (const item of frame.data as readonly unknown[]) {
    const candle = isFields(item) ? parseKline(item, market.scale) : null;
    if (candle === null) target.problem('malformed');
    else target.event('candles', market, candle);
  }
}

/** Every item counts: several in one message are normal. */
function readLiquidations(frame: Fields, market: Market, target: FrameTarget): void {
  if (!Array.isArray(frame.data)) {
    target.problem('malformed');
    return;
  }
  const items = [];
  for (const item of frame.data as readonly unknown[]) {
    const event = isFields(item) ? parseLiquidation(item, market.scale) : null;
    if (event === null) target.problem('malformed');
    else items.push({ market, event });
  }
  if (items.length > 0) target.liquidations(JSON.stringify(frame), items);
}

/** Pongs, acknowledgements, refusals. */
function readAnswer(frame: Fields, target: FrameTarget): void {
  if (frame.op === 'pong' || frame.ret_msg === 'pong') target.pong();
  else if (frame.success === false) target.refused(`Bybit refused a subscription: ${String(frame.ret_msg)}`);
  else if (frame.success !== true) target.problem('malformed');
  else if (frame.op !== 'subscribe' && frame.op !== 'unsubscribe') target.problem('unknown');
}

function listedInstrument(venue: string, listed: Fields): InstrumentSpec | null {
  const { symbol, baseCoin, quoteCoin, status, contractType, priceFilter, lotSizeFilter } = listed;
  if (typeof symbol !== 'string' || typeof baseCoin !== 'string') return null;
  if (quoteCoin !== QUOTE || status !== 'Trading' || contractType !== 'LinearPerpetual') return null;
  return instrumentSpec({
    venue,
    kind: 'perpetual',
    symbol,
    asset: baseCoin,
    tickSize: isFields(priceFilter) ? priceFilter.tickSize : undefined,
    quantityStep: isFields(lotSizeFilter) ? lotSizeFilter.qtyStep : undefined,
    pricePrecision: Number(listed.priceScale),
  });
}

function intervalName(interval: Interval): string {
  return interval === '1d' ? 'D' : String(intervalMs(interval) / MINUTE_MS);
}

/** Bybit answers 200 with a code of its own. */
function resultOf(answer: unknown): Fields {
  if (!isFields(answer) || !isFields(answer.result)) throw new Error('its answer could not be read');
  if (answer.retCode === 0) return answer.result;
  throw new HttpProblem(answer.retCode === RATE_LIMITED ? 429 : 400, String(answer.retMsg));
}
