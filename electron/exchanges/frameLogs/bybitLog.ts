/** Bybit v5's frames in a log: linear contracts and spot speak the same, only their sockets differ. */
import type { FrameLogSink, LoggedFrame } from '../../../shared/feed/frameLog';
import type { VenueId } from '../../../shared/model/venue';
import type { BybitTicker } from '../bybit/bybitFrames';
import { readBybitFrame } from '../bybit/bybitProtocol';
import type { Market } from '../connection/market';
import { isFields, list } from '../frames/fields';
import { BYBIT_LINEAR } from '../venueInfos';
import type { DialectReading, FrameDialect } from './frameDialect';
import { BYBIT_SPOT } from './importVenues';
import { LoggedMarkets } from './loggedMarkets';

export const BYBIT_LOG: FrameDialect = {
  venues: [BYBIT_LINEAR, BYBIT_SPOT],
  exchange: 'BYBIT',
  isOneVenueALog: false,
  venueOf({ url, data }) {
    if (/bybit/.test(url)) return venueOfUrl(url);
    const topic = isFields(data) ? data.topic : undefined;
    if (typeof topic !== 'string') return null;
    return /^(publicTrade|orderbook\.\d+|tickers|kline\.\w+|allLiquidation)\.\w+$/.test(topic)
      ? BYBIT_LINEAR.id
      : null;
  },
  open: (venue, sink) => new BybitReading(venue, sink),
};

/** Null for inverse contracts and options, whose amounts are no coins. */
function venueOfUrl(url: string): VenueId | null {
  if (/\/spot\b|category=spot/.test(url)) return BYBIT_SPOT.id;
  return /\/linear\b|category=linear/.test(url) ? BYBIT_LINEAR.id : null;
}

class BybitReading implements DialectReading {
  readonly #venue: VenueId;
  readonly #sink: FrameLogSink;
  readonly #markets = new Map<VenueId, LoggedMarkets>();
  readonly #tickers = new Map<Market, BybitTicker>();

  constructor(venue: VenueId, sink: FrameLogSink) {
    this.#venue = venue;
    this.#sink = sink;
  }

  take({ kind, url, receiveTimeMs, data }: LoggedFrame): void {
    const venue = url === '' ? this.#venue : venueOfUrl(url);
    if (venue === null) {
      this.#sink.note('unsupported', 'dropped', `frames of ${url}, which is neither spot nor linear`);
      return;
    }
    const markets = this.#marketsOf(venue);
    markets.begin(receiveTimeMs, wordsOf(data));
    if (kind === 'opened') {
      markets.interrupted('the recorder lost its connection');
      this.#tickers.clear();
    } else if (kind === 'answer') takeListings(markets, data);
    else readBybitFrame(data, markets, this.#tickers);
  }

  end(): void {
    for (const markets of this.#markets.values()) markets.end();
  }

  #marketsOf(venue: VenueId): LoggedMarkets {
    let markets = this.#markets.get(venue);
    if (markets === undefined) {
      const isSpot = venue === BYBIT_SPOT.id;
      markets = new LoggedMarkets({
        info: isSpot ? BYBIT_SPOT : BYBIT_LINEAR,
        kind: isSpot ? 'spot' : 'perpetual',
        tradeIds: 'arbitrary',
        hasWholeBooks: true,
        sink: this.#sink,
      });
      this.#markets.set(venue, markets);
    }
    return markets;
  }
}

function takeListings(markets: LoggedMarkets, data: unknown): void {
  const result = isFields(data) && isFields(data.result) ? data.result : {};
  for (const listed of list(result.list)) {
    if (!isFields(listed)) continue;
    const { symbol, baseCoin: asset, quoteCoin: quote } = listed;
    if (typeof symbol !== 'string' || typeof asset !== 'string' || typeof quote !== 'string') continue;
    markets.listings.set(symbol, { asset, quote });
  }
}

function wordsOf(data: unknown): string {
  if (!isFields(data)) return 'no object';
  return String(data.topic ?? data.op ?? Object.keys(data).slice(0, 4).join(', '));
}
