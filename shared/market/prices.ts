/**
 * The newest known prices and rates of one instrument, each with the exchange time it stands for.
 *
 * Invariants:
 * - What arrives late never replaces what is newer.
 * - A candle's close stands in where neither a trade nor a ticker has told a price since the candle opened. It is
 *   a function of the recorded candles alone: they restore it, checkpoints do not hold it.
 */
import { fromScaled } from '../model/decimal';
import type { CandleEvent, FundingEvent, MarkEvent, OpenInterestEvent, TickerEvent } from '../model/events';
import type { Instrument } from '../model/instrument';
import type { ByteReader, ByteWriter } from './byteCodec';

interface TickerValues {
  readonly timeMs: number;
  readonly last: number;
  readonly open24h: number | null;
  readonly high24h: number | null;
  readonly low24h: number | null;
}

interface Timed<V> {
  readonly timeMs: number;
  readonly values: V;
}

interface CandleClose {
  /** The end of the candle; while it was forming, when its price was told. */
  readonly timeMs: number;
  readonly openTimeMs: number;
  readonly price: number;
}

/** The newest price known, of `timeMs`. */
interface LastPrice {
  readonly timeMs: number;
  readonly price: number;
  readonly source: 'trades' | 'ticker' | 'candles';
}

interface FundingValues {
  /** As a fraction per funding interval. */
  readonly rate: number;
  /** When it is paid next, UTC ms. */
  readonly nextMs: number | null;
  readonly intervalHours: number | null;
}

export class Prices {
  /** Price of the newest trade; NaN before the first. */
  lastTrade = Number.NaN;
  lastTradeMs = 0;
  ticker: TickerValues | null = null;
  mark: Timed<{ readonly mark: number; readonly index: number | null }> | null = null;
  funding: Timed<FundingValues> | null = null;
  openInterest: Timed<{ readonly base: number; readonly usd: number | null }> | null = null;
  #candle: CandleClose | null = null;

  /** Null before the first price. */
  get last(): LastPrice | null {
    const finer = this.#traded ?? this.#quoted;
    const candle = this.#candle;
    if (candle === null || (finer !== null && finer.timeMs >= candle.openTimeMs)) return finer;
    return { timeMs: candle.timeMs, price: candle.price, source: 'candles' };
  }

  get #traded(): LastPrice | null {
    const { lastTrade: price, lastTradeMs: timeMs } = this;
    return timeMs === 0 ? null : { timeMs, price, source: 'trades' };
  }

  get #quoted(): LastPrice | null {
    const { ticker } = this;
    return ticker === null ? null : { timeMs: ticker.timeMs, price: ticker.last, source: 'ticker' };
  }

  applyTrade(timeMs: number, price: number): void {
    if (timeMs < this.lastTradeMs) return;
    this.lastTradeMs = timeMs;
    this.lastTrade = price;
  }

  /** A candle of the venue. One that was told at no known time says nothing of when its price was. */
  applyCandle(event: CandleEvent, row: Instrument): void {
    const { openTimeMs, intervalMs, exchangeTimeMs } = event;
    if (exchangeTimeMs === 0) return;
    const timeMs = Math.min(openTimeMs + intervalMs, exchangeTimeMs);
    const known = this.#candle;
    if (known !== null && timeMs < known.timeMs) return;
    // Of candles that end together, the shortest says best what came before it.
    if (known !== null && timeMs === known.timeMs && openTimeMs < known.openTimeMs) return;
    this.#candle = { timeMs, openTimeMs, price: fromScaled(event.closeTicks, row.priceDecimals) };
  }

  applyTicker(event: TickerEvent, row: Instrument, timeMs: number): void {
    if (this.ticker !== null && timeMs < this.ticker.timeMs) return;
    const price = (ticks: number | null) => (ticks === null ? null : fromScaled(ticks, row.priceDecimals));
    this.ticker = {
      timeMs,
      last: fromScaled(event.lastTicks, row.priceDecimals),
      open24h: price(event.open24hTicks),
      high24h: price(event.high24hTicks),
      low24h: price(event.low24hTicks),
    };
  }

  applyMark(event: MarkEvent, timeMs: number): void {
    if (this.mark !== null && timeMs < this.mark.timeMs) return;
    this.mark = { timeMs, values: { mark: event.markPrice, index: event.indexPrice } };
  }

  applyFunding(event: FundingEvent, timeMs: number): void {
    if (this.funding !== null && timeMs < this.funding.timeMs) return;
    const { rate, nextFundingTimeMs: nextMs, intervalHours } = event;
    this.funding = { timeMs, values: { rate, nextMs, intervalHours } };
  }

  applyOpenInterest(event: OpenInterestEvent, timeMs: number): void {
    if (this.openInterest !== null && timeMs < this.openInterest.timeMs) return;
    this.openInterest = { timeMs, values: { base: event.quantityBase, usd: event.notionalUsd } };
  }

  write(writer: ByteWriter): void {
    const { ticker, mark, funding, openInterest } = this;
    writer.double(this.lastTrade);
    writer.double(this.lastTradeMs);
    writer.flag(ticker !== null);
    if (ticker !== null) {
      writer.double(ticker.timeMs);
      writer.double(ticker.last);
      for (const value of [ticker.open24h, ticker.high24h, ticker.low24h]) writer.nullable(value);
    }
    writer.flag(mark !== null);
    if (mark !== null) {
      writer.double(mark.timeMs);
      writer.double(mark.values.mark);
      writer.nullable(mark.values.index);
    }
    writer.flag(funding !== null);
    if (funding !== null) {
      writer.double(funding.timeMs);
      writer.double(funding.values.rate);
      writer.nullable(funding.values.nextMs);
      writer.nullable(funding.values.intervalHours);
    }
    writer.flag(openInterest !== null);
    if (openInterest !== null) {
      writer.double(openInterest.timeMs);
      writer.double(openInterest.values.base);
      writer.nullable(openInterest.values.usd);
    }
  }

  read(reader: ByteReader): void {
    this.lastTrade = reader.double();
    this.lastTradeMs = reader.double();
    if (reader.flag()) {
      const [timeMs, last] = [reader.double(), reader.double()];
      const [open24h, high24h, low24h] = [reader.nullable(), reader.nullable(), reader.nullable()];
      this.ticker = { timeMs, last, open24h, high24h, low24h };
    }
    if (reader.flag()) {
      this.mark = { timeMs: reader.double(), values: { mark: reader.double(), index: reader.nullable() } };
    }
    if (reader.flag()) {
      this.funding = {
        timeMs: reader.double(),
        values: { rate: reader.double(), nextMs: reader.nullable(), intervalHours: reader.nullable() },
      };
    }
    if (reader.flag()) {
      this.openInterest = {
        timeMs: reader.double(),
        values: { base: reader.double(), usd: reader.nullable() },
      };
    }
  }
}
