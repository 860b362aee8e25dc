/**
 * SYNTHETIC candles before the capture begins, so that a chart has a past.
 *
 * They are no market data: a random walk that depends on the symbol and the time only and ends at the price
 * of the capture's first trade. Invariant: the same symbol, interval and first trade give the same bars, and
 * no bar reaches into the bar of the first trade, which holds real trades only.
 */
import { DAY_MS, MINUTE_MS } from '../../../shared/model/time';
import { hashedRandom, seedOf } from '../random';
import type { Bar } from './bars';
import { type BarInterval, barOpenMs } from './intervals';

/** First trade of a symbol: where real data begins. */
export interface Anchor {
  readonly timeMs: number;
  readonly price: number;
}

export const PREHISTORY_BARS = 3_000;
const DAILY_VOLATILITY = 0.025;
const OCTAVES = 20;
const SAMPLES_PER_BAR = 6;
/** USD traded per minute, before noise. */
const MEAN_MINUTE_NOTIONAL_USD = 4_000_000;

/** The bars before the anchor's bar, oldest first; prices are whole ticks, as a venue's are. */
export function prehistoryBars(
  symbol: string,
  anchor: Anchor,
  interval: BarInterval,
  tickSize: number,
): Bar[] {
  const seed = seedOf(symbol);
  const endMs = barOpenMs(anchor.timeMs, interval);
  const walkAtEnd = walk(seed, endMs);
  const priceAt = (timeMs: number): number => {
    const ticks = Math.round((anchor.price * Math.exp(walk(seed, timeMs) - walkAtEnd)) / tickSize);
    return Number((ticks * tickSize).toFixed(10));
  };
  const bars: Bar[] = [];
  let open = priceAt(endMs - PREHISTORY_BARS * interval.lengthMs);
  for (let openTimeMs = endMs - PREHISTORY_BARS * interval.lengthMs; openTimeMs < endMs; ) {
    const closeTimeMs = openTimeMs + interval.lengthMs;
    const close = priceAt(closeTimeMs);
    let high = Math.max(open, close);
    let low = Math.min(open, close);
    for (let sample = 1; sample < SAMPLES_PER_BAR; sample++) {
      const price = priceAt(openTimeMs + (sample * interval.lengthMs) / SAMPLES_PER_BAR);
      high = Math.max(high, price);
      low = Math.min(low, price);
    }
    bars.push(syntheticBar(seed, openTimeMs, interval.lengthMs, { open, high, low, close }));
    open = close;
    openTimeMs = closeTimeMs;
  }
  return bars;
}

interface Prices {
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
}

function syntheticBar(seed: number, openTimeMs: number, lengthMs: number, prices: Prices): Bar {
  const minutes = lengthMs / MINUTE_MS;
  const noise = hashedRandom(seed + 1, openTimeMs / MINUTE_MS);
  const range = (prices.high - prices.low) / prices.open / (DAILY_VOLATILITY * Math.sqrt(lengthMs / DAY_MS));
  const quoteVolume = MEAN_MINUTE_NOTIONAL_USD * minutes * (0.3 + 0.5 * noise + 0.5 * range);
  const volume = quoteVolume / ((prices.open + prices.close) / 2);
  const drift = (prices.close - prices.open) / Math.max(prices.high - prices.low, prices.open * 1e-6);
  const takerBuyShare = 0.5 + 0.15 * drift + 0.06 * (hashedRandom(seed + 2, openTimeMs / MINUTE_MS) - 0.5);
  return {
    openTimeMs,
    ...prices,
    volume,
    quoteVolume,
    takerBuyVolume: volume * takerBuyShare,
    takerBuyQuoteVolume: quoteVolume * takerBuyShare,
    trades: Math.max(1, Math.round(quoteVolume / 2_500)),
    firstTradeId: -1,
    lastTradeId: -1,
  };
}

/** Brownian in character: each octave has twice the period and √2 times the amplitude of the one before. */
function walk(seed: number, timeMs: number): number {
  let sum = 0;
  for (let octave = 0; octave < OCTAVES; octave++) {
    const periodMs = MINUTE_MS * 2 ** octave;
    const position = timeMs / periodMs;
    const cell = Math.floor(position);
    const fraction = position - cell;
    const smooth = fraction * fraction * (3 - 2 * fraction);
    const left = hashedRandom(seed + octave * 7919, cell);
    const right = hashedRandom(seed + octave * 7919, cell + 1);
    sum += (left + (right - left) * smooth - 0.5) * DAILY_VOLATILITY * Math.sqrt(periodMs / DAY_MS);
  }
  return sum;
}
