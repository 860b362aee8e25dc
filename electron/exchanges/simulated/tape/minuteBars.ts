/**
 * The minutes of one market: the bar that forms from its trades, and the last 24 h of closed ones for its
 * ticker.
 *
 * Invariant: amounts are whole lots and whole lots × ticks. Their sums over a day stay far below 2^53, so they are
 * exact in any order, and what a minute added can be taken away again.
 */

import type { ByteReader, ByteWriter } from '../../../../shared/market/byteCodec';
import { fromScaled } from '../../../../shared/model/decimal';
import type { CandleEvent } from '../../../../shared/model/events';
import { DAY_MS, MINUTE_MS } from '../../../../shared/model/time';
import type { TapeMarket } from './tapeVenue';

const KEPT = DAY_MS / MINUTE_MS;

export interface DayStatistics {
  readonly openTicks: number;
  readonly highTicks: number;
  readonly lowTicks: number;
  readonly volumeBase: number;
  readonly volumeQuote: number;
}

export interface CoarseMinute {
  readonly openTicks: number;
  readonly highTicks: number;
  readonly lowTicks: number;
  readonly closeTicks: number;
  readonly lots: number;
  /** Of these, bought by takers. */
  readonly buyLots: number;
  /** Sum of lots × ticks. */
  readonly lotTicks: number;
}

export class MinuteBars {
  /** Price of the newest trade; 0 before the first. */
  lastTicks = 0;
  readonly #market: TapeMarket;
  #open = 0;
  #high = 0;
  #low = 0;
  #lots = 0;
  #buyLots = 0;
  #lotTicks = 0;
  #count = 0;
  /** Closed minutes; the newest is number `#newest`, at `#newest % KEPT`. */
  readonly #opens = new Float64Array(KEPT);
  readonly #highs = new Float64Array(KEPT);
  readonly #lows = new Float64Array(KEPT);
  readonly #volumes = new Float64Array(KEPT);
  readonly #quotes = new Float64Array(KEPT);
  #newest = -1;
  #kept = 0;
  /** Over the closed minutes. The extremes are 0 where they must be looked for again. */
  #dayLots = 0;
  #dayLotTicks = 0;
  #dayHigh = 0;
  #dayLow = 0;

  constructor(market: TapeMarket) {
    this.#market = market;
  }

  add(priceTicks: number, quantityLots: number, isBuy: boolean): void {
    if (this.#count === 0) {
      this.#open = this.#high = this.#low = priceTicks;
    } else if (priceTicks > this.#high) this.#high = priceTicks;
    else if (priceTicks < this.#low) this.#low = priceTicks;
    this.lastTicks = priceTicks;
    this.#lots += quantityLots;
    if (isBuy) this.#buyLots += quantityLots;
    this.#lotTicks += quantityLots * priceTicks;
    this.#count += 1;
  }

  /** A whole minute at once, of which the single trades are not known. */
  addCoarse(minute: CoarseMinute): void {
    this.#open = minute.openTicks;
    this.#high = minute.highTicks;
    this.#low = minute.lowTicks;
    this.lastTicks = minute.closeTicks;
    this.#lots = minute.lots;
    this.#buyLots = minute.buyLots;
    this.#lotTicks = minute.lotTicks;
    this.#count = 1;
  }

  /**
   * Ends the minute that opened at `openTimeMs`. A minute without a trade stays where the price was, as venues
   * show it; undefined before the first trade.
   */
  close(openTimeMs: number, origin: 'stream' | 'history'): CandleEvent | undefined {
    if (this.lastTicks === 0) return undefined;
    if (this.#count === 0) this.#open = this.#high = this.#low = this.lastTicks;
    const { instrument, quantityDecimals, priceDecimals } = this.#market;
    const candle: CandleEvent = {
      kind: 'candle',
      seq: 0,
      exchangeTimeMs: openTimeMs + MINUTE_MS - 1,
      receiveTimeMs: 0,
      instrument,
      intervalMs: MINUTE_MS,
      openTimeMs,
      openTicks: this.#open,
      highTicks: this.#high,
      lowTicks: this.#low,
      closeTicks: this.lastTicks,
      volumeBase: fromScaled(this.#lots, quantityDecimals),
      volumeQuote: fromScaled(this.#lotTicks, priceDecimals + quantityDecimals),
      takerBuyBase: fromScaled(this.#buyLots, quantityDecimals),
      tradeCount: origin === 'history' ? null : this.#count,
      closed: true,
      origin,
    };
    this.#keep(Math.floor(openTimeMs / MINUTE_MS));
    return candle;
  }

  /** Over the last 24 h, the forming minute included; null until that long is known. */
  day(): DayStatistics | null {
    if (this.#kept < KEPT) return null;
    if (this.#dayHigh === 0) this.#findExtremes();
    const { priceDecimals, quantityDecimals } = this.#market;
    const isForming = this.#count > 0;
    return {
      openTicks: this.#opens[(this.#newest + 1) % KEPT] ?? 0,
      highTicks: isForming ? Math.max(this.#dayHigh, this.#high) : this.#dayHigh,
      lowTicks: isForming ? Math.min(this.#dayLow, this.#low) : this.#dayLow,
      volumeBase: fromScaled(this.#dayLots + this.#lots, quantityDecimals),
      volumeQuote: fromScaled(this.#dayLotTicks + this.#lotTicks, priceDecimals + quantityDecimals),
    };
  }

  write(writer: ByteWriter): void {
    for (const value of [this.lastTicks, this.#open, this.#high, this.#low]) writer.whole(value);
    for (const value of [this.#lots, this.#buyLots, this.#lotTicks, this.#count]) writer.whole(value);
    writer.whole(this.#newest + 1);
    writer.whole(this.#kept);
    writer.double(this.#dayLots);
    writer.double(this.#dayLotTicks);
    let previous = 0;
    for (let minute = this.#newest - this.#kept + 1; minute <= this.#newest; minute += 1) {
      const at = minute % KEPT;
      const open = this.#opens[at] ?? 0;
      // The sign goes to the lowest bit, so that small steps take few bytes.
      const step = open - previous;
      writer.whole(step < 0 ? -2 * step - 1 : 2 * step);
      writer.whole((this.#highs[at] ?? 0) - open);
      writer.whole(open - (this.#lows[at] ?? 0));
      writer.whole(this.#volumes[at] ?? 0);
      writer.whole(this.#quotes[at] ?? 0);
      previous = open;
    }
  }

  /** Replaces what is held by what `write` wrote. */
  read(reader: ByteReader): void {
    this.lastTicks = reader.whole();
    this.#open = reader.whole();
    this.#high = reader.whole();
    this.#low = reader.whole();
    this.#lots = reader.whole();
    this.#buyLots = reader.whole();
    this.#lotTicks = reader.whole();
    this.#count = reader.whole();
    this.#newest = reader.whole() - 1;
    this.#kept = reader.whole();
    this.#dayLots = reader.double();
    this.#dayLotTicks = reader.double();
    this.#dayHigh = 0;
    let open = 0;
    for (let minute = this.#newest - this.#kept + 1; minute <= this.#newest; minute += 1) {
      const at = minute % KEPT;
      const code = reader.whole();
      open += code % 2 === 1 ? -(code + 1) / 2 : code / 2;
      this.#opens[at] = open;
      this.#highs[at] = open + reader.whole();
      this.#lows[at] = open - reader.whole();
      this.#volumes[at] = reader.whole();
      this.#quotes[at] = reader.whole();
    }
  }

  #keep(minute: number): void {
    if (minute !== this.#newest + 1) {
      this.#kept = this.#dayLots = this.#dayLotTicks = this.#dayHigh = 0;
    }
    const at = minute % KEPT;
    if (this.#kept === KEPT) this.#leaveOut(at);
    this.#newest = minute;
    this.#kept = Math.min(KEPT, this.#kept + 1);
    this.#opens[at] = this.#open;
    this.#highs[at] = this.#high;
    this.#lows[at] = this.#low;
    this.#volumes[at] = this.#lots;
    this.#quotes[at] = this.#lotTicks;
    this.#dayLots += this.#lots;
    this.#dayLotTicks += this.#lotTicks;
    if (this.#dayHigh !== 0) {
      this.#dayHigh = Math.max(this.#dayHigh, this.#high);
      this.#dayLow = Math.min(this.#dayLow, this.#low);
    }
    this.#lots = this.#buyLots = this.#lotTicks = this.#count = 0;
  }

  /** The oldest minute, whose place is needed. */
  #leaveOut(at: number): void {
    this.#dayLots -= this.#volumes[at] ?? 0;
    this.#dayLotTicks -= this.#quotes[at] ?? 0;
    if (this.#highs[at] === this.#dayHigh || this.#lows[at] === this.#dayLow) this.#dayHigh = 0;
  }

  #findExtremes(): void {
    this.#dayHigh = 0;
    this.#dayLow = Number.POSITIVE_INFINITY;
    for (const high of this.#highs) if (high > this.#dayHigh) this.#dayHigh = high;
    for (const low of this.#lows) if (low < this.#dayLow) this.#dayLow = low;
  }
}
