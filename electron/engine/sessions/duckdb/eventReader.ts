/** Reads events of an open session back from its tables, in `seq` order. */
import { DuckDBBlobVector, type DuckDBConnection, type DuckDBDataChunk } from '@duckdb/node-api';
import { EVENT_KINDS, type EventKind, type MarketEvent } from '../../../../shared/model/events';
import type { EventTable, RowBlock, RowColumn } from '../../../../shared/session/columns';
import { eventTable } from '../../../../shared/session/eventTables';
import type { StreamStatistics } from '../streamStatistics';
import { mergeBySeq } from './mergeBySeq';
import { vectorItems } from './vectorItems';

/** Windows start small, so that a step or a seek answers at once, and grow for long reads. */
const FIRST_WINDOW = 4_096;
const LARGEST_WINDOW = 65_536;

/** Stands for NULL in BIGINT columns: outside the integers that are ever stored. */
const NULL_INTEGER = '-9223372036854775808';
const NULL_HIGH_HALF = -(2 ** 31);
const TWO_32 = 2 ** 32;

/** Events of one table that fulfil `condition`, in `seq` order. `condition` is SQL over the table's columns. */
export function selectEvents(
  connection: DuckDBConnection,
  table: EventTable<MarketEvent>,
  condition: string,
): Promise<MarketEvent[]> {
  const { name, columns } = table;
  return selectRows(connection, { name, columns, rows: (block) => table.events(block) }, condition, 'seq');
}

/** A table and the way from its stored columns to what its rows are made of. */
interface RowSource<R> {
  readonly name: string;
  readonly columns: readonly Pick<RowColumn<never>, 'name' | 'type' | 'nullable' | 'stored'>[];
  rows(block: RowBlock): (row: number) => R;
}

/** Rows that fulfil `condition`, SQL over the table's columns, in the order of one of them. */
export async function selectRows<R>(
  connection: DuckDBConnection,
  table: RowSource<R>,
  condition: string,
  orderBy: string,
): Promise<R[]> {
  const { select, names } = selectOf(table, condition, orderBy);
  const result = await connection.run(select);
  const found: R[] = [];
  for (const chunk of await result.fetchAllChunks()) addRows(found, chunk, table, names);
  return found;
}

/** As `selectRows`, a few thousand rows at a time, for results that do not fit in memory. */
export async function* streamRows<R>(
  connection: DuckDBConnection,
  table: RowSource<R>,
  condition: string,
  orderBy: string,
): AsyncGenerator<R[]> {
  const { select, names } = selectOf(table, condition, orderBy);
  const result = await connection.stream(select);
  for (;;) {
    const chunk = await result.fetchChunk();
    if (chunk === null || chunk.rowCount === 0) return;
    const found: R[] = [];
    addRows(found, chunk, table, names);
    yield found;
  }
}

function selectOf<R>(table: RowSource<R>, condition: string, orderBy: string) {
  const stored = table.columns.filter((column) => column.stored);
  // A number for NULL keeps the null bits, and a BigInt per value, out of the way of the fast path.
  const columns = stored.map(({ name, type, nullable }) => {
    if (!nullable) return `"${name}"`;
    if (type === 'BIGINT') return `coalesce("${name}", ${NULL_INTEGER})`;
    return type === 'DOUBLE' ? `coalesce("${name}", 'nan'::DOUBLE)` : `"${name}"`;
  });
  const select = `SELECT ${columns.join(', ')} FROM "${table.name}" WHERE ${condition} ORDER BY ${orderBy}`;
  return { select, names: stored.map(({ name }) => name) };
}

function addRows<R>(found: R[], chunk: DuckDBDataChunk, table: RowSource<R>, names: readonly string[]): void {
  const at = table.rows(rowBlock(chunk, names));
  const { rowCount } = chunk;
  for (let row = 0; row < rowCount; row++) found.push(at(row));
}

/**
 * Events with `afterSeq < seq <= throughSeq`. While one window is used, the next is being read. Use one
 * connection per concurrent read.
 */
export async function* readEvents(
  connection: DuckDBConnection,
  statistics: readonly StreamStatistics[],
  afterSeq: number,
  throughSeq: number,
  signal: AbortSignal,
): AsyncGenerator<readonly MarketEvent[]> {
  const extents = tableExtents(statistics);
  const lastSeq = Math.min(throughSeq, Math.max(afterSeq, ...extents.map((extent) => extent.lastSeq)));
  let size = FIRST_WINDOW;
  let position = afterSeq;
  const nextWindow = async () => {
    while (position < lastSeq && !signal.aborted) {
      const after = position;
      position = Math.min(lastSeq, after + size);
      size = Math.min(LARGEST_WINDOW, size * 2);
      const events = await readWindow(connection, extents, after, position);
      if (events.length > 0) return events;
      // A hole in the numbering: go on where the next event is.
      const next = await nextSeq(connection, extents, position);
      position = next === null ? lastSeq : Math.max(position, next - 1);
    }
    return undefined;
  };
  let pending = nextWindow();
  try {
    for (let events = await pending; events !== undefined; events = await pending) {
      pending = nextWindow();
      // Whoever stops listening will not see this failure; whoever goes on awaits it above.
      pending.catch(() => {});
      if (signal.aborted) return;
      yield events;
    }
  } finally {
    await pending.catch(() => {});
  }
}

interface TableExtent {
  readonly kind: EventKind;
  readonly firstSeq: number;
  readonly lastSeq: number;
}

function tableExtents(statistics: readonly StreamStatistics[]): TableExtent[] {
  return EVENT_KINDS.flatMap((kind) => {
    const streams = statistics.filter((each) => each.kind === kind);
    if (streams.length === 0) return [];
    const firstSeq = Math.min(...streams.map((each) => each.firstSeq));
    return [{ kind, firstSeq, lastSeq: Math.max(...streams.map((each) => each.lastSeq)) }];
  });
}

async function readWindow(
  connection: DuckDBConnection,
  extents: readonly TableExtent[],
  afterSeq: number,
  throughSeq: number,
): Promise<MarketEvent[]> {
  const lists: MarketEvent[][] = [];
  for (const { kind, firstSeq, lastSeq } of extents) {
    if (lastSeq <= afterSeq || firstSeq > throughSeq) continue;
    const condition = `seq > ${afterSeq} AND seq <= ${throughSeq}`;
    lists.push(await selectEvents(connection, eventTable(kind), condition));
  }
  return mergeBySeq(lists);
}

async function nextSeq(
  connection: DuckDBConnection,
  extents: readonly TableExtent[],
  afterSeq: number,
): Promise<number | null> {
  const parts = extents.map(
    ({ kind }) => `SELECT min(seq) AS seq FROM "${eventTable(kind).name}" WHERE seq > ${afterSeq}`,
  );
  const result = await connection.runAndReadAll(`SELECT min(seq) FROM (${parts.join(' UNION ALL ')})`);
  const value = result.getRows()[0]?.[0] ?? null;
  return value === null ? null : Number(value);
}

function rowBlock(chunk: DuckDBDataChunk, names: readonly string[]): RowBlock {
  const vectorOf = (column: string) => chunk.getColumnVector(names.indexOf(column));
  const number = (column: string): ((row: number) => number) => {
    const items = vectorItems(vectorOf(column));
    if (!(items instanceof BigInt64Array)) return (row) => items[row] as number;
    const low = new Uint32Array(items.buffer, items.byteOffset, 2 * items.length);
    const high = new Int32Array(items.buffer, items.byteOffset, 2 * items.length);
    return (row) => (high[2 * row + 1] as number) * TWO_32 + (low[2 * row] as number);
  };
  const nullInteger = NULL_HIGH_HALF * TWO_32;
  const textOrNull = (column: string): ((row: number) => string | null) => {
    const vector = vectorOf(column);
    return (row) => vector.getItem(row) as string | null;
  };
  return {
    number,
    numberOrNull(column) {
      const valueAt = number(column);
      return (row) => {
        const value = valueAt(row);
        return value === nullInteger || Number.isNaN(value) ? null : value;
      };
    },
    text(column) {
      const valueAt = textOrNull(column);
      return (row) => valueAt(row) ?? '';
    },
    textOrNull,
    bytes(column) {
      const vector = vectorOf(column);
      if (!(vector instanceof DuckDBBlobVector)) throw new TypeError(`${column} holds no bytes`);
      return (row) => vector.getItemBytes(row) ?? new Uint8Array();
    },
  };
}
