/**
 * Tardis's exchanges as our venues. What Tardis calls `bybit` is Bybit's contracts, `okex` is OKX spot; an
 * exchange that is not in the table keeps its own name.
 *
 * Invariant: an amount is in base units, or its row is refused: contracts whose size the file does not say are
 * never taken for coins.
 */
import type { InstrumentKind } from '../../../../../shared/model/instrument';
import type { LiquidationReporting, Stream, VenueInfo } from '../../../../../shared/model/venue';
import type { ImportParameters, InstrumentIdentity } from '../../importFormat';
import { isDollar, UNKNOWN_PARAMETERS } from '../nameHints';
import { isDelivery, pairOf } from '../pairs';

interface TardisExchange {
  readonly venue: string;
  readonly title: string;
  readonly kind: InstrumentKind;
  /** What a unit of amount is. */
  readonly amounts: 'base' | 'contracts';
  readonly liquidations?: LiquidationReporting;
}

const EXCHANGES: Readonly<Record<string, TardisExchange>> = {
  binance: { venue: 'binance', title: 'Binance spot', kind: 'spot', amounts: 'base' },
  'binance-us': { venue: 'binance-us', title: 'Binance US', kind: 'spot', amounts: 'base' },
  'binance-futures': {
    venue: 'binanceusdm',
    title: 'Binance USD-M',
    kind: 'perpetual',
    amounts: 'base',
    liquidations: 'largestPerSecond',
  },
  'binance-delivery': {
    venue: 'binancecoinm',
    title: 'Binance COIN-M',
    kind: 'perpetual',
    amounts: 'contracts',
    liquidations: 'largestPerSecond',
  },
  bybit: { venue: 'bybit', title: 'Bybit linear', kind: 'perpetual', amounts: 'base', liquidations: 'full' },
  'bybit-spot': { venue: 'bybitspot', title: 'Bybit spot', kind: 'spot', amounts: 'base' },
  okex: { venue: 'okx', title: 'OKX spot', kind: 'spot', amounts: 'base' },
  'okex-swap': { venue: 'okxswap', title: 'OKX swaps', kind: 'perpetual', amounts: 'contracts' },
  'okex-futures': { venue: 'okxfutures', title: 'OKX futures', kind: 'perpetual', amounts: 'contracts' },
  coinbase: { venue: 'coinbase', title: 'Coinbase', kind: 'spot', amounts: 'base' },
  kraken: { venue: 'kraken', title: 'Kraken', kind: 'spot', amounts: 'base' },
  bitstamp: { venue: 'bitstamp', title: 'Bitstamp', kind: 'spot', amounts: 'base' },
  bitfinex: { venue: 'bitfinex', title: 'Bitfinex', kind: 'spot', amounts: 'base' },
  gemini: { venue: 'gemini', title: 'Gemini', kind: 'spot', amounts: 'base' },
  upbit: { venue: 'upbit', title: 'Upbit', kind: 'spot', amounts: 'base' },
  hyperliquid: { venue: 'hyperliquid', title: 'Hyperliquid', kind: 'perpetual', amounts: 'base' },
  bitmex: { venue: 'bitmex', title: 'BitMEX', kind: 'perpetual', amounts: 'contracts' },
  deribit: { venue: 'deribit', title: 'Deribit', kind: 'perpetual', amounts: 'contracts' },
  cryptofacilities: {
    venue: 'krakenfutures',
    title: 'Kraken futures',
    kind: 'perpetual',
    amounts: 'contracts',
  },
  'gate-io-futures': { venue: 'gatefutures', title: 'Gate futures', kind: 'perpetual', amounts: 'contracts' },
  'kucoin-futures': {
    venue: 'kucoinfutures',
    title: 'KuCoin futures',
    kind: 'perpetual',
    amounts: 'contracts',
  },
  phemex: { venue: 'phemex', title: 'Phemex', kind: 'perpetual', amounts: 'contracts' },
};

/** An exchange of the table, or one under its own name whose words tell what it trades. */
export function tardisExchange(id: string): TardisExchange {
  const known = EXCHANGES[id];
  if (known !== undefined) return known;
  const isContracts = /futures|swap|perp|deriv|delivery|-dm/.test(id);
  return isContracts
    ? { venue: id, title: id, kind: 'perpetual', amounts: 'contracts' }
    : { venue: id, title: id, kind: 'spot', amounts: 'base' };
}

export function isTardisExchangeId(text: string | undefined): boolean {
  return text !== undefined && /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(text);
}

/** What the first row says of the whole file. */
export function tardisParameters(exchangeId: string, symbol: string): ImportParameters {
  const exchange = tardisExchange(exchangeId);
  const identity = tardisIdentity(exchangeId, symbol);
  const { venue, kind } = exchange;
  const pair = { asset: identity?.asset ?? null, quote: identity?.quote ?? null };
  return { ...UNKNOWN_PARAMETERS, venue, symbol, kind, ...pair, timeUnit: 'us' };
}

/** Null when the symbol does not say what it is of. */
export function tardisIdentity(exchangeId: string, symbol: string): InstrumentIdentity | null {
  const { venue, kind } = tardisExchange(exchangeId);
  const pair = pairOf(symbol) ?? (exchangeId === 'hyperliquid' ? { asset: symbol, quote: 'USD' } : null);
  return pair === null ? null : { id: `${venue}:${symbol}`, venue, symbol, ...pair, kind };
}

export function tardisVenue({ venue }: ImportParameters, streams: readonly Stream[]): VenueInfo {
  const known = Object.values(EXCHANGES).find((exchange) => exchange.venue === venue);
  const id = venue ?? 'unknown';
  // What an exchange that is not known leaves out of its liquidations is not known either: at best a lower bound.
  const reporting = known?.liquidations ?? 'latestPerSecond';
  const liquidationReporting = streams.includes('liquidations') ? reporting : 'none';
  const title = known?.title ?? id;
  return { id, title, liquidationReporting, streams, tradeIds: 'opaque' };
}

/** Why rows of this instrument cannot be taken; null when they can. `needsAmounts`: prices alone are not enough. */
export function tardisRefusal(
  exchangeId: string,
  identity: InstrumentIdentity,
  needsAmounts: boolean,
): string | null {
  const { symbol, quote, asset } = identity;
  const { amounts, kind, venue } = tardisExchange(exchangeId);
  if (kind === 'perpetual' && isDelivery(symbol)) {
    return `${symbol} is a contract with a day of delivery; spot and perpetual markets can be imported`;
  }
  if (!isDollar(quote))
    return `${symbol} is quoted in ${quote}; only markets quoted in dollars can be imported`;
  // Bybit's inverse contracts count dollars; they share the venue with the linear ones.
  const isInverse = venue === 'bybit' && quote === 'USD';
  if (!needsAmounts || (amounts === 'base' && !isInverse)) return null;
  return `amounts of ${symbol} are contracts, and the file does not say how much ${asset} one is`;
}
