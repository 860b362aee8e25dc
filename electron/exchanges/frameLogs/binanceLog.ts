/**
 * Binance's frames in a log, of spot or USD-M. Beside what live feeds subscribe to there may be single trades, which
 * are taken in place of aggregates, and the REST book that starts the order book.
 */
import type { FrameLogSink, LoggedFrame } from '../../../shared/feed/frameLog';
import type { VenueId } from '../../../shared/model/venue';
import { parseAggTrade, parseDepthSnapshot } from '../binance/binanceFrames';
import { readBinanceFrame } from '../binance/binanceProtocol';
import { type Fields, isFields, list } from '../frames/fields';
import { BINANCE_SPOT, BINANCE_USDM } from '../venueInfos';
import type { DialectReading, FrameDialect } from './frameDialect';
import { LoggedMarkets } from './loggedMarkets';

const USDM_ONLY = ['markPriceUpdate', 'forceOrder'];

export const BINANCE_LOG: FrameDialect = {
  venues: [BINANCE_USDM, BINANCE_SPOT],
  exchange: 'BINANCE',
  isOneVenueALog: true,
  venueOf({ url, data }) {
    if (/fstream|fapi/.test(url)) return BINANCE_USDM.id;
    if (/(stream|api)\d?\.binance\.com/.test(url)) return BINANCE_SPOT.id;
    const frame = payload(data);
    return frame === null ? null : venueOfFrame(frame);
  },
  open: (venue, sink) => new BinanceReading(venue, sink),
};

/** What a combined socket wraps. */
function payload(data: unknown): Fields | null {
  if (!isFields(data)) return null;
  return isFields(data.data) && typeof data.stream === 'string' ? data.data : data;
}

function venueOfFrame(frame: Fields): VenueId | null {
  const { e } = frame;
  // Only USD-M links its book changes, stamps its tickers, and says what kind of trade it was.
  if (e === 'depthUpdate') return frame.pu === undefined ? BINANCE_SPOT.id : BINANCE_USDM.id;
  if (e === 'trade') return frame.X === undefined ? BINANCE_SPOT.id : BINANCE_USDM.id;
  if (e === 'aggTrade') return frame.M === undefined ? BINANCE_USDM.id : BINANCE_SPOT.id;
  if (e === 'bookTicker' || USDM_ONLY.includes(String(e))) return BINANCE_USDM.id;
  if (e === '24hrTicker') return frame.b === undefined ? BINANCE_USDM.id : BINANCE_SPOT.id;
  if (e === undefined && frame.u !== undefined && frame.B !== undefined) return BINANCE_SPOT.id;
  if (frame.lastUpdateId !== undefined) return frame.T === undefined ? BINANCE_SPOT.id : BINANCE_USDM.id;
  return null;
}

class BinanceReading implements DialectReading {
  readonly #markets: LoggedMarkets;
  readonly #sink: FrameLogSink;
  /** By symbol, which of the two trade streams counts: both say the same. */
  readonly #tradeStreams = new Map<unknown, unknown>();

  constructor(venue: VenueId, sink: FrameLogSink) {
    const isSpot = venue === BINANCE_SPOT.id;
    this.#sink = sink;
    this.#markets = new LoggedMarkets({
      info: isSpot ? BINANCE_SPOT : BINANCE_USDM,
      kind: isSpot ? 'spot' : 'perpetual',
      tradeIds: 'consecutive',
      hasWholeBooks: false,
      sink,
    });
  }

  take({ kind, url, receiveTimeMs, data }: LoggedFrame): void {
    const markets = this.#markets;
    if (kind === 'opened') {
      markets.interrupted('the recorder lost its connection');
      return;
    }
    const frame = payload(data);
    markets.begin(receiveTimeMs, wordsOf(frame));
    if (frame === null) markets.problem('malformed');
    else if (frame.lastUpdateId !== undefined && Array.isArray(frame.bids)) this.#snapshot(frame, url);
    else if (Array.isArray(frame.symbols)) this.#listings(frame.symbols);
    else if (kind === 'frame') this.#frame(frame);
  }

  end(): void {
    this.#markets.end();
  }

  #frame(frame: Fields): void {
    const markets = this.#markets;
    if (frame.e === 'trade' || frame.e === 'aggTrade') {
      const stream = this.#tradeStreams.get(frame.s) ?? frame.e;
      this.#tradeStreams.set(frame.s, stream);
      if (stream !== frame.e) {
        const detail = `${String(frame.e)} frames repeat what the ${String(stream)} frames of ${String(frame.s)} say`;
        this.#sink.note('duplicate', 'dropped', detail);
      } else if (frame.e === 'trade') this.#trade(frame);
      else readBinanceFrame(frame, markets);
      return;
    }
    // The best prices of spot name no kind; they are part of the book.
    if (frame.e === undefined && frame.B !== undefined) markets.problem('unknown');
    else readBinanceFrame(frame, markets);
  }

  /** A single trade: as an aggregate of one, with an id of its own. */
  #trade(frame: Fields): void {
    const markets = this.#markets;
    const market = markets.market(frame.s);
    if (market === undefined) {
      markets.problem('unknown');
      return;
    }
    const trade = parseAggTrade({ ...frame, a: frame.t }, market.scale);
    if (frame.X !== undefined && frame.X !== 'MARKET') {
      // The insurance fund and deleveraging are no trades of the market, but their ids count.
      this.#sink.note(
        'unsupported',
        'dropped',
        `a trade of kind ${String(frame.X)}, which is none of the market`,
      );
    } else if (trade === null) markets.problem('malformed');
    else markets.trade(market, trade, '');
  }

  /** The answer does not name its symbol: the address may, or there is only one. */
  #snapshot(answer: Fields, url: string): void {
    const markets = this.#markets;
    const symbol = /[?&]symbol=(\w+)/.exec(url)?.[1];
    const market = symbol === undefined ? markets.onlyMarket() : markets.market(symbol.toUpperCase());
    if (market === undefined) {
      this.#sink.note('unsupported', 'dropped', 'a whole order book that does not say of which symbol it is');
      return;
    }
    const snapshot = parseDepthSnapshot(answer, market.scale);
    if (snapshot === null) markets.problem('malformed');
    else markets.bookSnapshot(market, snapshot);
  }

  #listings(symbols: readonly unknown[]): void {
    for (const listed of list(symbols)) {
      if (!isFields(listed)) continue;
      const { symbol, baseAsset: asset, quoteAsset: quote } = listed;
      if (typeof symbol !== 'string' || typeof asset !== 'string' || typeof quote !== 'string') continue;
      this.#markets.listings.set(symbol, { asset, quote });
    }
  }
}

function wordsOf(frame: Fields | null): string {
  if (frame === null) return 'no object';
  const kind = frame.e ?? (frame.B === undefined ? Object.keys(frame).slice(0, 4).join(', ') : 'bookTicker');
  return `${String(kind)} ${String(frame.s ?? '')}`.trim();
}
