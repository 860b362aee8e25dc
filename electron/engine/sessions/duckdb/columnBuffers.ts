/**
 * Events waiting to be written, as columns in the layout DuckDB takes them in: filling them is the only work
 * that recording does per event on the engine's thread.
 */
import {
  BIGINT,
  BLOB,
  DOUBLE,
  DuckDBBlobValue,
  type DuckDBType,
  type DuckDBVector,
  SMALLINT,
  UTINYINT,
  VARCHAR,
} from '@duckdb/node-api';
import type { Cell, ColumnType } from '../../../../shared/session/columns';
import { vectorItems } from './vectorItems';

/** Rows of a DuckDB vector; a block is one vector per column. */
export const BLOCK_ROWS = 2_048;

export const DUCKDB_TYPES: Readonly<Record<ColumnType, DuckDBType>> = {
  BIGINT,
  SMALLINT,
  UTINYINT,
  DOUBLE,
  VARCHAR,
  BLOB,
};

export interface ColumnBuffer {
  /** Throws a `RangeError` for a value the column cannot hold exactly: a bug of whoever made the event. */
  put(row: number, cell: Cell): void;
  /** Copies the first `rows` rows into `vector`. */
  copyTo(vector: DuckDBVector, rows: number): void;
  clear(): void;
}

export function columnBuffer(type: ColumnType): ColumnBuffer {
  switch (type) {
    case 'BIGINT':
      return new IntegerBuffer();
    case 'SMALLINT':
      return new NumberBuffer(new Int16Array(BLOCK_ROWS));
    case 'UTINYINT':
      return new NumberBuffer(new Uint8Array(BLOCK_ROWS));
    case 'DOUBLE':
      return new NumberBuffer(new Float64Array(BLOCK_ROWS));
    case 'VARCHAR':
    case 'BLOB':
      return new ValueBuffer();
  }
}

const TWO_32 = 2 ** 32;

/** 64-bit integers as pairs of 32 bits, which avoids a BigInt per value. Little-endian, as all our hosts. */
class IntegerBuffer implements ColumnBuffer {
  readonly #halves = new Uint32Array(2 * BLOCK_ROWS);
  #nulls: number[] = [];

  put(row: number, cell: Cell): void {
    if (cell === null) {
      this.#nulls.push(row);
      return;
    }
    if (!Number.isSafeInteger(cell)) throw new RangeError(`${cell} is not an integer within ±2^53`);
    const value = cell as number;
    this.#halves[2 * row] = value;
    this.#halves[2 * row + 1] = Math.floor(value / TWO_32);
  }

  copyTo(vector: DuckDBVector, rows: number): void {
    const { buffer, byteOffset } = vectorItems(vector);
    new Uint32Array(buffer, byteOffset, 2 * rows).set(this.#halves.subarray(0, 2 * rows));
    for (const row of this.#nulls) if (row < rows) vector.setItem(row, null);
    vector.flush();
  }

  clear(): void {
    this.#nulls = [];
  }
}

class NumberBuffer implements ColumnBuffer {
  readonly #items: Int16Array | Uint8Array | Float64Array;
  #nulls: number[] = [];

  constructor(items: Int16Array | Uint8Array | Float64Array) {
    this.#items = items;
  }

  put(row: number, cell: Cell): void {
    if (cell === null) {
      this.#nulls.push(row);
      return;
    }
    const value = cell as number;
    this.#items[row] = value;
    // Also refuses NaN, which is how the reader tells NULL.
    if (this.#items[row] !== value) throw new RangeError(`${cell} does not fit its column`);
  }

  copyTo(vector: DuckDBVector, rows: number): void {
    const items = vectorItems(vector);
    if (items instanceof BigInt64Array) throw new TypeError('expected a vector of plain numbers');
    items.set(this.#items.subarray(0, rows));
    for (const row of this.#nulls) if (row < rows) vector.setItem(row, null);
    vector.flush();
  }

  clear(): void {
    this.#nulls = [];
  }
}

/** Texts and bytes: rare enough to go one by one. */
class ValueBuffer implements ColumnBuffer {
  #cells: Cell[] = [];

  put(row: number, cell: Cell): void {
    this.#cells[row] = cell;
  }

  copyTo(vector: DuckDBVector, rows: number): void {
    for (let row = 0; row < rows; row++) {
      const cell = this.#cells[row] ?? null;
      vector.setItem(row, cell instanceof Uint8Array ? new DuckDBBlobValue(cell) : cell);
    }
    vector.flush();
  }

  clear(): void {
    this.#cells = [];
  }
}
