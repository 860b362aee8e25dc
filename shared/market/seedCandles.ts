/**
 * The candles a market model knows, as events: what a session that begins in the middle of a feed starts
 * with, so that its charts reach back as far as its predecessor's.
 */
import type { CandleEvent } from '../model/events';
import type { Kline } from './candleSeries';
import { candleEventOf } from './candleSeries';
import type { InstrumentState } from './instrumentState';

/** Unstamped, at the scale of the instrument's finest row; venue klines with origin `history`. */
export function seedCandles(state: InstrumentState, nowMs: number): CandleEvent[] {
  const { candles, row, quantityDecimals } = state;
  const events: CandleEvent[] = [];
  for (const { lengthMs, slots } of candles.levels) {
    for (const ordinal of [...slots.keys()].sort((a, b) => a - b)) {
      const slot = slots.get(ordinal);
      if (slot?.kline) events.push(klineEventOf(slot.kline, ordinal * lengthMs, lengthMs, state, nowMs));
      if (slot?.trades) events.push(candleEventOf(slot.trades, row, quantityDecimals, nowMs));
    }
  }
  return events;
}

function klineEventOf(
  kline: Kline,
  openTimeMs: number,
  intervalMs: number,
  { row }: InstrumentState,
  nowMs: number,
): CandleEvent {
  const ticks = (price: number) => Math.round(price * 10 ** row.priceDecimals);
  return {
    kind: 'candle',
    seq: 0,
    exchangeTimeMs: nowMs,
    receiveTimeMs: 0,
    instrument: row.index,
    intervalMs,
    openTimeMs,
    openTicks: ticks(kline.open),
    highTicks: ticks(kline.high),
    lowTicks: ticks(kline.low),
    closeTicks: ticks(kline.close),
    volumeBase: kline.volumeBase,
    volumeQuote: null,
    takerBuyBase: Number.isNaN(kline.takerBuyBase) ? null : kline.takerBuyBase,
    tradeCount: null,
    closed: kline.closed,
    origin: 'history',
  };
}
