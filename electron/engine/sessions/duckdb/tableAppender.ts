/**
 * Buffers the rows of one table and hands them to DuckDB in whole vectors.
 *
 * Invariant: a row is either in `#filling` or `#full` (not yet taken), or in the blocks `take` gave out, which
 * the owner keeps until their transaction has succeeded and then gives back by `recycle`.
 */
import { type DuckDBAppender, type DuckDBConnection, DuckDBDataChunk } from '@duckdb/node-api';
import type { Cell, Table } from '../../../../shared/session/columns';
import { BLOCK_ROWS, type ColumnBuffer, columnBuffer, DUCKDB_TYPES } from './columnBuffers';
import { sqlText } from './database';

export interface Block {
  readonly columns: readonly ColumnBuffer[];
  rows: number;
  /** First cell of the first row: `seq`, or what else the table counts by. */
  firstKey: Cell;
}

/** Blocks kept for the next rows; more than this a quiet time need not hold on to. */
const SPARE_BLOCKS = 8;

export class TableAppender<Row> {
  readonly #table: Table;
  readonly #cells: readonly ((row: Row) => Cell)[];
  #full: Block[] = [];
  #filling: Block | undefined;
  #spare: Block[] = [];
  #chunk: DuckDBDataChunk | undefined;
  #appender: DuckDBAppender | undefined;

  /** `cells` are in the order of the table's columns. */
  constructor(table: Table, cells: readonly ((row: Row) => Cell)[]) {
    this.#table = table;
    this.#cells = cells;
  }

  /** Throws a `RangeError` for a value that cannot be stored exactly; the row is then not buffered. */
  append(row: Row): void {
    const block = this.#filling ?? this.#newBlock();
    for (let index = 0; index < this.#cells.length; index++) {
      const cell = this.#cells[index]?.(row) ?? null;
      if (cell === null) this.#mustBeNullable(index);
      block.columns[index]?.put(block.rows, cell);
    }
    if (block.rows === 0) block.firstKey = this.#cells[0]?.(row) ?? null;
    block.rows++;
    if (block.rows === BLOCK_ROWS) {
      this.#full.push(block);
      this.#filling = undefined;
    }
  }

  /** Takes out everything buffered. */
  take(): Block[] {
    const taken = this.#full;
    if (this.#filling !== undefined && this.#filling.rows > 0) {
      taken.push(this.#filling);
      this.#filling = undefined;
    }
    this.#full = [];
    return taken;
  }

  recycle(blocks: readonly Block[]): void {
    for (const block of blocks) {
      if (this.#spare.length >= SPARE_BLOCKS) return;
      for (const column of block.columns) column.clear();
      block.rows = 0;
      this.#spare.push(block);
    }
  }

  /** Adds blocks to the open transaction of `connection`. */
  async write(connection: DuckDBConnection, blocks: readonly Block[]): Promise<void> {
    this.#appender ??= await connection.createAppender(this.#table.name);
    this.#chunk ??= DuckDBDataChunk.create(this.#table.columns.map(({ type }) => DUCKDB_TYPES[type]));
    for (const block of blocks) {
      this.#chunk.reset();
      this.#chunk.rowCount = block.rows;
      for (const [index, column] of block.columns.entries()) {
        column.copyTo(this.#chunk.getColumnVector(index), block.rows);
      }
      this.#appender.appendDataChunk(this.#chunk);
    }
    this.#appender.flushSync();
  }

  /** True when the file has the block's first row, hence the whole transaction the block was part of. */
  async holds(connection: DuckDBConnection, block: Block): Promise<boolean> {
    const key = this.#table.columns[0]?.name;
    const { firstKey } = block;
    const first = typeof firstKey === 'string' ? sqlText(firstKey) : firstKey;
    const result = await connection.runAndReadAll(
      `SELECT count(*) FROM "${this.#table.name}" WHERE "${key}" = ${first}`,
    );
    return Number(result.getRows()[0]?.[0] ?? 0) > 0;
  }

  /** Forgets the connection; the next `write` starts afresh. */
  detach(): void {
    try {
      this.#appender?.closeSync();
    } catch {
      // Its transaction has failed and was reported; closing reports the same again.
    }
    this.#appender = undefined;
  }

  #mustBeNullable(index: number): void {
    const column = this.#table.columns[index];
    if (column?.nullable) return;
    throw new RangeError(`${this.#table.name}.${column?.name} must not be missing`);
  }

  #newBlock(): Block {
    this.#filling = this.#spare.pop() ?? {
      columns: this.#table.columns.map(({ type }) => columnBuffer(type)),
      rows: 0,
      firstKey: null,
    };
    return this.#filling;
  }
}
