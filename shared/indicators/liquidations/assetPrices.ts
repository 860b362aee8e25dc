/**
 * The price of an asset's perpetuals at the ends of bins, for the newest 15 minutes, and how far it usually goes
 * in that time.
 *
 * Invariant: the price of a bin is the last that was told before its end, of any perpetual; null when nothing was
 * told for 5 minutes.
 */
import type { ByteReader, ByteWriter } from '../../market/byteCodec';
import { fromScaled } from '../../model/decimal';
import { MINUTE_MS } from '../../model/time';
import { Baseline } from '../baseline';

const RING = 91;
const STALE_MS = 5 * MINUTE_MS;
/** A mark price stands in where no trade was heard for so long. */
const MARK_AFTER_MS = MINUTE_MS;
const BASELINE = { halfLifeBins: 2_880, youngBins: 360, leastDeviation: 0 };
/** Least usual return of 15 minutes: a price that stood still must not make every step a great one. */
const LEAST_MOVE = 2e-4;

export class AssetPrices {
  #ticks = Number.NaN;
  #decimals = 0;
  #tradeMs = 0;
  #mark = Number.NaN;
  #markMs = 0;
  /** NaN where not known. */
  readonly #ring = new Float64Array(RING).fill(Number.NaN);
  #bins = 0;
  /** Of the square of the return. */
  readonly #usual = new Baseline(BASELINE);

  applyTrade(timeMs: number, ticks: number, decimals: number): void {
    if (timeMs < this.#tradeMs) return;
    this.#tradeMs = timeMs;
    this.#ticks = ticks;
    this.#decimals = decimals;
  }

  applyMark(timeMs: number, price: number): void {
    if (timeMs < this.#markMs) return;
    this.#markMs = timeMs;
    this.#mark = price;
  }

  /** Of the newest bin, then of the one before it; null when not known. */
  get now(): number | null {
    return this.#at(0);
  }

  get before(): number | null {
    return this.#at(1);
  }

  /** Log return of the newest 15 minutes in its usual deviations; null when not known. */
  get move(): number | null {
    const change = this.#change();
    const usual = this.#usual.mean;
    return change === null || usual === null ? null : change / Math.max(LEAST_MOVE, Math.sqrt(usual));
  }

  /** Log return of the newest bin; null when not known. */
  get logReturn(): number | null {
    const [now, before] = [this.now, this.before];
    return now === null || before === null ? null : Math.log(now / before);
  }

  /** A bin ends. `learns`: what it did counts as usual. */
  close(endMs: number, learns: boolean): void {
    this.#bins++;
    this.#ring[this.#bins % RING] = this.#newest(endMs);
    const change = learns ? this.#change() : null;
    if (change !== null) this.#usual.add(change * change);
  }

  write(writer: ByteWriter): void {
    for (const value of [this.#ticks, this.#decimals, this.#tradeMs, this.#mark, this.#markMs, this.#bins]) {
      writer.double(value);
    }
    for (const price of this.#ring) writer.double(price);
    this.#usual.write(writer);
  }

  read(reader: ByteReader): void {
    this.#ticks = reader.double();
    this.#decimals = reader.double();
    this.#tradeMs = reader.double();
    this.#mark = reader.double();
    this.#markMs = reader.double();
    this.#bins = reader.double();
    for (let index = 0; index < RING; index++) this.#ring[index] = reader.double();
    this.#usual.read(reader);
  }

  #newest(endMs: number): number {
    if (endMs - this.#tradeMs <= MARK_AFTER_MS) return fromScaled(this.#ticks, this.#decimals);
    const [timeMs, price] =
      this.#markMs > this.#tradeMs
        ? [this.#markMs, this.#mark]
        : [this.#tradeMs, fromScaled(this.#ticks, this.#decimals)];
    return endMs - timeMs <= STALE_MS ? price : Number.NaN;
  }

  #change(): number | null {
    const [now, then] = [this.#at(0), this.#at(RING - 1)];
    return now === null || then === null ? null : Math.log(now / then);
  }

  #at(binsAgo: number): number | null {
    if (this.#bins < binsAgo) return null;
    const price = this.#ring[(this.#bins - binsAgo + RING) % RING] ?? Number.NaN;
    return Number.isNaN(price) ? null : price;
  }
}
