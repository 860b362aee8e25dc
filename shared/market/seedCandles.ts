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
  for (const { lengthMs, slots } of candles.levels) {
    for (const ordinal of [...slots.keys()].sort((a, b) => a - b)) {
      const slot = slots.get(ordinal);
      if (slot?.kline)
        events.push(klineEventOf(slot.kline, ordinal * lengthMs, lengthMs, row, nowMs, 'history'));
      if (slot?.trades) events.push(candleEventOf(slot.trades, row, quantityDecimals, nowMs));
    }
  }
  return events;
}
