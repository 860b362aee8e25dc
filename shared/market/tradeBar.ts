/**
 * A minute bar built from trades. The result does not depend on the order in which trades arrive: open and
 * close go by exchange time, then by trade id; trades of one millisecond without ordered ids go by arrival.
 */
import type { ByteReader, ByteWriter } from './byteCodec';

/** What trades made of a minute: prices in price units, amounts in lots, turnover in quote units. */
export interface MinuteBar {
  readonly minute: number;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volumeLots: number;
  readonly takerBuyLots: number;
  readonly volumeQuote: number;
  readonly tradeCount: number;
}

export class TradeBar implements MinuteBar {
  readonly minute: number;
  open = Number.NaN;
  high = Number.NaN;
  low = Number.NaN;
  close = Number.NaN;
  volumeLots = 0;
  takerBuyLots = 0;
  volumeQuote = 0;
  tradeCount = 0;
  /** Changed since it was last recorded. */
  dirty = false;
  #openTimeMs = 0;
  #openId: number | null = null;
  #closeTimeMs = 0;
  #closeId: number | null = null;

  constructor(minute: number) {
    this.minute = minute;
  }

  /** `order` ranks trades within a millisecond; null when the venue's ids do not. */
  add(
    timeMs: number,
    order: number | null,
    price: number,
    lots: number,
    quote: number,
    isBuy: boolean,
  ): void {
    if (this.tradeCount === 0) {
      this.open = this.high = this.low = this.close = price;
      this.#openTimeMs = this.#closeTimeMs = timeMs;
      this.#openId = this.#closeId = order;
    } else {
      if (price > this.high) this.high = price;
      else if (price < this.low) this.low = price;
      if (timeMs > this.#closeTimeMs || (timeMs === this.#closeTimeMs && !isBefore(order, this.#closeId))) {
        this.close = price;
        this.#closeTimeMs = timeMs;
        this.#closeId = order;
      }
      if (timeMs < this.#openTimeMs || (timeMs === this.#openTimeMs && isBefore(order, this.#openId))) {
        this.open = price;
        this.#openTimeMs = timeMs;
        this.#openId = order;
      }
    }
    this.volumeLots += lots;
    if (isBuy) this.takerBuyLots += lots;
    this.volumeQuote += quote;
    this.tradeCount++;
  }

  /** A bar as it was recorded: how its trades were ordered is not known any more. */
  static of(recorded: MinuteBar): TradeBar {
    const bar = new TradeBar(recorded.minute);
    bar.open = recorded.open;
    bar.high = recorded.high;
    bar.low = recorded.low;
    bar.close = recorded.close;
    bar.volumeLots = recorded.volumeLots;
    bar.takerBuyLots = recorded.takerBuyLots;
    bar.volumeQuote = recorded.volumeQuote;
    bar.tradeCount = recorded.tradeCount;
    return bar;
  }

  write(writer: ByteWriter): void {
    writer.whole(this.minute);
    writer.double(this.open);
    writer.double(this.high);
    writer.double(this.low);
    writer.double(this.close);
    writer.whole(this.volumeLots);
    writer.whole(this.takerBuyLots);
    writer.double(this.volumeQuote);
    writer.whole(this.tradeCount);
    writer.double(this.#openTimeMs);
    writer.nullable(this.#openId);
    writer.double(this.#closeTimeMs);
    writer.nullable(this.#closeId);
  }

  static read(reader: ByteReader): TradeBar {
    const bar = new TradeBar(reader.whole());
    bar.open = reader.double();
    bar.high = reader.double();
    bar.low = reader.double();
    bar.close = reader.double();
    bar.volumeLots = reader.whole();
    bar.takerBuyLots = reader.whole();
    bar.volumeQuote = reader.double();
    bar.tradeCount = reader.whole();
    bar.#openTimeMs = reader.double();
    bar.#openId = reader.nullable();
    bar.#closeTimeMs = reader.double();
    bar.#closeId = reader.nullable();
    return bar;
  }
}

function isBefore(order: number | null, other: number | null): boolean {
  return order !== null && other !== null && order < other;
}
