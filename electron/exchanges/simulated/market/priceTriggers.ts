/**
 * Prices that wait to be reached from one side, in bins of 5 bp: a step costs what was reached in it, not what
 * waits.
 *
 * Invariant: no waiting price lies on the far side of the last price that was looked at.
 */

import type { ByteReader, ByteWriter } from '../../../../shared/market/byteCodec';
import { log } from '../random/portableMath';
import { BucketLists } from './bucketLists';
import { readArray, readNumbers, writeArray, writeNumbers } from './typedArrays';

const BIN_WIDTH = 0.0005;
/** Prices from a seventh to seven times the reference; beyond it the last bin holds the rest. */
const BIN_COUNT = 8192;

export class PriceTriggers {
  readonly #direction: 1 | -1;
  readonly #lowestLog: number;
  readonly #lists = new BucketLists(BIN_COUNT);
  #prices = new Float64Array(0);
  #atBin: number;

  /** `up`: reached by a price that rises to them; `down`: by one that falls to them. */
  constructor(direction: 'up' | 'down', referencePrice: number) {
    this.#direction = direction === 'up' ? 1 : -1;
    this.#lowestLog = log(referencePrice) - (BIN_COUNT / 2) * BIN_WIDTH;
    this.#atBin = BIN_COUNT / 2;
  }

  grow(slotCount: number): void {
    const larger = new Float64Array(slotCount);
    larger.set(this.#prices);
    this.#prices = larger;
    this.#lists.grow(slotCount);
  }

  add(slot: number, price: number): void {
    this.#prices[slot] = price;
    this.#lists.add(slot, this.#binOf(price));
  }

  remove(slot: number): void {
    this.#lists.remove(slot);
  }

  /** Puts the slots whose price is reached at `price` into `reached`, nearest bins first; they stay until removed. */
  collect(price: number, reached: number[]): void {
    const direction = this.#direction;
    const toBin = this.#binOf(price);
    const isNearer = direction * (toBin - this.#atBin) > 0;
    for (let bin = isNearer ? this.#atBin : toBin; bin !== toBin; bin += direction) {
      for (let slot = this.#lists.first(bin); slot >= 0; slot = this.#lists.after(slot)) reached.push(slot);
    }
    for (let slot = this.#lists.first(toBin); slot >= 0; slot = this.#lists.after(slot)) {
      if (direction * (price - (this.#prices[slot] as number)) >= 0) reached.push(slot);
    }
    this.#atBin = toBin;
  }

  snapshot(writer: ByteWriter, slotCount: number): void {
    writeNumbers(writer, this.#atBin);
    writeArray(writer, this.#prices.subarray(0, slotCount));
    this.#lists.snapshot(writer, slotCount);
  }

  restore(reader: ByteReader): void {
    this.#atBin = readNumbers(reader)[0] as number;
    readArray(reader, this.#prices);
    this.#lists.restore(reader);
  }

  #binOf(price: number): number {
    const bin = Math.floor((log(price) - this.#lowestLog) / BIN_WIDTH);
    return bin < 0 ? 0 : bin >= BIN_COUNT ? BIN_COUNT - 1 : bin;
  }
}
