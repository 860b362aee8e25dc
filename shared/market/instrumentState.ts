/**
 * Everything the market model keeps about one instrument.
 *
 * Invariant: whole amounts are kept in lots of the finest scale seen so far. When a wider row of the same
 * instrument appears, what is held is multiplied up; nothing is rounded.
 */
import { fromScaled } from '../model/decimal';
import type { CandleEvent, TradeEvent } from '../model/events';
import type { Instrument } from '../model/instrument';
import { MINUTE_MS, type TimeRange } from '../model/time';
import { candleEventOf, klineEventOf } from './candleEvents';
import { CandleReader, type DayRange } from './candleFold';
import { CandleSeries } from './candleSeries';
import { DayRangeCache } from './dayRange';
import { Prices } from './prices';
import { TakerFlow } from './takerFlow';

export class InstrumentState {
  readonly candles = new CandleSeries();
  readonly flow = new TakerFlow();
  readonly prices = new Prices();
  /** The row with the finest prices. */
  row: Instrument;
  quantityDecimals: number;
  /** Exchange time of the first trade heard live; null before. */
  sinceMs: number | null = null;
  /** False when the venue's trade ids say nothing about the order of its trades. */
  readonly #idsAreOrdered: boolean;
  readonly #day = new DayRangeCache();

  constructor(row: Instrument, idsAreOrdered: boolean) {
    this.row = row;
    this.quantityDecimals = row.quantityDecimals;
    this.#idsAreOrdered = idsAreOrdered;
  }

  /** Another row of the same instrument was seen. */
  widen(row: Instrument): void {
    if (row.priceDecimals > this.row.priceDecimals) this.row = row;
    if (row.quantityDecimals <= this.quantityDecimals) return;
    const factor = 10 ** (row.quantityDecimals - this.quantityDecimals);
    this.candles.rescale(factor);
    this.flow.rescale(factor);
    this.quantityDecimals = row.quantityDecimals;
  }

  /** `row` is the row the trade was stamped with; `nowMs` the market time after it. */
  applyTrade(event: TradeEvent, row: Instrument, nowMs: number, revision: number): void {
    const timeMs = event.exchangeTimeMs;
    const price = fromScaled(event.priceTicks, row.priceDecimals);
    const usd = price * fromScaled(event.quantityLots, row.quantityDecimals);
    const isBuy = event.takerSide === 'buy';
    const finer = this.quantityDecimals - row.quantityDecimals;
    const lots = finer === 0 ? event.quantityLots : event.quantityLots * 10 ** finer;
    const order = this.#idsAreOrdered ? event.tradeId : null;
    this.candles.addTrade(timeMs, order, price, lots, usd, isBuy, nowMs, revision);
    this.flow.add(timeMs, isBuy, lots, usd);
    this.prices.applyTrade(timeMs, price);
    if (this.sinceMs === null && !event.backfilled) this.sinceMs = timeMs;
  }

  /** `holes` are the spans in which trades of this instrument are missing. */
  reader(holes: readonly TimeRange[]): CandleReader {
    return new CandleReader(this.candles, {
      sinceMs: this.sinceMs,
      holes,
      quantityDecimals: this.quantityDecimals,
    });
  }

  /** Price range of the last 24 h from our own candles; undefined unless all of it is known. */
  dayRange(asOfMs: number, holes: readonly TimeRange[], coverageRevision: number): DayRange | undefined {
    return this.#day.read(this.reader(holes), asOfMs, this.candles.changes.revision, coverageRevision);
  }

  /** Market time moves on: keeps longer bars whose minutes are about to be dropped. */
  settle(fromMs: number, toMs: number, holes: readonly TimeRange[]): void {
    const { first, last } = this.candles.minutesToSettle(fromMs, toMs);
    if (first > last) return;
    const reader = this.reader(holes);
    for (const [level, { lengthMs }] of this.candles.levels.entries()) {
      if (level === 0) continue;
      const ratio = lengthMs / MINUTE_MS;
      for (let ordinal = Math.ceil(first / ratio); ordinal * ratio <= last; ordinal++) {
        const candle = reader.at(level, ordinal);
        if (candle !== undefined) this.candles.settle(level, ordinal, candle);
      }
    }
  }

  drainClosedBars(nowMs: number): CandleEvent[] {
    const closed = this.candles
      .drainClosed(nowMs)
      .map((bar) => candleEventOf(bar, this.row, this.quantityDecimals, nowMs));
    const settled = this.candles
      .drainSettled()
      .map(({ kline, openTimeMs, lengthMs }) =>
        klineEventOf(kline, openTimeMs, lengthMs, this.row, nowMs, 'trades'),
      );
    return [...closed, ...settled];
  }
}
