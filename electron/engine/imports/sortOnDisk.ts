/**
 * Events of an unsorted file in the order in which they became known, sorted by DuckDB in a temporary file so
 * that memory does not grow with it. Rows of one time keep their order in the file.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { EVENT_KINDS, type EventKind, type MarketEvent } from '../../../shared/model/events';
import { eventTable } from '../../../shared/session/eventTables';
import { createTableSql } from '../../../shared/session/schema';
import { streamRows } from '../sessions/duckdb/eventReader';
import { TableAppender } from '../sessions/duckdb/tableAppender';
import type { EventBatch } from './fileEvents';
import { mergeByTime } from './mergeByTime';

const BUFFERED_ROWS = 100_000;
/** The file's lines are the numbers of the events here; several of one line keep their order by `rowid`. */
const BY_TIME = 'CASE WHEN t > 0 THEN t ELSE t - lag END, rowid';

/** Reads `batches` to their end first. `folder` must exist; what is put there is gone at the end. */
export async function* sortOnDisk(
  batches: AsyncIterable<EventBatch>,
  folder: string,
): AsyncGenerator<EventBatch> {
  const own = await mkdtemp(join(folder, 'import-'));
  const instance = await DuckDBInstance.create(join(own, 'sort.duckdb'), {
    threads: '1',
    memory_limit: '1GB',
    temp_directory: join(own, 'spill'),
  });
  const writing = await instance.connect();
  const tables = new Map<EventKind, TableAppender<MarketEvent>>();
  try {
    let buffered = 0;
    const flush = async () => {
      for (const appender of tables.values()) {
        const blocks = appender.take();
        if (blocks.length > 0) await appender.write(writing, blocks);
        appender.recycle(blocks);
      }
      buffered = 0;
    };
    for await (const { events, lines } of batches) {
      for (const [index, event] of events.entries()) {
        let appender = tables.get(event.kind);
        if (appender === undefined) {
          const table = eventTable(event.kind);
          await writing.run(createTableSql(table));
          appender = new TableAppender(
            table,
            table.columns.map((column) => column.cell),
          );
          tables.set(event.kind, appender);
        }
        event.seq = lines[index] ?? 0;
        appender.append(event);
        if (++buffered >= BUFFERED_ROWS) await flush();
      }
    }
    await flush();
    for (const appender of tables.values()) appender.detach();
    const kinds = EVENT_KINDS.filter((kind) => tables.has(kind));
    const sources = kinds.map((kind) => ({ firstMs: 0, open: () => sorted(instance, kind) }));
    for await (const { batch, from, to } of mergeByTime(sources)) {
      yield { events: batch.events.slice(from, to), lines: batch.lines.slice(from, to) };
    }
  } finally {
    for (const appender of tables.values()) appender.detach();
    writing.closeSync();
    instance.closeSync();
    await rm(own, { recursive: true, force: true });
  }
}

async function* sorted(instance: DuckDBInstance, kind: EventKind): AsyncGenerator<EventBatch> {
  const connection = await instance.connect();
  try {
    const { name, columns, events } = eventTable(kind);
    const source = { name, columns, rows: events };
    for await (const rows of streamRows(connection, source, 'true', BY_TIME)) {
      const lines = rows.map((event) => event.seq);
      for (const event of rows) event.seq = 0;
      yield { events: rows, lines };
    }
  } finally {
    connection.closeSync();
  }
}
