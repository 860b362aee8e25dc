/**
 * The index of a session file (`stretchTable`) as SQL: summing up events, and telling what the index covers.
 *
 * Invariant: a file may come from anyone, or from an older program. The index counts for as much as its numbers of
 * events agree with the tables; else it is as if there were none.
 */
import type { DuckDBConnection, DuckDBValue } from '@duckdb/node-api';
import { EVENT_KINDS, type EventKind } from '../../../../shared/model/events';
import { EVENT_TABLES } from '../../../../shared/session/eventTables';
import { createTableSql } from '../../../../shared/session/schema';
import { STRETCH_SEQS, STRETCH_TABLE } from '../../../../shared/session/stretchTable';
import { StatisticsFold, type StreamStatistics, TOLD_LATE_MS } from '../streamStatistics';
import { tableNames } from './metaTable';

export interface IndexedStatistics {
  /** In the order of `EVENT_KINDS`, then by instrument row. */
  readonly statistics: readonly StreamStatistics[];
  /** Rows of the index up to this number are good for all events up to it; null when none are. */
  readonly indexedSeq: number | null;
}

/** What each table holds, by instrument row. Looks only at events that the index does not cover. */
export async function readStatistics(connection: DuckDBConnection): Promise<IndexedStatistics> {
  const present = await tableNames(connection);
  const kinds = EVENT_TABLES.filter(({ name }) => present.has(name)).map(({ kind }) => kind);
  if (present.has(STRETCH_TABLE.name)) {
    const indexed = await readIndexed(connection, kinds);
    if (indexed !== null) return indexed;
  }
  return { statistics: await scan(connection, kinds, 'true'), indexedSeq: null };
}

/** Null when the index does not agree with the tables. */
async function readIndexed(
  connection: DuckDBConnection,
  kinds: readonly EventKind[],
): Promise<IndexedStatistics | null> {
  const covered = await rowsOf(
    connection,
    `SELECT kind, inst, sum(event_count)::BIGINT, min(first_seq), max(last_seq), min(first_time), max(last_time),
       min(first_heard_time), min(first_live_time)
     FROM ${STRETCH_TABLE.name} GROUP BY kind, inst`,
  );
  if (covered.length === 0) return null;
  const indexedSeq = Math.max(...covered.map((row) => Number(row[4])));
  const stored = covered.flatMap((row) => statisticsOf(row) ?? []);
  const counts = await countRows(connection, kinds);
  const countOf = (list: readonly StreamStatistics[], kind: EventKind) =>
    list.reduce((sum, each) => sum + (each.kind === kind ? each.rows : 0), 0);
  const longer = kinds.filter((kind) => counts.get(kind) !== countOf(stored, kind));
  const tail = await scan(connection, longer, `seq > ${indexedSeq}`);
  const all = [...stored, ...tail];
  if (EVENT_KINDS.some((kind) => countOf(all, kind) !== (counts.get(kind) ?? 0))) return null;
  const fold = new StatisticsFold();
  for (const part of all) fold.merge(part);
  return { statistics: fold.result(), indexedSeq };
}

async function countRows(
  connection: DuckDBConnection,
  kinds: readonly EventKind[],
): Promise<ReadonlyMap<EventKind, number>> {
  const tables = EVENT_TABLES.filter(({ kind }) => kinds.includes(kind));
  const counts = tables.map(({ kind, name }) => `SELECT '${kind}', count(*) FROM "${name}"`);
  const rows = counts.length === 0 ? [] : await rowsOf(connection, counts.join(' UNION ALL '));
  return new Map(tables.map(({ kind }) => [kind, Number(rows.find(([of]) => of === kind)?.[1] ?? 0)]));
}

async function scan(
  connection: DuckDBConnection,
  kinds: readonly EventKind[],
  condition: string,
): Promise<readonly StreamStatistics[]> {
  const fold = new StatisticsFold();
  for (const { kind, name } of EVENT_TABLES) {
    if (!kinds.includes(kind)) continue;
    const rows = await rowsOf(connection, sumUp(kind, name, condition, 'inst'));
    for (const part of rows.flatMap((row) => statisticsOf(row) ?? [])) fold.merge(part);
  }
  return fold.result();
}

/** Makes the index cover all events of a file that nobody else uses, also where it is older than the index. */
export async function completeIndex(connection: DuckDBConnection): Promise<void> {
  const present = await tableNames(connection);
  if (!present.has(STRETCH_TABLE.name)) await connection.run(createTableSql(STRETCH_TABLE));
  const { indexedSeq } = await readStatistics(connection);
  if (indexedSeq === null) await connection.run(`DELETE FROM ${STRETCH_TABLE.name}`);
  const columns = STRETCH_TABLE.columns.map(({ name }) => name).join(', ');
  const behind = indexedSeq === null ? 'true' : `seq > ${indexedSeq}`;
  for (const { kind, name } of EVENT_TABLES) {
    if (!present.has(name)) continue;
    const rows = sumUp(kind, name, behind, `inst, seq // ${STRETCH_SEQS}`);
    await connection.run(`INSERT INTO ${STRETCH_TABLE.name} SELECT ${columns} FROM (${rows})`);
  }
}

function sumUp(kind: EventKind, table: string, condition: string, groupBy: string): string {
  const timed = 'lag <> t';
  const heard = `${timed} AND NOT (${FETCHED_ROWS[kind] ?? 'false'})`;
  return `SELECT '${kind}' AS kind, inst, count(*) AS event_count, min(seq) AS first_seq, max(seq) AS last_seq,
      min(t - lag) FILTER (${timed}) AS first_time, max(t - lag) FILTER (${timed}) AS last_time,
      min(t - lag) FILTER (${heard}) AS first_heard_time,
      min(t - lag) FILTER (${heard} AND lag <= ${TOLD_LATE_MS}) AS first_live_time
    FROM "${table}" WHERE ${condition} GROUP BY ${groupBy}`;
}

/** `isFetched` of `streamStatistics`, as SQL. */
const FETCHED_ROWS: Readonly<Partial<Record<EventKind, string>>> = {
  trade: 'backfilled = 1',
  candle: 'origin = 0',
};

/** Undefined for a kind that a newer program has added. */
function statisticsOf(row: readonly DuckDBValue[]): StreamStatistics | undefined {
  const kind = EVENT_KINDS.find((known) => known === row[0]);
  if (kind === undefined) return undefined;
  const [instrument, rows, firstSeq, lastSeq, firstTimeMs, lastTimeMs, firstHeardTimeMs, firstLiveTimeMs] =
    row.slice(1).map((value) => (value === null ? null : Number(value)));
  return {
    kind,
    instrument: instrument ?? 0,
    rows: rows ?? 0,
    firstSeq: firstSeq ?? 0,
    lastSeq: lastSeq ?? 0,
    firstTimeMs: firstTimeMs ?? null,
    lastTimeMs: lastTimeMs ?? null,
    firstHeardTimeMs: firstHeardTimeMs ?? null,
    firstLiveTimeMs: firstLiveTimeMs ?? null,
  };
}

async function rowsOf(connection: DuckDBConnection, sql: string): Promise<DuckDBValue[][]> {
  return (await connection.runAndReadAll(sql)).getRows();
}
