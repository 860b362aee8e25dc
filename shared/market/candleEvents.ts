/** Candles as events or bytes and back, without a loss. */
import { fromScaled } from '../model/decimal';
import type { CandleEvent } from '../model/events';
import type { Instrument } from '../model/instrument';
import { MINUTE_MS } from '../model/time';
import type { ByteReader, ByteWriter } from './byteCodec';
import type { MinuteBar } from './tradeBar';

export interface Candle {
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volumeBase: number;
  /** NaN when the venue does not say. */
  readonly takerBuyBase: number;
}

export interface Kline extends Candle {
  readonly closed: boolean;
}

/** A candle event in price units. */
export function klineOf(event: CandleEvent, row: Instrument): Kline {
  return {
    open: fromScaled(event.openTicks, row.priceDecimals),
    high: fromScaled(event.highTicks, row.priceDecimals),
    low: fromScaled(event.lowTicks, row.priceDecimals),
    close: fromScaled(event.closeTicks, row.priceDecimals),
    volumeBase: event.volumeBase,
    takerBuyBase: event.takerBuyBase ?? Number.NaN,
    closed: event.closed,
  };
}

/** A recorded minute bar of ours. */
export function recordedBar(event: CandleEvent, row: Instrument, quantityDecimals: number): MinuteBar {
  const { open, high, low, close } = klineOf(event, row);
  const lotsPerUnit = 10 ** quantityDecimals;
  return {
    minute: Math.floor(event.openTimeMs / MINUTE_MS),
    open,
    high,
    low,
    close,
    volumeLots: Math.round(event.volumeBase * lotsPerUnit),
    takerBuyLots: Math.round((event.takerBuyBase ?? 0) * lotsPerUnit),
    volumeQuote: event.volumeQuote ?? 0,
    tradeCount: event.tradeCount ?? 0,
  };
}

/** A bar from trades as an event to record; unstamped, at the scale of `row`. */
export function candleEventOf(
  bar: MinuteBar,
  row: Instrument,
  quantityDecimals: number,
  nowMs: number,
): CandleEvent {
  const kline = {
    open: bar.open,
    high: bar.high,
    low: bar.low,
    close: bar.close,
    volumeBase: fromScaled(bar.volumeLots, quantityDecimals),
    takerBuyBase: fromScaled(bar.takerBuyLots, quantityDecimals),
    closed: true,
  };
  const event = klineEventOf(kline, bar.minute * MINUTE_MS, MINUTE_MS, row, nowMs, 'trades');
  return { ...event, volumeQuote: bar.volumeQuote, tradeCount: bar.tradeCount };
}

/** A candle as an event; unstamped, at the scale of `row`. What it does not hold is null. */
export function klineEventOf(
  kline: Kline,
  openTimeMs: number,
  intervalMs: number,
  row: Instrument,
  nowMs: number,
  origin: CandleEvent['origin'],
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
    origin,
  };
}

export function writeCandle(writer: ByteWriter, candle: Candle): void {
  const { open, high, low, close, volumeBase, takerBuyBase } = candle;
  for (const value of [open, high, low, close, volumeBase, takerBuyBase]) writer.double(value);
}

export function readCandle(reader: ByteReader): Candle {
  return {
    open: reader.double(),
    high: reader.double(),
    low: reader.double(),
    close: reader.double(),
    volumeBase: reader.double(),
    takerBuyBase: reader.double(),
  };
}
