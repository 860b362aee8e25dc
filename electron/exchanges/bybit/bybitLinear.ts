/** Bybit's linear contracts: the ccxt class, its address and its REST calls. */
import Bybit from 'ccxt-pro/bybit';
import { useProxy } from '../ccxt/ccxtProxy';
import { ccxtConfiguration, socketOrigin, withOrigin } from '../ccxt/ccxtSetup';
import { tapCcxt } from '../ccxt/ccxtTap';
import { BYBIT_LINEAR } from '../venueInfos';
import type { Timing, VenueOptions } from '../venueOptions';
import type { VenueProtocol } from '../venueProtocol';
import { createBybitProtocol } from './bybitProtocol';

interface Urls {
  api: Record<string, unknown> & { ws: { public: Record<string, string> } };
}

export async function bybitLinear({ origin }: VenueOptions, timing: Timing): Promise<VenueProtocol> {
  const exchange = new Bybit(ccxtConfiguration(timing));
  const urls = exchange.urls as unknown as Urls;
  if (origin !== undefined) {
    const linear = `${socketOrigin(origin)}/v5/public/linear`;
    urls.api = { ...withOrigin(urls.api, origin), ws: { public: { linear } } };
  }
  const url = exchange.implodeHostname(urls.api.ws.public.linear ?? '');
  await useProxy(exchange, url);
  return createBybitProtocol(BYBIT_LINEAR, {
    tap: tapCcxt(exchange),
    url,
    instruments: (params) => exchange.publicGetV5MarketInstrumentsInfo(params),
    klines: (params) => exchange.publicGetV5MarketKline(params),
    recentTrades: (params) => exchange.publicGetV5MarketRecentTrade(params),
  });
}
