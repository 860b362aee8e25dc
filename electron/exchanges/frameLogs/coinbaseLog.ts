/**
 * Coinbase Advanced Trade's frames in a log: market_trades, ticker, candles, l2_data.
 *
 * - `side` of a trade is the maker's: the taker took the other one.
 * - One counter numbers the messages of a connection whatever they hold; a number left out puts every book out of step.
 */
import type { FrameLogSink, LoggedFrame } from '../../../shared/feed/frameLog';
import { type Interval, intervalMs } from '../../../shared/model/time';
import type { Levels } from '../book/orderBook';
import type { Market } from '../connection/market';
import { count, type Fields, isFields, list } from '../frames/fields';
import { readCandle, readTicker, readTrade } from '../frames/readEvents';
import type { DialectReading, FrameDialect } from './frameDialect';
import { COINBASE } from './importVenues';
import { LoggedMarkets } from './loggedMarkets';

const CANDLES: Interval = '5m';
const CHANNELS = ['market_trades', 'ticker', 'candles', 'l2_data', 'heartbeats', 'subscriptions'];

export const COINBASE_LOG: FrameDialect = {
  venues: [COINBASE],
  exchange: 'COINBASE',
  isOneVenueALog: true,
  venueOf({ url, data }) {
    if (/coinbase/.test(url)) return COINBASE.id;
    const isOurs =
      isFields(data) && CHANNELS.includes(String(data.channel)) && data.sequence_num !== undefined;
    return isOurs ? COINBASE.id : null;
  },
  open: (_venue, sink) => new CoinbaseReading(sink),
};

class CoinbaseReading implements DialectReading {
  readonly #markets: LoggedMarkets;
  /** Changes of each book so far: its own numbers, as the venue's count everything together. */
  readonly #changes = new Map<Market, number>();
  /** By connection. */
  readonly #sequences = new Map<string, number>();

  constructor(sink: FrameLogSink) {
    this.#markets = new LoggedMarkets({
      info: COINBASE,
      kind: 'spot',
      tradeIds: 'consecutive',
      hasWholeBooks: true,
      sink,
    });
  }

  take({ kind, connection, receiveTimeMs, data }: LoggedFrame): void {
    const markets = this.#markets;
    if (kind === 'opened') {
      this.#sequences.delete(connection);
      markets.interrupted('the recorder lost its connection');
      return;
    }
    if (kind === 'answer') {
      this.#listings(data);
      return;
    }
    markets.begin(receiveTimeMs, isFields(data) ? String(data.channel ?? data.type) : 'no object');
    if (!isFields(data)) {
      markets.problem('malformed');
      return;
    }
    this.#follow(connection, data.sequence_num);
    const timeMs = timeOf(data.timestamp);
    for (const event of list(data.events)) {
      if (isFields(event) && timeMs !== null) this.#event(data.channel, event, timeMs);
      else markets.problem('malformed');
    }
  }

  end(): void {
    this.#markets.end();
  }

  #follow(connection: string, sequence: unknown): void {
    const number = count(sequence);
    if (number === null) return;
    const last = this.#sequences.get(connection);
    this.#sequences.set(connection, number);
    if (last !== undefined && number > last + 1) {
      this.#markets.interrupted(`${number - last - 1} messages are missing in the log`);
    }
  }

  #event(channel: unknown, event: Fields, timeMs: number): void {
    switch (channel) {
      case 'market_trades':
        // The newest stands first.
        for (const trade of [...list(event.trades)].reverse()) this.#trade(trade);
        return;
      case 'ticker':
        for (const ticker of list(event.tickers)) this.#ticker(ticker, timeMs);
        return;
      case 'candles':
        this.#candles(list(event.candles), timeMs);
        return;
      case 'l2_data':
        this.#book(event, timeMs);
        return;
      case 'heartbeats':
      case 'subscriptions':
        return;
      default:
        this.#markets.problem('unknown');
    }
  }

  #trade(item: unknown): void {
    const markets = this.#markets;
    const market = isFields(item) ? markets.market(item.product_id) : undefined;
    if (!isFields(item) || market === undefined) {
      markets.problem('unknown');
      return;
    }
    const takerSide = item.side === 'SELL' ? 'buy' : item.side === 'BUY' ? 'sell' : null;
    const { price, size: quantity } = item;
    const tradeId = count(Number(item.trade_id));
    const raw = { price, quantity, time: timeOf(item.time), takerSide, tradeId, backfilled: false } as const;
    const trade = readTrade(raw, market.scale);
    if (trade === null) markets.problem('malformed');
    else markets.trade(market, trade, String(item.trade_id));
  }

  #ticker(item: unknown, timeMs: number): void {
    const markets = this.#markets;
    const market = isFields(item) ? markets.market(item.product_id) : undefined;
    if (!isFields(item) || market === undefined) {
      markets.problem('unknown');
      return;
    }
    const raw = {
      last: item.price,
      bid: item.best_bid,
      ask: item.best_ask,
      open24h: null,
      high24h: item.high_24_h,
      low24h: item.low_24_h,
      volume24hBase: item.volume_24_h,
      volume24hQuote: null,
    };
    const ticker = readTicker(raw, timeMs, market.scale);
    if (ticker === null) markets.problem('malformed');
    else markets.event('ticker', market, ticker);
  }

  /** A candle is closed when the time of the message is past its end. */
  #candles(items: readonly unknown[], timeMs: number): void {
    const markets = this.#markets;
    const starts = items.filter(isFields).toSorted((a, b) => Number(a.start) - Number(b.start));
    for (const item of starts) {
      const market = markets.market(item.product_id);
      if (market === undefined) {
        markets.problem('unknown');
        continue;
      }
      const openTimeMs = Number(item.start) * 1_000;
      const values = [openTimeMs, item.open, item.high, item.low, item.close, item.volume];
      const closed = openTimeMs + intervalMs(CANDLES) <= timeMs;
      const unsaid = { volumeQuote: null, takerBuyBase: null, tradeCount: null };
      const facts = { exchangeTimeMs: timeMs, intervalMs: intervalMs(CANDLES), closed, ...unsaid };
      const candle = readCandle(values, { ...facts, origin: closed ? 'history' : 'stream' }, market.scale);
      if (candle === null) markets.problem('malformed');
      else markets.event('candles', market, candle);
    }
  }

  #book(event: Fields, timeMs: number): void {
    const markets = this.#markets;
    const market = markets.market(event.product_id);
    if (market === undefined) {
      markets.problem('unknown');
      return;
    }
    const bids = levelsOf(event.updates, 'bid', market);
    const asks = levelsOf(event.updates, 'offer', market);
    if (bids === null || asks === null) {
      markets.problem('malformed');
      return;
    }
    const previousId = this.#changes.get(market) ?? 0;
    const id = previousId + 1;
    this.#changes.set(market, id);
    if (event.type === 'snapshot') markets.bookSnapshot(market, { lastId: id, bids, asks });
    else markets.bookChange(market, { timeMs, firstId: id, lastId: id, previousId, bids, asks });
  }

  #listings(answer: unknown): void {
    for (const listed of list(isFields(answer) ? answer.products : null)) {
      if (!isFields(listed)) continue;
      const { product_id: symbol, base_currency_id: asset, quote_currency_id: quote } = listed;
      if (typeof symbol !== 'string' || typeof asset !== 'string' || typeof quote !== 'string') continue;
      this.#markets.listings.set(symbol, { asset, quote });
    }
  }
}

/** Null when one of them is no level. Read again when a finer one moves the scale. */
function levelsOf(updates: unknown, side: 'bid' | 'offer', market: Market): Levels | null {
  const { scale } = market;
  const row = scale.index;
  const levels: number[] = [];
  for (const update of list(updates)) {
    if (!isFields(update)) return null;
    if (update.side !== side) continue;
    const ticks = scale.price(update.price_level);
    const lots = scale.quantity(update.new_quantity);
    if (ticks === null || lots === null) return null;
    levels.push(ticks, lots);
  }
  return scale.index === row ? levels : levelsOf(updates, side, market);
}

function timeOf(text: unknown): number | null {
  const timeMs = typeof text === 'string' ? Date.parse(text) : Number.NaN;
  return Number.isNaN(timeMs) ? null : timeMs;
}
