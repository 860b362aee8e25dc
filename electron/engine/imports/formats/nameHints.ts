/**
 * What the name of a file says. Only hints: content decides what a file is, but no column of a candle or trade
 * file says of which market it is.
 */
import type { ImportParameters } from '../importFormat';

export interface NameHints {
  /** As the venue writes it, e.g. `BTCUSDT`, `BTCUSD_PERP`. */
  readonly symbol: string | null;
  readonly asset: string | null;
  readonly quote: string | null;
  readonly intervalMs: number | null;
  readonly market: 'spot' | 'linear' | 'inverse' | null;
  /** A word such as `binance`, lower case. */
  readonly exchange: string | null;
}

/** Longest first, so that `BTCFDUSD` is not quoted in USD. Dollars only: an amount must have a value in USD. */
const DOLLAR_QUOTES = ['FDUSD', 'USDT', 'USDC', 'BUSD', 'TUSD', 'USDP', 'USD1', 'USD'] as const;
const OTHER_QUOTES = ['BTC', 'ETH', 'BNB', 'EUR', 'TRY', 'BRL', 'JPY', 'GBP', 'AUD', 'DAI', 'SOL'] as const;

export function isDollar(quote: string | null): boolean {
  return quote !== null && DOLLAR_QUOTES.some((dollar) => dollar === quote);
}

/** `ETHUSDT` is `{asset: 'ETH', quote: 'USDT'}`; null when no known quote ends it. */
export function splitSymbol(symbol: string): { readonly asset: string; readonly quote: string } | null {
  const pair = symbol.replace(/_.*$/, '');
  const quote = [...DOLLAR_QUOTES, ...OTHER_QUOTES].find((text) => pair.endsWith(text));
  if (quote === undefined || pair.length === quote.length) return null;
  return { asset: pair.slice(0, -quote.length), quote };
}

const UNIT_MS: Readonly<Record<string, number>> = {
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};

/** `15m` is 900000; null for what is no interval of a fixed length. */
function intervalOfText(text: string): number | null {
  const match = /^(\d{1,3})(s|m|h|d|w)$/.exec(text);
  const unitMs = UNIT_MS[match?.[2] ?? ''];
  const count = Number(match?.[1]);
  return unitMs === undefined || count === 0 ? null : unitMs * count;
}

const MARKET_WORDS: Readonly<Record<string, NameHints['market']>> = {
  spot: 'spot',
  um: 'linear',
  usdm: 'linear',
  linear: 'linear',
  cm: 'inverse',
  coinm: 'inverse',
  inverse: 'inverse',
};
const EXCHANGES = ['binance', 'bybit', 'okx', 'coinbase', 'kraken', 'bitmex', 'deribit', 'hyperliquid'];

export function nameHints(fileName: string): NameHints {
  const words = fileName.split(/[-_. /\\]+/);
  const lower = words.map((word) => word.toLowerCase());
  const at = words.findIndex((word) => /^[A-Za-z0-9]{4,24}$/.test(word) && isPair(word.toUpperCase()));
  const pair = words[at]?.toUpperCase() ?? null;
  const suffix = /^(PERP|\d{6})$/i.exec(words[at + 1] ?? '')?.[1];
  const isContract = pair !== null && suffix !== undefined && fileName.includes(`_${suffix}`);
  const parts = pair === null ? null : splitSymbol(pair);
  const market = lower.map((word) => MARKET_WORDS[word]).find((found) => found !== undefined);
  return {
    symbol: isContract ? `${pair}_${suffix.toUpperCase()}` : pair,
    asset: parts?.asset ?? null,
    quote: parts?.quote ?? null,
    intervalMs: lower.map(intervalOfText).find((interval) => interval !== null) ?? null,
    market: market ?? (isContract && pair.endsWith('USD') ? 'inverse' : null),
    exchange: lower.find((word) => EXCHANGES.includes(word)) ?? null,
  };
}

function isPair(word: string): boolean {
  const parts = splitSymbol(word);
  return parts !== null && /[A-Z]/.test(parts.asset);
}

export const UNKNOWN_PARAMETERS: ImportParameters = {
  venue: null,
  symbol: null,
  asset: null,
  quote: null,
  kind: null,
  intervalMs: null,
  timeUnit: null,
  stampIs: null,
  columns: null,
};
