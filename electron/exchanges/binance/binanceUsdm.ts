/** Binance USD-M: the ccxt class, its addresses and its REST calls. */
import BinanceUsdm from 'ccxt-pro/binanceusdm';
import type { Stream } from '../../../shared/model/venue';
import { useProxy } from '../ccxt/ccxtProxy';
import { ccxtConfiguration, socketOrigin, withOrigin } from '../ccxt/ccxtSetup';
import { tapCcxt } from '../ccxt/ccxtTap';
import { BINANCE_USDM } from '../venueInfos';
import type { Timing, VenueOptions } from '../venueOptions';
import type { VenueProtocol } from '../venueProtocol';
import { createBinanceProtocol } from './binanceProtocol';

interface Urls {
  api: Record<string, unknown> & { ws: Record<string, string> };
}

/** Books are on the public sockets, everything else on the market sockets. */
const MARKET_STREAMS: readonly Stream[] = ['trades', 'candles', 'ticker', 'mark', 'liquidations'];

export async function binanceUsdm({ origin }: VenueOptions, timing: Timing): Promise<VenueProtocol> {
  const exchange = new BinanceUsdm(ccxtConfiguration(timing));
  const urls = exchange.urls as unknown as Urls;
  if (origin !== undefined) {
    urls.api = { ...withOrigin(urls.api, origin), ws: { future: `${socketOrigin(origin)}/ws` } };
  }
  await useProxy(exchange, `${urls.api.ws.future}`);
  const base = `${urls.api.ws.future}`.replace(/\/ws$/, '');
  return createBinanceProtocol(BINANCE_USDM, {
    tap: tapCcxt(exchange),
    isSpot: false,
    lanes: [
      { name: 'market', url: `${base}/market/ws/0`, streams: MARKET_STREAMS },
      { name: 'book', url: `${base}/public/ws/0`, streams: ['book'] },
    ],
    maxCandlesPerPage: 1_500,
    exchangeInfo: (params) => exchange.fapiPublicGetExchangeInfo(params),
    klines: (params) => exchange.fapiPublicGetKlines(params),
    aggTrades: (params) => exchange.fapiPublicGetAggTrades(params),
    depth: (params) => exchange.fapiPublicGetDepth(params),
    openInterest: (params) => exchange.fapiPublicGetOpenInterest(params),
  });
}
