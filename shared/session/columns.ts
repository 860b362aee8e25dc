/** How a table of the session format is described: data that writers, readers, views and the hash go by. */
import type { EventKind, MarketEvent } from '../model/events';

/** SQL types in use. Flags and words are UTINYINT codes; the views spell them out. */
export type ColumnType = 'BIGINT' | 'SMALLINT' | 'UTINYINT' | 'DOUBLE' | 'VARCHAR' | 'BLOB';

export type Cell = number | string | Uint8Array | null;

export interface PlainColumn {
  readonly name: string;
  readonly type: ColumnType;
  readonly nullable: boolean;
}

export interface Table {
  readonly name: string;
  readonly columns: readonly PlainColumn[];
  /** Added after the first files were written: a file without it is read as if it were empty. */
  readonly addedLater?: true;
}

/** A column that knows its value in what a row is made of. */
export interface RowColumn<R> extends PlainColumn {
  /**
   * False for what is derived from other columns for the convenience of SQL: written, never read back, not
   * part of the content hash.
   */
  readonly stored: boolean;
  cell(row: R): Cell;
}

/** A column of a table of events. */
export type EventColumn<E extends MarketEvent> = RowColumn<E>;

/** Accessors of one block of rows, made once per block and called once per row. */
export interface RowBlock {
  number(column: string): (row: number) => number;
  numberOrNull(column: string): (row: number) => number | null;
  text(column: string): (row: number) => string;
  textOrNull(column: string): (row: number) => string | null;
  bytes(column: string): (row: number) => Uint8Array;
}

/** The table that keeps one kind of event. */
export interface EventTable<E extends MarketEvent> extends Table {
  readonly kind: EventKind;
  /** Name users know it by on the command line, e.g. `trades`. */
  readonly exportName: string;
  readonly columns: readonly EventColumn<E>[];
  /** Rows back to events: the exact inverse of the stored columns' `cell`. */
  events(block: RowBlock): (row: number) => E;
}

export function plain(name: string, type: ColumnType, nullable = false): PlainColumn {
  return { name, type, nullable };
}

/** A column of integers within ±2^53; anything else in it is a bug and is refused when written. */
export function integer<R>(name: string, cell: (row: R) => number): RowColumn<R> {
  return { name, type: 'BIGINT', nullable: false, stored: true, cell };
}

export function double<R>(name: string, cell: (row: R) => number): RowColumn<R> {
  return { name, type: 'DOUBLE', nullable: false, stored: true, cell };
}

export function text<R>(name: string, cell: (row: R) => string): RowColumn<R> {
  return { name, type: 'VARCHAR', nullable: false, stored: true, cell };
}

export function integerOrNull<R>(name: string, cell: (row: R) => number | null): RowColumn<R> {
  return { name, type: 'BIGINT', nullable: true, stored: true, cell };
}

export function doubleOrNull<R>(name: string, cell: (row: R) => number | null): RowColumn<R> {
  return { name, type: 'DOUBLE', nullable: true, stored: true, cell };
}

export function textOrNull<R>(name: string, cell: (row: R) => string | null): RowColumn<R> {
  return { name, type: 'VARCHAR', nullable: true, stored: true, cell };
}

export function flag<R>(name: string, cell: (row: R) => boolean): RowColumn<R> {
  return { name, type: 'UTINYINT', nullable: false, stored: true, cell: (row) => (cell(row) ? 1 : 0) };
}

/** One word of a fixed list, kept as its position. Lists only grow at their end. */
export function word<R, W extends string>(
  name: string,
  words: readonly W[],
  cell: (row: R) => W,
): RowColumn<R> {
  return {
    name,
    type: 'UTINYINT',
    nullable: false,
    stored: true,
    cell: (row) => words.indexOf(cell(row)),
  };
}

/** The word of a stored position. */
export function wordAt<W extends string>(words: readonly W[], code: number): W {
  const found = words[code];
  if (found === undefined) throw new RangeError(`code ${code} is not one of ${words.join(', ')}`);
  return found;
}

/** A stored text that must be one of a list. */
export function wordIn<W extends string>(words: readonly W[], value: string): W {
  const found = words.find((candidate) => candidate === value);
  if (found === undefined) throw new RangeError(`"${value}" is not one of ${words.join(', ')}`);
  return found;
}
