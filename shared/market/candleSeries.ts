/**
 * The candles of one instrument at every interval: minute bars from trades, and the venue's klines.
 *
 * Invariants:
 * - Both truths are kept side by side; which one counts is decided when bars are read (`candleFold`).
 * - A kline that is closed is never replaced by one that was still forming.
 * - Trades older than `CORRECTION_MS` no longer change minute bars; the venue's klines are the truth there.
 *   Until then a bar and the order of its trades are part of every checkpoint, after that the recorded candle
 *   is all there is to know about it, so a restored series goes on exactly like the original.
 */
import { fromScaled } from '../model/decimal';
import type { CandleEvent } from '../model/events';
import type { Instrument } from '../model/instrument';
import { HOUR_MS, INTERVALS, intervalFromMs, intervalMs, MINUTE_MS } from '../model/time';
import type { ByteReader, ByteWriter } from './byteCodec';
import { TradeBar } from './tradeBar';

/** Bars kept per interval; in minutes a little over two days. */
const KEPT_BARS = 3_000;
const CORRECTION_MS = 2 * HOUR_MS;
const CORRECTION_MINUTES = CORRECTION_MS / MINUTE_MS;
const PRUNE_BATCH = 256;

export interface Kline {
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volumeBase: number;
  /** NaN when the venue does not say. */
  readonly takerBuyBase: number;
  readonly closed: boolean;
}

export interface Slot {
  readonly ordinal: number;
  /** From trades; only at one minute. */
  trades: TradeBar | null;
  kline: Kline | null;
  revision: number;
}

/** The bars of one interval, by their number since 1970 (`ordinal` = open time / length). */
export class CandleLevel {
  readonly lengthMs: number;
  readonly slots = new Map<number, Slot>();
  newest = 0;

  constructor(lengthMs: number) {
    this.lengthMs = lengthMs;
  }

  get(ordinal: number): Slot | undefined {
    return ordinal > this.newest - KEPT_BARS ? this.slots.get(ordinal) : undefined;
  }

  /** Undefined when the bar is older than what is kept. */
  open(ordinal: number): Slot | undefined {
    if (ordinal <= this.newest - KEPT_BARS) return undefined;
    let slot = this.slots.get(ordinal);
    if (slot === undefined) {
      slot = { ordinal, trades: null, kline: null, revision: 0 };
      this.slots.set(ordinal, slot);
      if (ordinal > this.newest) this.newest = ordinal;
      if (this.slots.size > KEPT_BARS + PRUNE_BATCH) this.#prune();
    }
    return slot;
  }

  #prune(): void {
    for (const ordinal of this.slots.keys()) {
      if (ordinal <= this.newest - KEPT_BARS) this.slots.delete(ordinal);
    }
  }
}

export class CandleSeries {
  /** One per interval, shortest first. */
  readonly levels: readonly CandleLevel[] = INTERVALS.map(
    (interval) => new CandleLevel(intervalMs(interval)),
  );
  readonly minutes: CandleLevel;
  /** Grows with every change to a minute that is over, and with every kline; for caches. */
  settledRevision = 0;
  #current: Slot | null = null;
  #unrecorded: TradeBar[] = [];

  constructor() {
    const [minutes] = this.levels;
    if (minutes === undefined) throw new Error('there is no interval');
    this.minutes = minutes;
  }

  /** Prices in price units; `nowMs` is the market time, `revision` marks the touched bar for readers. */
  addTrade(
    timeMs: number,
    order: number | null,
    price: number,
    lots: number,
    quote: number,
    isBuy: boolean,
    nowMs: number,
    revision: number,
  ): void {
    const minute = Math.floor(timeMs / MINUTE_MS);
    const nowMinute = Math.floor(nowMs / MINUTE_MS);
    if (minute < nowMinute) {
      if (minute < nowMinute - CORRECTION_MINUTES) return;
      this.settledRevision++;
    }
    let slot = this.#current;
    if (slot === null || slot.ordinal !== minute) {
      slot = this.minutes.open(minute) ?? null;
      if (slot === null) return;
      if (minute === this.minutes.newest) this.#current = slot;
    }
    slot.trades ??= new TradeBar(minute);
    slot.trades.add(timeMs, order, price, lots, quote, isBuy);
    slot.revision = revision;
    if (!slot.trades.dirty) this.#noteUnrecorded(slot.trades);
  }

  /** A kline of the venue, or a recorded bar of ours when restoring (`origin: 'trades'`). */
  addCandle(event: CandleEvent, row: Instrument, quantityDecimals: number, revision: number): void {
    const interval = intervalFromMs(event.intervalMs);
    if (interval === undefined) return;
    const slot = this.levels[INTERVALS.indexOf(interval)]?.open(
      Math.floor(event.openTimeMs / event.intervalMs),
    );
    if (slot === undefined) return;
    this.settledRevision++;
    if (event.origin === 'trades') {
      slot.trades = recordedBar(event, row, quantityDecimals);
    } else {
      if (slot.kline?.closed && !event.closed) return;
      slot.kline = klineOf(event, row);
    }
    slot.revision = revision;
  }

  /** Our own bar was recorded: it is no longer offered, unless it changed again in the meantime. */
  noteRecorded(event: CandleEvent): void {
    const bar = this.minutes.get(event.openTimeMs / MINUTE_MS)?.trades;
    if (!bar?.dirty || bar.tradeCount !== event.tradeCount) return;
    bar.dirty = false;
    this.#unrecorded = this.#unrecorded.filter((other) => other !== bar);
  }

  /** Bars from trades that closed, or changed after they closed, since the last call; oldest first. */
  drainClosed(nowMs: number): TradeBar[] {
    const isClosed = (bar: TradeBar) => (bar.minute + 1) * MINUTE_MS <= nowMs;
    if (!this.#unrecorded.some(isClosed)) return [];
    const closed = this.#unrecorded.filter(isClosed).sort((a, b) => a.minute - b.minute);
    this.#unrecorded = this.#unrecorded.filter((bar) => !isClosed(bar));
    for (const bar of closed) bar.dirty = false;
    return closed;
  }

  /** Lots held so far become `factor` times as many of a smaller unit. */
  rescale(factor: number): void {
    for (const slot of this.minutes.slots.values()) {
      if (slot.trades === null) continue;
      slot.trades.volumeLots *= factor;
      slot.trades.takerBuyLots *= factor;
    }
  }

  /** Writes the bars that trades may still correct or nobody recorded; recorded candles restore the others. */
  write(writer: ByteWriter, nowMs: number): void {
    const first = Math.floor(nowMs / MINUTE_MS) - CORRECTION_MINUTES;
    const bars = this.#unrecorded.filter((bar) => bar.minute < first);
    for (let minute = first; minute <= this.minutes.newest; minute++) {
      const bar = this.minutes.get(minute)?.trades;
      if (bar) bars.push(bar);
    }
    writer.list(bars, (bar) => bar.write(writer));
  }

  /** Follows `addCandle` of all recorded candles: bars that are still open to correction replace those. */
  read(reader: ByteReader, revision: number): void {
    reader.list(() => {
      const bar = TradeBar.read(reader);
      const slot = this.minutes.open(bar.minute);
      if (slot === undefined) return;
      slot.trades = bar;
      slot.revision = revision;
    });
  }

  #noteUnrecorded(bar: TradeBar): void {
    bar.dirty = true;
    this.#unrecorded.push(bar);
    if (this.#unrecorded.length > KEPT_BARS) this.#unrecorded.shift();
  }
}

function klineOf(event: CandleEvent, row: Instrument): Kline {
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

function recordedBar(event: CandleEvent, row: Instrument, quantityDecimals: number): TradeBar {
  const kline = klineOf(event, row);
  const bar = new TradeBar(event.openTimeMs / MINUTE_MS);
  bar.open = kline.open;
  bar.high = kline.high;
  bar.low = kline.low;
  bar.close = kline.close;
  const lotsPerUnit = 10 ** quantityDecimals;
  bar.volumeLots = Math.round(event.volumeBase * lotsPerUnit);
  bar.takerBuyLots = Math.round((event.takerBuyBase ?? 0) * lotsPerUnit);
  bar.volumeQuote = event.volumeQuote ?? 0;
  bar.tradeCount = event.tradeCount ?? 0;
  return bar;
}

/** A bar from trades as an event to record; unstamped, at the scale of `row`. */
export function candleEventOf(
  bar: TradeBar,
  row: Instrument,
  quantityDecimals: number,
  nowMs: number,
): CandleEvent {
  const ticks = (price: number) => Math.round(price * 10 ** row.priceDecimals);
  return {
    kind: 'candle',
    seq: 0,
    exchangeTimeMs: nowMs,
    receiveTimeMs: 0,
    instrument: row.index,
    intervalMs: MINUTE_MS,
    openTimeMs: bar.minute * MINUTE_MS,
    openTicks: ticks(bar.open),
    highTicks: ticks(bar.high),
    lowTicks: ticks(bar.low),
    closeTicks: ticks(bar.close),
    volumeBase: fromScaled(bar.volumeLots, quantityDecimals),
    volumeQuote: bar.volumeQuote,
    takerBuyBase: fromScaled(bar.takerBuyLots, quantityDecimals),
    tradeCount: bar.tradeCount,
    closed: true,
    origin: 'trades',
  };
}
