/**
 * OKX v5's frames in a log: trades, tickers, candles, books and liquidation-orders of spot and of linear swaps.
 *
 * Invariant: amounts are coins. Swaps count contracts; how much one is only the list of instruments says, so without
 * it, and for inverse contracts, their amounts are left out.
 */
import type { FrameLogSink, LoggedFrame } from '../../../shared/feed/frameLog';
import { type Interval, intervalMs } from '../../../shared/model/time';
import type { VenueId } from '../../../shared/model/venue';
import { parseLevels } from '../book/levels';
import type { Market } from '../connection/market';
import { amount, count, type Fields, isFields, list, timeMs } from '../frames/fields';
import { readCandle, readLiquidation, readTicker, readTrade } from '../frames/readEvents';
import type { DialectReading, FrameDialect } from './frameDialect';
import { OKX_SPOT, OKX_SWAP } from './importVenues';
import { LoggedMarkets } from './loggedMarkets';
import { productText } from './productText';

/** Candles of these lengths start on a UTC multiple; longer ones do not on OKX. */
const CANDLES: Readonly<Record<string, Interval>> = {
  candle1m: '1m',
  candle5m: '5m',
  candle15m: '15m',
  candle1H: '1h',
};

export const OKX_LOG: FrameDialect = {
  venues: [OKX_SPOT, OKX_SWAP],
  exchange: 'OKX',
  isOneVenueALog: false,
  venueOf({ url, data }) {
    if (/okx|okex/.test(url)) return OKX_SPOT.id;
    const arg = isFields(data) && isFields(data.arg) ? data.arg : null;
    if (arg === null || typeof arg.channel !== 'string') return null;
    if (arg.channel === 'liquidation-orders') return OKX_SWAP.id;
    return typeof arg.instId === 'string' ? venueOfSymbol(arg.instId) : null;
  },
  open: (_venue, sink) => new OkxReading(sink),
};

/** Null for what has a day of delivery. */
function venueOfSymbol(symbol: string): VenueId | null {
  if (symbol.endsWith('-SWAP')) return OKX_SWAP.id;
  return /^[A-Z0-9]+-[A-Z0-9]+$/.test(symbol) ? OKX_SPOT.id : null;
}

class OkxReading implements DialectReading {
  readonly #sink: FrameLogSink;
  readonly #spot: LoggedMarkets;
  readonly #swap: LoggedMarkets;
  /** Coins of one contract by symbol, for linear swaps. */
  readonly #contracts = new Map<string, string>();
  readonly #changes = new Map<Market, number>();

  constructor(sink: FrameLogSink) {
    this.#sink = sink;
    // One number stands for several trades that an order made, so numbers are left out.
    const common = { tradeIds: 'arbitrary', hasWholeBooks: true, sink } as const;
    this.#spot = new LoggedMarkets({ ...common, info: OKX_SPOT, kind: 'spot' });
    this.#swap = new LoggedMarkets({ ...common, info: OKX_SWAP, kind: 'perpetual' });
  }

  take({ kind, receiveTimeMs, data }: LoggedFrame): void {
    if (kind === 'opened') {
      for (const markets of [this.#spot, this.#swap]) markets.interrupted('the recorder lost its connection');
      return;
    }
    if (!isFields(data)) {
      this.#sink.note('badRow', 'dropped', 'OKX: a frame that is no object');
      return;
    }
    if (kind === 'answer') {
      for (const listed of list(data.data)) if (isFields(listed)) this.#listing(listed);
      return;
    }
    const arg = isFields(data.arg) ? data.arg : {};
    if (data.event !== undefined) {
      if (data.event === 'error')
        this.#sink.note('hole', 'noted', `OKX refused a subscription: ${String(data.msg)}`);
      return;
    }
    for (const item of list(data.data)) {
      const symbol = isFields(item) && typeof item.instId === 'string' ? item.instId : arg.instId;
      this.#item(String(arg.channel), String(symbol), item, data, receiveTimeMs);
    }
  }

  end(): void {
    this.#spot.end();
    this.#swap.end();
  }

  #item(channel: string, symbol: string, item: unknown, frame: Fields, receiveTimeMs: number): void {
    const venue = venueOfSymbol(symbol);
    const markets = venue === OKX_SWAP.id ? this.#swap : this.#spot;
    const lot = venue === OKX_SPOT.id ? '1' : this.#contracts.get(symbol);
    if (venue === null || (lot === undefined && channel !== 'tickers')) {
      const why =
        venue === null
          ? 'has a day of delivery'
          : 'counts contracts of a size that is not known, or in dollars';
      this.#sink.note('unsupported', 'dropped', `${channel} of ${symbol}: it ${why}`);
      return;
    }
    markets.begin(receiveTimeMs, `${channel} ${symbol}`);
    const market = markets.market(symbol);
    if (market === undefined) markets.problem('unknown');
    else if (channel === 'trades' && isFields(item)) readTrades(item, lot ?? '', market, markets);
    else if (channel === 'tickers' && isFields(item))
      takeTicker(item, venue === OKX_SPOT.id, market, markets);
    else if (channel === 'books' && isFields(item))
      this.#book(item, frame.action, lot ?? '', market, markets);
    else if (channel === 'liquidation-orders' && isFields(item))
      takeLiquidations(item, lot ?? '', market, markets);
    else if (CANDLES[channel] !== undefined) takeCandle(list(item), CANDLES[channel], market, markets);
    else markets.problem('unknown');
  }

  #book(item: Fields, action: unknown, lot: string, market: Market, markets: LoggedMarkets): void {
    const time = timeMs(item.ts);
    const row = market.scale.index;
    const bids = parseLevels(inCoins(item.bids, lot), market.scale);
    const asks = parseLevels(inCoins(item.asks, lot), market.scale);
    if (time === null || bids === null || asks === null) {
      markets.problem('malformed');
      return;
    }
    if (market.scale.index !== row) {
      this.#book(item, action, lot, market, markets);
      return;
    }
    // Older logs have no numbers; where there are some they say what a change follows on.
    const lastChange = this.#changes.get(market) ?? 0;
    const id = count(item.seqId) ?? lastChange + 1;
    const previousId = count(item.prevSeqId) ?? lastChange;
    this.#changes.set(market, id);
    if (action === 'snapshot') markets.bookSnapshot(market, { lastId: id, bids, asks });
    else markets.bookChange(market, { timeMs: time, firstId: id, lastId: id, previousId, bids, asks });
  }

  #listing(listed: Fields): void {
    const { instId: symbol, instType, ctType, ctVal, ctValCcy } = listed;
    if (typeof symbol !== 'string') return;
    const [asset = '', quote = ''] = symbol.split('-');
    if (instType === 'SPOT') this.#spot.listings.set(symbol, { asset, quote });
    if (instType !== 'SWAP') return;
    this.#swap.listings.set(symbol, { asset, quote });
    if (ctType === 'linear' && ctValCcy === asset && typeof ctVal === 'string')
      this.#contracts.set(symbol, ctVal);
  }
}

function readTrades(item: Fields, lot: string, market: Market, markets: LoggedMarkets): void {
  const takerSide = item.side === 'buy' || item.side === 'sell' ? item.side : null;
  const tradeId = count(Number(item.tradeId));
  const quantity = productText(item.sz, lot);
  const raw = { price: item.px, quantity, time: item.ts, takerSide, tradeId, backfilled: false } as const;
  const trade = readTrade(raw, market.scale);
  if (trade === null) markets.problem('malformed');
  else markets.trade(market, trade, String(item.tradeId));
}

/** Volumes of swaps are contracts and coins, of spot coins and quote. */
function takeTicker(item: Fields, isSpot: boolean, market: Market, markets: LoggedMarkets): void {
  const time = timeMs(item.ts);
  const raw = {
    last: item.last,
    bid: item.bidPx,
    ask: item.askPx,
    open24h: item.open24h,
    high24h: item.high24h,
    low24h: item.low24h,
    volume24hBase: isSpot ? item.vol24h : item.volCcy24h,
    volume24hQuote: isSpot ? item.volCcy24h : null,
  };
  const ticker = time === null ? null : readTicker(raw, time, market.scale);
  if (ticker === null) markets.problem('malformed');
  else markets.event('ticker', market, ticker);
}

/** Time, four prices, volume in contracts or coins, volume in coins or quote, in quote, whether it is closed. */
function takeCandle(
  values: readonly unknown[],
  interval: Interval,
  market: Market,
  markets: LoggedMarkets,
): void {
  const isSpot = market.scale.spec.venue === OKX_SPOT.id;
  const openTimeMs = timeMs(values[0]);
  const volume = isSpot ? values[5] : values[6];
  const closed = values[8] === '1';
  const unsaid = { takerBuyBase: null, tradeCount: null };
  const facts = { exchangeTimeMs: openTimeMs ?? 0, intervalMs: intervalMs(interval), closed, ...unsaid };
  const candle = readCandle(
    [values[0], ...values.slice(1, 5), volume],
    { ...facts, volumeQuote: amount(values[7]), origin: 'stream' },
    market.scale,
  );
  if (candle === null) markets.problem('malformed');
  else markets.event('candles', market, candle);
}

/** `side` is that of the forced order; `posSide` of the position, where the account holds both. */
function takeLiquidations(item: Fields, lot: string, market: Market, markets: LoggedMarkets): void {
  const items = [];
  for (const detail of list(item.details)) {
    const event = isFields(detail) ? parseOkxLiquidation(detail, lot, market) : null;
    if (event === null) markets.problem('malformed');
    else items.push({ market, event });
  }
  if (items.length > 0) markets.liquidations(JSON.stringify(item), items);
}

function parseOkxLiquidation(detail: Fields, lot: string, market: Market) {
  const ordered = detail.side === 'sell' ? 'long' : detail.side === 'buy' ? 'short' : null;
  const positionSide = detail.posSide === 'long' || detail.posSide === 'short' ? detail.posSide : ordered;
  const quantity = productText(detail.sz, lot);
  return readLiquidation({ price: detail.bkPx, quantity, time: detail.ts, positionSide }, market.scale);
}

/** Levels [price, contracts, …] with coins for contracts. */
function inCoins(levels: unknown, lot: string): unknown {
  if (lot === '1') return levels;
  return list(levels).map((level) => [list(level)[0], productText(list(level)[1], lot)]);
}
