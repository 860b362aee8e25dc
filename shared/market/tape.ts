/**
 * The newest rows of a stream, in a ring. Rows are numbered without end, so that a reader remembers one number
 * and learns how many rows it missed.
 */
import type { ByteReader, ByteWriter } from './byteCodec';
import type { TapeChange } from './marketView';

export class Tape<E> {
  readonly #rows: E[] = [];
  readonly #capacity: number;
  /** Number of the next row; 1 is the first ever. */
  #next = 1;
  /** Readers that stopped before this number belong to an earlier life of the tape. */
  #firstOfLife = 1;

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  push(row: E): void {
    this.#rows[this.#next++ % this.#capacity] = row;
  }

  /**
   * Rows from number `next` on that pass `accepts`. A first read (`next` 0), or the first after `clear`, is a
   * reset with the newest `limit` rows.
   */
  read(next: number, limit: number, accepts: (row: E) => boolean): TapeChange<E> {
    const reset = next < this.#firstOfLife || next > this.#next;
    const oldest = Math.max(this.#firstOfLife, this.#next - this.#capacity);
    const from = reset ? oldest : Math.max(oldest, next);
    const rows: E[] = [];
    for (let number = this.#next - 1; number >= from && (!reset || rows.length < limit); number--) {
      const row = this.#rows[number % this.#capacity];
      if (row !== undefined && accepts(row)) rows.push(row);
    }
    rows.reverse();
    return { next: this.#next, reset, rows, skipped: reset ? 0 : from - next };
  }

  /** Forgets all rows; every reader gets a reset next. */
  clear(): void {
    this.#rows.length = 0;
    this.#next++;
    this.#firstOfLife = this.#next;
  }

  /** Writes the newest `limit` rows. */
  write(writer: ByteWriter, limit: number, writeRow: (row: E) => void): void {
    writer.list(this.read(0, limit, () => true).rows, writeRow);
  }

  /** Fills a cleared tape. */
  restore(reader: ByteReader, readRow: () => E): void {
    for (const row of reader.list(readRow)) this.push(row);
  }
}
