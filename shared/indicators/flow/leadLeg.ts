/**
 * Spot or futures of an asset: the last price of its busiest instrument on a grid of 5 s for the newest 4 hours,
 * and what takers bought and sold of all its instruments by the minute.
 *
 * Invariants:
 * - All prices of the grid are of one instrument: prices of two venues would tell their difference as a move.
 *   When another one becomes twice as busy the grid begins anew.
 * - The price of a point is the last trade before it; NaN when there was none for 30 s.
 */
import type { ByteReader, ByteWriter } from '../../market/byteCodec';
import { fromScaled } from '../../model/decimal';
import type { TradeEvent } from '../../model/events';
import type { Instrument, InstrumentId } from '../../model/instrument';
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../../model/time';
import { Baseline } from '../baseline';
import { LEAD_STEP_MS, type WindowFlow } from './leadership';
import { readSeries, writeSeries } from './signedWhole';

/** The window that can be asked for. */
export const LEAD_SPAN_MS = 4 * HOUR_MS;
const POINTS = LEAD_SPAN_MS / LEAD_STEP_MS + 1;
const MINUTES = LEAD_SPAN_MS / MINUTE_MS + 1;
const STALE_MS = 30 * SECOND_MS;
/** Share of the count of trades that a minute leaves: half of it in 35 minutes. */
const BUSY_KEEP = 0.98;
const BUSIER = 2;
/** Delays beyond this say nothing of a clock: the trade was told afterwards. */
const LONGEST_DELAY_MS = 10 * MINUTE_MS;
const DELAY_SHARE = 1 / 256;
const MINUTES_OF_DAY = 1_440;
const USUAL = { halfLifeBins: MINUTES_OF_DAY, youngBins: 60, leastDeviation: 1 };

/** An instrument of the leg; `trades` is how busy it was of late. */
export interface LeadSource {
  readonly id: InstrumentId;
  readonly venue: string;
  trades: number;
}

export class LeadLeg {
  readonly #sources = new Map<InstrumentId, LeadSource>();
  #reference: LeadSource | null = null;
  #decimals = 0;
  #lastTicks = Number.NaN;
  #lastMs = 0;
  /** Receipt after exchange time, of the reference; null before the first trade that tells. */
  #delayMs: number | null = null;
  /** Ticks at the points, by number of the point. */
  readonly #grid = new Float64Array(POINTS).fill(Number.NaN);
  /** Whole dollars, by number of the minute. */
  readonly #deltas = new Float64Array(MINUTES).fill(Number.NaN);
  readonly #usualDelta = new Baseline(USUAL);
  readonly #usualVolume = new Baseline(USUAL);
  #buyUsd = 0;
  #sellUsd = 0;

  get venue(): string | null {
    return this.#reference?.venue ?? null;
  }

  get delayMs(): number | null {
    return this.#delayMs;
  }

  source({ id, venue }: Instrument): LeadSource {
    const known = this.#sources.get(id) ?? { id, venue, trades: 0 };
    this.#sources.set(id, known);
    this.#reference ??= known;
    return known;
  }

  applyTrade(event: TradeEvent, source: LeadSource, usd: number, priceDecimals: number): void {
    if (event.takerSide === 'buy') this.#buyUsd += usd;
    else this.#sellUsd += usd;
    source.trades++;
    if (source !== this.#reference || event.exchangeTimeMs < this.#lastMs) return;
    if (priceDecimals !== this.#decimals) this.#rescale(priceDecimals);
    this.#lastMs = event.exchangeTimeMs;
    this.#lastTicks = event.priceTicks * 10 ** (this.#decimals - priceDecimals);
    const delayMs = event.receiveTimeMs - event.exchangeTimeMs;
    if (event.receiveTimeMs === 0 || Math.abs(delayMs) > LONGEST_DELAY_MS) return;
    this.#delayMs =
      this.#delayMs === null ? delayMs : this.#delayMs + DELAY_SHARE * (delayMs - this.#delayMs);
  }

  /** The points `first` to `last`, each times 5 s, are reached; of a long silence only the newest 4 hours are kept. */
  closeSteps(first: number, last: number): void {
    const known = Math.min(last, Math.floor((this.#lastMs + STALE_MS) / LEAD_STEP_MS));
    const kept = Math.max(first, last - POINTS + 1);
    for (let step = kept; step <= known; step++) this.#grid[step % POINTS] = this.#lastTicks;
    const silent = Math.max(kept, known + 1);
    if (last - silent + 1 >= POINTS) this.#grid.fill(Number.NaN);
    else for (let step = silent; step <= last; step++) this.#grid[step % POINTS] = Number.NaN;
  }

  /** The minutes are over. `isHeard`: time did not jump over them; a jump makes one minute less busy, not all. */
  closeMinutes(first: number, last: number, isHeard: boolean): void {
    if (first > last) return;
    this.#closeMinute(first, isHeard);
    for (let minute = Math.max(first + 1, last - MINUTES + 1); minute <= last; minute++) {
      if (isHeard) this.#closeMinute(minute, true);
      else this.#deltas[minute % MINUTES] = Number.NaN;
    }
  }

  #closeMinute(minute: number, isHeard: boolean): void {
    const delta = Math.round(this.#buyUsd - this.#sellUsd);
    this.#deltas[minute % MINUTES] = isHeard ? delta : Number.NaN;
    if (isHeard) {
      this.#usualDelta.add(delta);
      this.#usualVolume.add(this.#buyUsd + this.#sellUsd);
    }
    this.#buyUsd = 0;
    this.#sellUsd = 0;
    this.#chooseReference();
  }

  /** Prices at the points from `fromStep` to `toStep`, both inside, within the newest 4 hours. */
  prices(fromStep: number, toStep: number): Float64Array {
    return Float64Array.from({ length: toStep - fromStep + 1 }, (_, index) =>
      fromScaled(this.#grid[(fromStep + index) % POINTS] ?? Number.NaN, this.#decimals),
    );
  }

  /** Over the closed minutes from `fromMinute` to before `toMinute`; null when one was not heard. */
  flow(fromMinute: number, toMinute: number): WindowFlow | null {
    const minutes = toMinute - fromMinute;
    let deltaUsd = 0;
    for (let minute = fromMinute; minute < toMinute; minute++) {
      deltaUsd += this.#deltas[minute % MINUTES] ?? Number.NaN;
    }
    if (Number.isNaN(deltaUsd) || minutes <= 0) return null;
    const { mean, deviation } = this.#usualDelta;
    const volume = this.#usualVolume.mean;
    const isUsualKnown = mean !== null && deviation !== null;
    return {
      deltaUsd,
      z: isUsualKnown ? (deltaUsd - minutes * mean) / (deviation * Math.sqrt(minutes)) : null,
      dailyUsd: volume === null ? null : volume * MINUTES_OF_DAY,
    };
  }

  /** `newestStep` and `newestMinute` are the last that were closed. */
  write(writer: ByteWriter, newestStep: number, newestMinute: number): void {
    writer.list([...this.#sources.values()], ({ id, venue, trades }) => {
      writer.text(id);
      writer.text(venue);
      writer.double(trades);
    });
    writer.text(this.#reference?.id ?? '');
    for (const value of [this.#decimals, this.#lastTicks, this.#lastMs, this.#buyUsd, this.#sellUsd]) {
      writer.double(value);
    }
    writer.nullable(this.#delayMs);
    writeSeries(writer, POINTS, (index) => this.#grid[(newestStep + 1 + index) % POINTS] ?? Number.NaN);
    writeSeries(writer, MINUTES, (index) => this.#deltas[(newestMinute + 1 + index) % MINUTES] ?? Number.NaN);
    this.#usualDelta.write(writer);
    this.#usualVolume.write(writer);
  }

  read(reader: ByteReader, newestStep: number, newestMinute: number): void {
    reader.list(() => {
      const source = { id: reader.text(), venue: reader.text(), trades: reader.double() };
      this.#sources.set(source.id, source);
    });
    this.#reference = this.#sources.get(reader.text()) ?? null;
    this.#decimals = reader.double();
    this.#lastTicks = reader.double();
    this.#lastMs = reader.double();
    this.#buyUsd = reader.double();
    this.#sellUsd = reader.double();
    this.#delayMs = reader.nullable();
    for (const [index, ticks] of readSeries(reader).entries()) {
      this.#grid[(newestStep + 1 + index) % POINTS] = ticks;
    }
    for (const [index, delta] of readSeries(reader).entries()) {
      this.#deltas[(newestMinute + 1 + index) % MINUTES] = delta;
    }
    this.#usualDelta.read(reader);
    this.#usualVolume.read(reader);
  }

  #chooseReference(): void {
    let busiest = this.#reference;
    for (const source of this.#sources.values()) {
      source.trades *= BUSY_KEEP;
      if (source.trades > (busiest?.trades ?? 0)) busiest = source;
    }
    const reference = this.#reference;
    if (busiest === null || busiest === reference) return;
    if (reference !== null && busiest.trades <= BUSIER * reference.trades) return;
    this.#reference = busiest;
    this.#lastTicks = Number.NaN;
    this.#lastMs = 0;
    this.#delayMs = null;
    this.#decimals = 0;
    this.#grid.fill(Number.NaN);
  }

  /** Prices are kept at the finest scale that was seen. */
  #rescale(priceDecimals: number): void {
    if (priceDecimals < this.#decimals) return;
    const factor = 10 ** (priceDecimals - this.#decimals);
    for (let index = 0; index < POINTS; index++) {
      this.#grid[index] = (this.#grid[index] ?? Number.NaN) * factor;
    }
    this.#decimals = priceDecimals;
  }
}
