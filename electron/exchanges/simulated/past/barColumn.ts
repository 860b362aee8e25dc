/**
 * The newest closed bars of one instrument and interval, as rows of numbers.
 *
 * Invariant: rows stand in order of time; the bar that still forms is not among them.
 */
import type { ByteReader, ByteWriter } from '../../../../shared/market/byteCodec';
import type { CandleEvent } from '../../../../shared/model/events';

const OPEN_TIME = 0;
const OPEN = 1;
const HIGH = 2;
const LOW = 3;
const CLOSE = 4;
const VOLUME = 5;
const QUOTE = 6;
const TAKER_BUY = 7;
const FIELDS = 8;
const FIRST_ROWS = 256;

export class BarColumn {
  readonly lengthMs: number;
  readonly #limit: number;
  #rows = new Float64Array(0);
  #first = 0;
  #end = 0;
  /** The bar that forms; its open time is −1 while there is none. */
  readonly #forming = new Float64Array(FIELDS).fill(-1);

  constructor(lengthMs: number, limit: number) {
    this.lengthMs = lengthMs;
    this.#limit = limit;
  }

  get length(): number {
    return this.#end - this.#first;
  }

  /** A closed candle of this length or one that divides it. */
  add(candle: CandleEvent): void {
    if (this.#limit === 0) return;
    const openTimeMs = Math.floor(candle.openTimeMs / this.lengthMs) * this.lengthMs;
    const forming = this.#forming;
    if (forming[OPEN_TIME] === openTimeMs) {
      forming[HIGH] = Math.max(forming[HIGH] ?? 0, candle.highTicks);
      forming[LOW] = Math.min(forming[LOW] ?? 0, candle.lowTicks);
      forming[CLOSE] = candle.closeTicks;
      forming[VOLUME] = (forming[VOLUME] ?? 0) + candle.volumeBase;
      forming[QUOTE] = (forming[QUOTE] ?? 0) + (candle.volumeQuote ?? 0);
      forming[TAKER_BUY] = (forming[TAKER_BUY] ?? 0) + (candle.takerBuyBase ?? 0);
    } else {
      this.#close();
      const { openTicks, highTicks, lowTicks, closeTicks, volumeBase } = candle;
      const amounts = [volumeBase, candle.volumeQuote ?? 0, candle.takerBuyBase ?? 0];
      forming.set([openTimeMs, openTicks, highTicks, lowTicks, closeTicks, ...amounts]);
    }
    if (candle.openTimeMs + candle.intervalMs === openTimeMs + this.lengthMs) this.#close();
  }

  candle(index: number, instrument: number): CandleEvent {
    const at = (this.#first + index) * FIELDS;
    const field = (name: number): number => this.#rows[at + name] ?? 0;
    return {
      kind: 'candle',
      seq: 0,
      exchangeTimeMs: 0,
      receiveTimeMs: 0,
      instrument,
      intervalMs: this.lengthMs,
      openTimeMs: field(OPEN_TIME),
      openTicks: field(OPEN),
      highTicks: field(HIGH),
      lowTicks: field(LOW),
      closeTicks: field(CLOSE),
      volumeBase: field(VOLUME),
      volumeQuote: field(QUOTE),
      takerBuyBase: field(TAKER_BUY),
      tradeCount: null,
      closed: true,
      origin: 'history',
    };
  }

  /** Prices as steps from the close before, so that they take few bytes. */
  write(writer: ByteWriter): void {
    const { lengthMs } = this;
    const rows = this.#rows;
    for (const value of this.#forming) writer.double(value);
    writer.whole(this.length);
    let ordinal = 0;
    let close = 0;
    for (let at = this.#first * FIELDS; at < this.#end * FIELDS; at += FIELDS) {
      const field = (name: number): number => rows[at + name] ?? 0;
      const open = field(OPEN);
      writer.whole(field(OPEN_TIME) / lengthMs - ordinal);
      writer.whole(zigzag(open - close));
      writer.whole(field(HIGH) - open);
      writer.whole(open - field(LOW));
      close = field(CLOSE);
      writer.whole(zigzag(close - open));
      for (const name of [VOLUME, QUOTE, TAKER_BUY]) writer.double(field(name));
      ordinal = field(OPEN_TIME) / lengthMs;
    }
  }

  read(reader: ByteReader): void {
    for (let name = 0; name < FIELDS; name++) this.#forming[name] = reader.double();
    const length = reader.whole();
    const rows = new Float64Array(length * FIELDS);
    let ordinal = 0;
    let close = 0;
    for (let at = 0; at < rows.length; at += FIELDS) {
      ordinal += reader.whole();
      const open = close + unzigzag(reader.whole());
      rows[at + OPEN_TIME] = ordinal * this.lengthMs;
      rows[at + OPEN] = open;
      rows[at + HIGH] = open + reader.whole();
      rows[at + LOW] = open - reader.whole();
      close = open + unzigzag(reader.whole());
      rows[at + CLOSE] = close;
      for (const name of [VOLUME, QUOTE, TAKER_BUY]) rows[at + name] = reader.double();
    }
    this.#rows = rows;
    this.#first = 0;
    this.#end = length;
  }

  #close(): void {
    if (this.#forming[OPEN_TIME] === -1) return;
    if (this.#end * FIELDS === this.#rows.length) this.#makeRoom();
    this.#rows.set(this.#forming, this.#end * FIELDS);
    this.#end++;
    if (this.length > this.#limit) this.#first++;
    this.#forming[OPEN_TIME] = -1;
  }

  #makeRoom(): void {
    const kept = this.#rows.subarray(this.#first * FIELDS, this.#end * FIELDS);
    const rows = new Float64Array(Math.max(FIRST_ROWS * FIELDS, kept.length * 2));
    rows.set(kept);
    this.#rows = rows;
    this.#end -= this.#first;
    this.#first = 0;
  }
}

/** The sign goes to the lowest bit. */
function zigzag(step: number): number {
  return step < 0 ? -2 * step - 1 : 2 * step;
}

function unzigzag(code: number): number {
  return code % 2 === 1 ? -(code + 1) / 2 : code / 2;
}
