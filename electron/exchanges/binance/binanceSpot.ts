/** Binance spot: the ccxt class, its addresses and its REST calls. */
import Binance from 'ccxt-pro/binance';
import { useProxy } from '../ccxt/ccxtProxy';
import { ccxtConfiguration, socketOrigin, withOrigin } from '../ccxt/ccxtSetup';
import { tapCcxt } from '../ccxt/ccxtTap';
import { BINANCE_SPOT } from '../venueInfos';
import type { Timing, VenueOptions } from '../venueOptions';
import type { VenueProtocol } from '../venueProtocol';
import { createBinanceProtocol } from './binanceProtocol';

interface Urls {
  api: Record<string, unknown> & { ws: Record<string, string> };
}

/** ccxt tells spot sockets by `/stream` in their address, so another origin needs it in the path. */
export async function binanceSpot({ origin }: VenueOptions, timing: Timing): Promise<VenueProtocol> {
  const exchange = new Binance(ccxtConfiguration(timing));
  const urls = exchange.urls as unknown as Urls;
  if (origin !== undefined) {
    urls.api = { ...withOrigin(urls.api, origin), ws: { spot: `${socketOrigin(origin)}/stream/ws` } };
  }
  await useProxy(exchange, `${urls.api.ws.spot}`);
  return createBinanceProtocol(BINANCE_SPOT, {
    tap: tapCcxt(exchange),
    isSpot: true,
    lanes: [
      { name: 'stream', url: `${urls.api.ws.spot}/0`, streams: ['trades', 'candles', 'ticker', 'book'] },
    ],
    maxCandlesPerPage: 1_000,
    exchangeInfo: (params) => exchange.publicGetExchangeInfo(params),
    klines: (params) => exchange.publicGetKlines(params),
    aggTrades: (params) => exchange.publicGetAggTrades(params),
    depth: (params) => exchange.publicGetDepth(params),
  });
}
