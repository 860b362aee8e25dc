/**
 * Values of one instrument at full multiples of a step, for the newest so many: whole numbers, NaN where unknown.
 */
import type { ByteReader, ByteWriter } from '../../market/byteCodec';
import { readSeries, writeSeries } from './signedWhole';

export class SampleRing {
  readonly #stepMs: number;
  readonly #capacity: number;
  readonly #columns: readonly Float64Array[];
  /** Number of the newest step. */
  #newest = 0;

  constructor(stepMs: number, capacity: number, columns: number) {
    this.#stepMs = stepMs;
    this.#capacity = capacity;
    this.#columns = Array.from({ length: columns }, () => new Float64Array(capacity).fill(Number.NaN));
  }

  /** Time of the oldest sample that is kept; samples may be unknown from there on. */
  get oldestMs(): number {
    return Math.max(0, this.#newest - this.#capacity + 1) * this.#stepMs;
  }

  get newestMs(): number {
    return this.#newest * this.#stepMs;
  }

  get stepMs(): number {
    return this.#stepMs;
  }

  /** Takes the values for every full step after the newest, up to `nowMs`; `valuesAt` gives one per column. */
  advance(nowMs: number, valuesAt: (timeMs: number) => readonly number[]): void {
    const step = Math.floor(nowMs / this.#stepMs);
    // Before the first event nothing is known, and older than the ring nothing is kept.
    const first = this.#newest === 0 ? step : Math.max(this.#newest, step - this.#capacity) + 1;
    for (let each = first; each <= step; each++) {
      const values = valuesAt(each * this.#stepMs);
      for (const [column, ring] of this.#columns.entries()) {
        ring[each % this.#capacity] = values[column] ?? Number.NaN;
      }
    }
    this.#newest = step;
  }

  /** NaN where unknown or not kept. */
  at(column: number, timeMs: number): number {
    const step = Math.floor(timeMs / this.#stepMs);
    if (step > this.#newest || step <= this.#newest - this.#capacity || step < 0) return Number.NaN;
    return this.#columns[column]?.[step % this.#capacity] ?? Number.NaN;
  }

  write(writer: ByteWriter): void {
    writer.whole(this.#newest);
    for (const ring of this.#columns) {
      writeSeries(writer, this.#capacity, (index) => ring[(this.#newest + 1 + index) % this.#capacity] ?? 0);
    }
  }

  read(reader: ByteReader): void {
    this.#newest = reader.whole();
    for (const ring of this.#columns) {
      for (const [index, value] of readSeries(reader).entries()) {
        ring[(this.#newest + 1 + index) % this.#capacity] = value;
      }
    }
  }
}
