/**
 * Open interest, funding and basis of one perpetual, sampled.
 *
 * Invariants:
 * - A sample is what was last told before its moment; unknown when that was more than 10 minutes ago.
 * - Funding is settled by time: what was predicted last before the moment of payment is what was paid then. One that
 *   was not told within an interval before it is not known.
 */
import type { ByteReader, ByteWriter } from '../../market/byteCodec';
import { fromScaled } from '../../model/decimal';
import type { FundingEvent, MarkEvent, OpenInterestEvent } from '../../model/events';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../model/time';
import { SampleRing } from './sampleRing';

const STALE_MS = 10 * MINUTE_MS;
const FINE_MS = 5 * MINUTE_MS;
const FINE_SPAN_MS = 26 * HOUR_MS;
const COARSE_SPAN_MS = 14 * DAY_MS;
const COLUMNS = 4;
const [BASE, USD, RATE, BASIS] = [0, 1, 2, 3];
/** Decimals that rates and the basis are kept with. */
const RATE_DECIMALS = 9;
const COMMON_INTERVAL_HOURS = 8;
/** Enough for 14 days of hourly payments. */
const MOST_SETTLED = 340;

/** As told before a moment; null is unknown. */
export interface PerpetualSample {
  readonly timeMs: number;
  readonly openInterestBase: number | null;
  readonly openInterestUsd: number | null;
  /** Predicted for the running interval, as a fraction. */
  readonly fundingRate: number | null;
  /** Mark over index, less one. */
  readonly basis: number | null;
}

export interface SettledFunding {
  readonly timeMs: number;
  /** As a fraction of that interval. */
  readonly rate: number;
  /** Null when the venue does not say. */
  readonly intervalHours: number | null;
}

/** A value with the moment it was told; NaN before. */
interface Told {
  value: number;
  timeMs: number;
}

export class PerpetualSamples {
  /** Decimals that coins are kept with: the venue's own. */
  #baseDecimals: number;
  readonly #fine = new SampleRing(FINE_MS, FINE_SPAN_MS / FINE_MS + 1, COLUMNS);
  readonly #coarse = new SampleRing(HOUR_MS, COARSE_SPAN_MS / HOUR_MS + 1, COLUMNS);
  readonly #told: readonly Told[] = Array.from({ length: COLUMNS }, () => ({ value: Number.NaN, timeMs: 0 }));
  #mark = Number.NaN;
  #nextFundingMs: number | null = null;
  #intervalHours: number | null = null;
  readonly #settled: SettledFunding[] = [];

  constructor(baseDecimals: number) {
    this.#baseDecimals = baseDecimals;
  }

  /** Time of the newest sample of 5 minutes. */
  get newestMs(): number {
    return this.#fine.newestMs;
  }

  get settled(): readonly SettledFunding[] {
    return this.#settled;
  }

  applyOpenInterest({ quantityBase, notionalUsd }: OpenInterestEvent, timeMs: number): void {
    this.#tell(BASE, Math.round(quantityBase * 10 ** this.#baseDecimals), timeMs);
    this.#tell(USD, Math.round(notionalUsd ?? quantityBase * this.#mark), timeMs);
  }

  applyMark({ markPrice, indexPrice }: MarkEvent, timeMs: number): void {
    this.#mark = markPrice;
    if (indexPrice === null) return;
    this.#tell(BASIS, Math.round((markPrice / indexPrice - 1) * 10 ** RATE_DECIMALS), timeMs);
  }

  applyFunding({ rate, nextFundingTimeMs, intervalHours }: FundingEvent, timeMs: number): void {
    this.#settleUntil(timeMs);
    this.#tell(RATE, Math.round(rate * 10 ** RATE_DECIMALS), timeMs);
    // Venues go on telling of a payment for a while after it.
    const isAhead = nextFundingTimeMs !== null && nextFundingTimeMs > timeMs;
    this.#nextFundingMs = isAhead ? nextFundingTimeMs : null;
    this.#intervalHours = intervalHours;
  }

  /** Time has come to `nowMs`: takes the samples and the payment that are due. */
  advance(nowMs: number): void {
    this.#settleUntil(nowMs);
    const valuesAt = (timeMs: number) =>
      this.#told.map((told) => (timeMs - told.timeMs <= STALE_MS ? told.value : Number.NaN));
    this.#fine.advance(nowMs, valuesAt);
    this.#coarse.advance(nowMs, valuesAt);
  }

  /** The newest sample at or before the moment: of 5 minutes in the newest 26 h, else of the hour. */
  at(timeMs: number): PerpetualSample {
    const ring = timeMs >= this.#fine.oldestMs ? this.#fine : this.#coarse;
    return this.#sample(ring, Math.floor(timeMs / ring.stepMs) * ring.stepMs);
  }

  /** Oldest first, of `(fromMs, toMs]`. */
  samples(step: 'fine' | 'hour', fromMs: number, toMs: number): PerpetualSample[] {
    const ring = step === 'fine' ? this.#fine : this.#coarse;
    const samples: PerpetualSample[] = [];
    const firstMs = Math.max(ring.oldestMs, (Math.floor(fromMs / ring.stepMs) + 1) * ring.stepMs);
    for (let timeMs = firstMs; timeMs <= Math.min(toMs, ring.newestMs); timeMs += ring.stepMs) {
      samples.push(this.#sample(ring, timeMs));
    }
    return samples;
  }

  write(writer: ByteWriter): void {
    writer.whole(this.#baseDecimals);
    this.#fine.write(writer);
    this.#coarse.write(writer);
    for (const { value, timeMs } of this.#told) {
      writer.double(value);
      writer.double(timeMs);
    }
    writer.double(this.#mark);
    writer.nullable(this.#nextFundingMs);
    writer.nullable(this.#intervalHours);
    writer.list(this.#settled, ({ timeMs, rate, intervalHours }) => {
      writer.double(timeMs);
      writer.double(rate);
      writer.nullable(intervalHours);
    });
  }

  read(reader: ByteReader): void {
    this.#baseDecimals = reader.whole();
    this.#fine.read(reader);
    this.#coarse.read(reader);
    for (const told of this.#told) {
      told.value = reader.double();
      told.timeMs = reader.double();
    }
    this.#mark = reader.double();
    this.#nextFundingMs = reader.nullable();
    this.#intervalHours = reader.nullable();
    this.#settled.push(
      ...reader.list(() => ({
        timeMs: reader.double(),
        rate: reader.double(),
        intervalHours: reader.nullable(),
      })),
    );
  }

  #tell(column: number, value: number, timeMs: number): void {
    const told = this.#told[column];
    if (told === undefined || timeMs < told.timeMs) return;
    told.value = value;
    told.timeMs = timeMs;
  }

  #settleUntil(nowMs: number): void {
    const timeMs = this.#nextFundingMs;
    if (timeMs === null || nowMs < timeMs) return;
    const told = this.#told[RATE];
    const intervalMs = (this.#intervalHours ?? COMMON_INTERVAL_HOURS) * HOUR_MS;
    this.#nextFundingMs = null;
    if (told === undefined || told.timeMs < timeMs - intervalMs) return;
    const rate = fromScaled(told.value, RATE_DECIMALS);
    this.#settled.push({ timeMs, rate, intervalHours: this.#intervalHours });
    if (this.#settled.length > MOST_SETTLED) this.#settled.shift();
  }

  #sample(ring: SampleRing, timeMs: number): PerpetualSample {
    const value = (column: number, decimals: number) => {
      const whole = ring.at(column, timeMs);
      return Number.isNaN(whole) ? null : fromScaled(whole, decimals);
    };
    return {
      timeMs,
      openInterestBase: value(BASE, this.#baseDecimals),
      openInterestUsd: value(USD, 0),
      fundingRate: value(RATE, RATE_DECIMALS),
      basis: value(BASIS, RATE_DECIMALS),
    };
  }
}
