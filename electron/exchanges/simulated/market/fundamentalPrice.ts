/**
 * What the asset is worth to those who trade on value: the script of the scenario.
 *
 * Invariants:
 * - Before the catalyst the value stays within the range.
 * - The story (when the range is left, how far, what follows) is the script's; the seed only decides how it
 *   wanders in between.
 */

import type { ByteReader, ByteWriter } from '../../../../shared/market/byteCodec';
import { HOUR_MS, MINUTE_MS } from '../../../../shared/model/time';
import { exp, log } from '../random/portableMath';
import { RandomStream } from '../random/randomStream';
import type { AssetMarketParams } from './marketParams';
import { Polyline } from './polyline';
import { readNumbers, readWords, writeArray, writeNumbers } from './typedArrays';

/** A new target is drawn this often. */
const TARGET_MS = 8 * HOUR_MS;
/** Time in which the value nears its target by 1 − 1/e. */
const TARGET_TAU_MS = 2.5 * HOUR_MS;
const APPROACH_TAU_MS = 4 * HOUR_MS;
const PATH_NOISE_TAU_MS = 12 * MINUTE_MS;
/** Share of the asset's fluctuation that is in its value; the rest is the market's own. */
const RANGE_NOISE = 0.8;
const PATH_NOISE = 0.45;
/** Targets lie near the lower edge, near the upper edge, or in between: a range is seen by its edges. */
const NEAR_EDGE_CHANCE = 0.3;
const EDGE_SHARE = 0.14;

export class FundamentalPrice {
  readonly #params: AssetMarketParams;
  readonly #stream: RandomStream;
  readonly #low: number;
  readonly #high: number;
  #path: Polyline | null = null;
  #value: number;
  #target: number;
  #targetSlot = -1;
  /** Value at the catalyst, from which the path starts; NaN before. */
  #pathStart = Number.NaN;
  #pathNoise = 0;

  constructor(params: AssetMarketParams, seed: number) {
    this.#params = params;
    this.#stream = new RandomStream(seed, `${params.asset}/fundamental`);
    this.#low = log(params.range.low);
    this.#high = log(params.range.high);
    this.#value = log(params.startPrice);
    this.#target = this.#value;
  }

  /** Logarithm of the value. */
  get value(): number {
    return this.#value;
  }

  /** Starts anew from a price. */
  moveTo(value: number): void {
    this.#value = value;
  }

  /** Before the market opens: keeps to the target it has. */
  stepAtRest(durationMs: number): void {
    this.#wander(durationMs, TARGET_TAU_MS);
  }

  step(fromMs: number, durationMs: number): void {
    const { approach, catalystMs } = this.#params;
    if (catalystMs !== null && fromMs >= catalystMs) {
      this.#followPath(catalystMs, fromMs + durationMs, durationMs);
    } else if (approach !== null && fromMs >= approach.fromMs) {
      this.#target = log(approach.price);
      this.#wander(durationMs, APPROACH_TAU_MS);
    } else {
      this.#drawTarget(fromMs);
      this.#wander(durationMs, TARGET_TAU_MS);
    }
  }

  snapshot(writer: ByteWriter): void {
    writeNumbers(writer, this.#value, this.#target, this.#targetSlot, this.#pathStart, this.#pathNoise);
    writeArray(writer, this.#stream.snapshot());
  }

  restore(reader: ByteReader): void {
    [this.#value, this.#target, this.#targetSlot, this.#pathStart, this.#pathNoise] = readNumbers(reader) as [
      number,
      number,
      number,
      number,
      number,
    ];
    this.#stream.restore(readWords(reader));
    this.#path = null;
  }

  #drawTarget(timeMs: number): void {
    const slot = Math.floor(timeMs / TARGET_MS);
    if (slot === this.#targetSlot) return;
    this.#targetSlot = slot;
    const pick = this.#stream.uniform();
    const within = this.#stream.uniform();
    let share = within;
    if (pick < NEAR_EDGE_CHANCE) share = EDGE_SHARE * within;
    else if (pick < 2 * NEAR_EDGE_CHANCE) share = 1 - EDGE_SHARE * within;
    this.#target = this.#low + share * (this.#high - this.#low);
  }

  #wander(durationMs: number, tauMs: number): void {
    const noise = this.#params.volatilityPerHour * RANGE_NOISE * Math.sqrt(durationMs / HOUR_MS);
    let value = this.#value + (this.#target - this.#value) * (1 - exp(-durationMs / tauMs));
    value += noise * this.#stream.normal();
    if (value > this.#high) value = 2 * this.#high - value;
    if (value < this.#low) value = 2 * this.#low - value;
    this.#value = Math.min(this.#high, Math.max(this.#low, value));
  }

  #followPath(catalystMs: number, timeMs: number, durationMs: number): void {
    if (Number.isNaN(this.#pathStart)) this.#pathStart = this.#value;
    this.#path ??= new Polyline([
      { timeMs: catalystMs, value: this.#pathStart },
      ...this.#params.path
        .filter((point) => point.timeMs > catalystMs)
        .map((point) => ({ timeMs: point.timeMs, value: log(point.value) })),
    ]);
    const noise = this.#params.volatilityPerHour * PATH_NOISE * Math.sqrt(durationMs / HOUR_MS);
    this.#pathNoise = this.#pathNoise * exp(-durationMs / PATH_NOISE_TAU_MS) + noise * this.#stream.normal();
    this.#value = this.#path.valueAt(timeMs) + this.#pathNoise;
  }
}
