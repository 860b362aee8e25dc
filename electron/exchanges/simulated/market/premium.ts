/**
 * Perpetual against spot: the premium arbitrageurs accept, the mark price, and the funding rate made of both.
 *
 * Invariant: a funding interval ends at 00:00, 08:00 and 16:00 UTC; the rate predicted in it knows only the
 * premiums since it began.
 */

import type { ByteReader, ByteWriter } from '../../../../shared/market/byteCodec';
import { HOUR_MS, MINUTE_MS } from '../../../../shared/model/time';
import { exp } from '../random/portableMath';
import { RandomStream } from '../random/randomStream';
import { readNumbers, readWords, writeArray, writeNumbers } from './typedArrays';

const FUNDING_MS = 8 * HOUR_MS;
const INTEREST_RATE = 0.0001;
const CLAMP_RATE = 0.0005;
const MARK_TAU_MS = MINUTE_MS;
const MOOD_TAU_MS = 4 * HOUR_MS;
const MOOD_DEVIATION = 0.00035;
const ORDINARY = 0.00005;
/** All traders on one side are worth this much. */
const CROWDING = 0.0015;

export class Premium {
  readonly #stream: RandomStream;
  #mood = 0;
  /** What the basis is drawn to. */
  #accepted = ORDINARY;
  #markBasis = 0;
  #intervalSlot = -1;
  #premiumTimesMs = 0;
  #elapsedMs = 0;
  #fundingRate = INTEREST_RATE;

  constructor(asset: string, seed: number) {
    this.#stream = new RandomStream(seed, `${asset}/premium`);
  }

  /** Logarithm of perpetual / spot without a reason to trade. */
  get accepted(): number {
    return this.#accepted;
  }

  /** Logarithm of mark / spot. */
  get markBasis(): number {
    return this.#markBasis;
  }

  /** For the running interval, as a fraction. */
  get fundingRate(): number {
    return this.#fundingRate;
  }

  /** `crowding` −1 (all short) … 1 (all long). */
  stepAccepted(durationMs: number, crowding: number): void {
    const decay = exp(-durationMs / MOOD_TAU_MS);
    this.#mood = this.#mood * decay + MOOD_DEVIATION * Math.sqrt(1 - decay * decay) * this.#stream.normal();
    this.#accepted = ORDINARY + this.#mood + CROWDING * crowding;
  }

  stepMark(fromMs: number, durationMs: number, basis: number): void {
    this.#markBasis += (basis - this.#markBasis) * (1 - exp(-durationMs / MARK_TAU_MS));
    const slot = Math.floor(fromMs / FUNDING_MS);
    if (slot !== this.#intervalSlot) {
      this.#intervalSlot = slot;
      this.#premiumTimesMs = 0;
      this.#elapsedMs = 0;
    }
    this.#premiumTimesMs += this.#markBasis * durationMs;
    this.#elapsedMs += durationMs;
    const mean = this.#premiumTimesMs / this.#elapsedMs;
    this.#fundingRate = mean + Math.max(-CLAMP_RATE, Math.min(CLAMP_RATE, INTEREST_RATE - mean));
  }

  snapshot(writer: ByteWriter): void {
    writeNumbers(writer, this.#mood, this.#accepted, this.#markBasis, this.#intervalSlot);
    writeNumbers(writer, this.#premiumTimesMs, this.#elapsedMs, this.#fundingRate);
    writeArray(writer, this.#stream.snapshot());
  }

  restore(reader: ByteReader): void {
    const [mood = 0, accepted = 0, markBasis = 0, intervalSlot = 0] = readNumbers(reader);
    const [premiumTimesMs = 0, elapsedMs = 0, fundingRate = 0] = readNumbers(reader);
    this.#mood = mood;
    this.#accepted = accepted;
    this.#markBasis = markBasis;
    this.#intervalSlot = intervalSlot;
    this.#premiumTimesMs = premiumTimesMs;
    this.#elapsedMs = elapsedMs;
    this.#fundingRate = fundingRate;
    this.#stream.restore(readWords(reader));
  }
}
