/**
 * The candles a market model knows, as events: what a session that begins in the middle of a feed starts
 * with, so that its charts reach back as far as its predecessor's.
 */
import type { CandleEvent } from '../model/events';
import { candleEventOf, klineEventOf } from './candleEvents';
import type { InstrumentState } from './instrumentState';

/** Unstamped, at the scale of the instrument's finest row; venue klines with origin `history`. */
export function seedCandles(state: InstrumentState, nowMs: number): CandleEvent[] {
  const { candles, row, quantityDecimals } = state;
  const events: CandleEvent[] = [];
  for (const [index, level] of candles.levels.entries()) {
    const { lengthMs, oldest, newest } = level;
    for (let ordinal = oldest; ordinal <= newest; ordinal++) {
      const kline = level.kline(ordinal);
      if (kline !== null)
        events.push(klineEventOf(kline, ordinal * lengthMs, lengthMs, row, nowMs, 'history'));
      const trades = index === 0 ? candles.tradesOf(ordinal) : null;
      if (trades !== null) events.push(candleEventOf(trades, row, quantityDecimals, nowMs));
    }
  }
  return events;
}
