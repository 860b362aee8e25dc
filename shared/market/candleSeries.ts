/**
 * The candles of one instrument at every interval: minute bars from trades, and the venue's klines.
 *
 * Invariants:
 * - Both truths are kept side by side; which one counts is decided when bars are read (`candleFold`).
 * - A kline that is closed is never replaced by one that was still forming, nor by a bar of ours.
 * - Trades older than `CORRECTION_MS` no longer change minute bars; the venue's klines are the truth there.
 *   Until then a bar and the order of its trades are part of every checkpoint, after that the recorded candle
 *   is all there is to know about it, so a restored series goes on exactly like the original.
 * - Before the minutes of a longer bar fall out of the series, the bar is settled: it stays, as if the venue
 *   had closed it.
 */
import type { CandleEvent } from '../model/events';
import type { Instrument } from '../model/instrument';
import { HOUR_MS, INTERVALS, intervalFromMs, intervalMs, MINUTE_MS, MOST_BARS } from '../model/time';
import type { ByteReader, ByteWriter } from './byteCodec';
import { type Candle, type Kline, klineOf, readCandle, recordedBar, writeCandle } from './candleEvents';
import { CandleLevel } from './candleLevel';
import { ChangeLog } from './changeLog';
import { type MinuteBar, TradeBar } from './tradeBar';

const CORRECTION_MS = 2 * HOUR_MS;
const CORRECTION_MINUTES = CORRECTION_MS / MINUTE_MS;
/** Bars that may still change, at which those that do not any more are looked for. */
const MOST_OPEN_BARS = CORRECTION_MINUTES + 60;
/** Age of its first minute at which a longer bar is settled: an hour before that minute may be dropped. */
const SETTLE_MINUTES = MOST_BARS - 60;

/** A longer bar of our own that will not change any more. */
export interface SettledBar {
  readonly lengthMs: number;
  readonly openTimeMs: number;
  readonly kline: Kline;
}

export class CandleSeries {
  /** One per interval, shortest first. */
  readonly levels: readonly CandleLevel[] = INTERVALS.map(
    (interval) => new CandleLevel(intervalMs(interval)),
  );
  readonly minutes: CandleLevel;
  /** Open times of minutes that changed after they were over, and of klines; for caches. */
  readonly changes = new ChangeLog();
  /** Bars from trades that may still change; the others are numbers in `minutes`. */
  readonly #open = new Map<number, TradeBar>();
  #unrecorded: TradeBar[] = [];
  #settled: SettledBar[] = [];

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
      this.changes.note(minute * MINUTE_MS);
    }
    const bar = this.#open.get(minute) ?? this.#openBar(minute, nowMinute);
    if (bar === undefined) return;
    bar.add(timeMs, order, price, lots, quote, isBuy);
    this.minutes.touch(minute, revision);
    if (!bar.dirty) this.#noteUnrecorded(bar);
  }

  /** A kline of the venue, or a recorded bar of ours when restoring (`origin: 'trades'`). */
  addCandle(event: CandleEvent, row: Instrument, quantityDecimals: number, revision: number): void {
    const interval = intervalFromMs(event.intervalMs);
    if (interval === undefined) return;
    const level = this.levels[INTERVALS.indexOf(interval)];
    const ordinal = Math.floor(event.openTimeMs / event.intervalMs);
    if (!level?.keeps(ordinal)) return;
    this.changes.note(event.openTimeMs);
    if (event.origin === 'trades' && interval === '1m') {
      this.#open.delete(ordinal);
      level.setTrades(recordedBar(event, row, quantityDecimals));
    } else {
      if (level.hasClosedKline(ordinal) && (!event.closed || event.origin === 'trades')) return;
      level.setKline(ordinal, klineOf(event, row));
    }
    level.touch(ordinal, revision);
  }

  /** What trades made of a minute; null when none are known. */
  tradesOf(minute: number): MinuteBar | null {
    if (!this.minutes.keeps(minute)) return null;
    return this.#open.get(minute) ?? this.minutes.trades(minute);
  }

  /** A longer bar as it is known now stays when its minutes are dropped; the venue's own stands above it. */
  settle(level: number, ordinal: number, candle: Candle): void {
    const held = this.levels[level];
    if (!held?.keeps(ordinal) || held.hasClosedKline(ordinal)) return;
    const kline = { ...candle, closed: true };
    held.setKline(ordinal, kline);
    const { lengthMs } = held;
    this.#settled.push({ lengthMs, openTimeMs: ordinal * lengthMs, kline });
    if (this.#settled.length > MOST_BARS) this.#settled.shift();
  }

  /** Numbers of the minutes that turn old enough, while market time moves on, to settle the bars they open. */
  minutesToSettle(fromMs: number, toMs: number): { readonly first: number; readonly last: number } {
    const age = (timeMs: number) => Math.floor(timeMs / MINUTE_MS) - SETTLE_MINUTES;
    return { first: Math.max(age(fromMs), this.minutes.newest - MOST_BARS) + 1, last: age(toMs) };
  }

  /** Our own bar was recorded: it is no longer offered, unless it changed again in the meantime. */
  noteRecorded(event: CandleEvent): void {
    if (event.intervalMs > MINUTE_MS) {
      this.#settled = this.#settled.filter(
        (bar) => bar.lengthMs !== event.intervalMs || bar.openTimeMs !== event.openTimeMs,
      );
      return;
    }
    const minute = event.openTimeMs / MINUTE_MS;
    const recorded = this.#unrecorded.find((bar) => bar.minute === minute);
    if (recorded === undefined || recorded.tradeCount !== event.tradeCount) return;
    recorded.dirty = false;
    this.#unrecorded = this.#unrecorded.filter((bar) => bar !== recorded);
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

  /** Longer bars settled since the last call. */
  drainSettled(): readonly SettledBar[] {
    const settled = this.#settled;
    if (settled.length > 0) this.#settled = [];
    return settled;
  }

  /** Lots held so far become `factor` times as many of a smaller unit. */
  rescale(factor: number): void {
    this.minutes.rescale(factor);
    for (const bar of new Set([...this.#open.values(), ...this.#unrecorded])) {
      bar.volumeLots *= factor;
      bar.takerBuyLots *= factor;
    }
  }

  /** Writes the bars that trades may still correct or nobody recorded; recorded candles restore the others. */
  write(writer: ByteWriter, nowMs: number): void {
    const first = Math.floor(nowMs / MINUTE_MS) - CORRECTION_MINUTES;
    const bars = this.#unrecorded.filter((bar) => bar.minute < first);
    for (let minute = first; minute <= this.minutes.newest; minute++) {
      const bar = this.#open.get(minute);
      if (bar) bars.push(bar);
    }
    writer.list(bars, (bar) => {
      bar.write(writer);
      writer.flag(bar.dirty);
    });
    writer.list(this.#settled, ({ lengthMs, openTimeMs, kline }) => {
      writer.whole(lengthMs);
      writer.whole(openTimeMs / lengthMs);
      writeCandle(writer, kline);
    });
  }

  /** Follows `addCandle` of all recorded candles: bars that are still open to correction replace those. */
  read(reader: ByteReader, revision: number): void {
    reader.list(() => {
      const bar = TradeBar.read(reader);
      if (reader.flag()) this.#noteUnrecorded(bar);
      if (!this.minutes.keeps(bar.minute)) return;
      this.#open.set(bar.minute, bar);
      this.minutes.touch(bar.minute, revision);
    });
    reader.list(() => {
      const barMs = reader.whole();
      const level = this.levels.findIndex(({ lengthMs }) => lengthMs === barMs);
      this.settle(level, reader.whole(), readCandle(reader));
    });
  }

  /** Undefined when the minute is older than what is kept. */
  #openBar(minute: number, nowMinute: number): TradeBar | undefined {
    if (!this.minutes.keeps(minute)) return undefined;
    if (this.#open.size >= MOST_OPEN_BARS) this.#closeBars(nowMinute - CORRECTION_MINUTES);
    const recorded = this.minutes.trades(minute);
    const bar = recorded === null ? new TradeBar(minute) : TradeBar.of(recorded);
    this.#open.set(minute, bar);
    return bar;
  }

  /** Keeps the bars before a minute as numbers alone. */
  #closeBars(firstOpen: number): void {
    for (const [minute, bar] of this.#open) {
      if (minute >= firstOpen) continue;
      this.#open.delete(minute);
      if (this.minutes.keeps(minute)) this.minutes.setTrades(bar);
    }
  }

  #noteUnrecorded(bar: TradeBar): void {
    bar.dirty = true;
    this.#unrecorded.push(bar);
    if (this.#unrecorded.length > MOST_BARS) this.#unrecorded.shift();
  }
}
