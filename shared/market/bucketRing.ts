/**
 * Sums over fixed spans of time, in a ring.
 *
 * Invariant: bucket `n` holds what happened in `(n × length, (n + 1) × length]`. The end is inside, so a
 * window `(from, to]` whose ends are multiples of the length is exactly a run of buckets.
 */
import type { ByteReader, ByteWriter } from './byteCodec';

const EMPTY = -2;

export class BucketRing {
  /** `columns` sums of each slot, one slot after the other; add at the offset `open` gives. */
  readonly values: Float64Array;
  readonly #ordinals: Float64Array;
  readonly #lengthMs: number;
  readonly #capacity: number;
  readonly #columns: number;
  #newest = EMPTY;
  #currentOrdinal = EMPTY;
  #currentOffset = 0;

  constructor(lengthMs: number, capacity: number, columns: number) {
    this.#lengthMs = lengthMs;
    this.#capacity = capacity;
    this.#columns = columns;
    this.#ordinals = new Float64Array(capacity).fill(EMPTY);
    this.values = new Float64Array(capacity * columns);
  }

  /** Offset in `values` of the bucket that holds `timeMs`; -1 when the ring no longer reaches back to it. */
  open(timeMs: number): number {
    const ordinal = Math.ceil(timeMs / this.#lengthMs) - 1;
    if (ordinal === this.#currentOrdinal) return this.#currentOffset;
    if (ordinal < 0 || ordinal <= this.#newest - this.#capacity) return -1;
    if (ordinal > this.#newest) this.#newest = ordinal;
    const slot = ordinal % this.#capacity;
    const offset = slot * this.#columns;
    if (this.#ordinals[slot] !== ordinal) {
      this.#ordinals[slot] = ordinal;
      this.values.fill(0, offset, offset + this.#columns);
    }
    this.#currentOrdinal = ordinal;
    this.#currentOffset = offset;
    return offset;
  }

  /** Adds the buckets of `(fromMs, toMs]`, oldest first, to `sums`. Both ends are multiples of the length. */
  addTo(sums: Float64Array, fromMs: number, toMs: number): void {
    const last = Math.min(toMs / this.#lengthMs - 1, this.#newest);
    const first = Math.max(fromMs / this.#lengthMs, this.#newest - this.#capacity + 1, 0);
    for (let ordinal = first; ordinal <= last; ordinal++) {
      const slot = ordinal % this.#capacity;
      if (this.#ordinals[slot] !== ordinal) continue;
      const offset = slot * this.#columns;
      for (let column = 0; column < this.#columns; column++) {
        sums[column] = (sums[column] ?? 0) + (this.values[offset + column] ?? 0);
      }
    }
  }

  /** Multiplies one column of every bucket, for a change of scale. */
  scaleColumn(column: number, factor: number): void {
    for (let index = column; index < this.values.length; index += this.#columns) {
      this.values[index] = (this.values[index] ?? 0) * factor;
    }
  }

  /** Writes the non-empty buckets; the first `wholeColumns` columns hold whole numbers. */
  write(writer: ByteWriter, wholeColumns: number): void {
    const first = Math.max(this.#newest - this.#capacity + 1, 0);
    const held: number[] = [];
    for (let ordinal = first; ordinal <= this.#newest; ordinal++) {
      if (this.#ordinals[ordinal % this.#capacity] === ordinal) held.push(ordinal);
    }
    let previous = 0;
    writer.list(held, (ordinal) => {
      writer.whole(ordinal - previous);
      previous = ordinal;
      const offset = (ordinal % this.#capacity) * this.#columns;
      for (let column = 0; column < this.#columns; column++) {
        const value = this.values[offset + column] ?? 0;
        if (column < wholeColumns) writer.whole(value);
        else writer.double(value);
      }
    });
  }

  /** Fills an empty ring with what `write` wrote. */
  read(reader: ByteReader, wholeColumns: number): void {
    let ordinal = 0;
    reader.list(() => {
      ordinal += reader.whole();
      const offset = this.open((ordinal + 1) * this.#lengthMs);
      for (let column = 0; column < this.#columns; column++) {
        this.values[offset + column] = column < wholeColumns ? reader.whole() : reader.double();
      }
    });
  }
}
