/** Symbols of any venue, taken apart: `BTC-USDT-SWAP`, `btcusdt`, `ETH/USD:USD` and `XBTUSD` alike. */
import { splitSymbol } from './nameHints';

export interface Pair {
  readonly asset: string;
  readonly quote: string;
}

/** Words behind a pair that say what is traded, not against what. */
const KIND_WORDS = /[-_.:/](PERP|PERPETUAL|SWAP|SPOT|CFD)$/;

/** BitMEX and Kraken write bitcoin as XBT. */
const OTHER_NAMES: Readonly<Record<string, string>> = { XBT: 'BTC' };

/** Null when no quote that is known ends the symbol. */
export function pairOf(symbol: string): Pair | null {
  const upper = symbol.toUpperCase().replace(/:\w+$/, '').replace(KIND_WORDS, '');
  const pair = splitSymbol(upper.replace(/[-_/.]/g, ''));
  return pair === null ? null : { ...pair, asset: OTHER_NAMES[pair.asset] ?? pair.asset };
}

/** True for what is delivered on a day, such as `BTC-USD-220527` and `BTCUSDT_240628`. */
export function isDelivery(symbol: string): boolean {
  return /[-_]\d{6}$|\d{2}(JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)\d{2}|[FGHJKMNQUVXZ]\d{2}$/.test(
    symbol,
  );
}
