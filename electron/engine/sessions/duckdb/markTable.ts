/** Bookmarks inside a session file. */
import type { DuckDBConnection } from '@duckdb/node-api';
import { type BookmarkRow, bookmarkRowSchema } from '../../../../shared/contract/bookmarks';
import { BOOKMARK_TABLE } from '../../../../shared/session/bookmarkTable';
import { createTableSql } from '../../../../shared/session/schema';
import { tableNames } from './metaTable';
import { TableAppender } from './tableAppender';

export function markAppender(): TableAppender<BookmarkRow> {
  return new TableAppender<BookmarkRow>(
    BOOKMARK_TABLE,
    BOOKMARK_TABLE.columns.map(({ cell }) => cell),
  );
}

/** In the order they were written. Rows that no Breakwater writes are left out: the file may come from anyone. */
export async function readMarkTable(connection: DuckDBConnection): Promise<BookmarkRow[]> {
  if (!(await tableNames(connection)).has(BOOKMARK_TABLE.name)) return [];
  const result = await connection.runAndReadAll(
    `SELECT row, id, revision, t, t_end, colour, text, link, created_ms, deleted FROM bookmark ORDER BY rowid`,
  );
  return result
    .getRows()
    .flatMap(([row, id, revision, timeMs, endMs, color, text, link, createdMs, deleted]) => {
      const parsed = bookmarkRowSchema.safeParse({
        row,
        id,
        revision: Number(revision),
        timeMs: Number(timeMs),
        endMs: endMs === null ? null : Number(endMs),
        color,
        text,
        link,
        createdMs: Number(createdMs),
        deleted: Number(deleted) === 1,
      });
      return parsed.success ? [parsed.data] : [];
    });
}

/**
 * Adds what is not there yet; the same rows again change nothing. Everything is in the file itself, not in its
 * write-ahead log, when this resolves. The table is made where the file is older than it.
 */
export async function addToMarkTable(
  connection: DuckDBConnection,
  rows: readonly BookmarkRow[],
): Promise<void> {
  if (!(await tableNames(connection)).has(BOOKMARK_TABLE.name)) {
    await connection.run(createTableSql(BOOKMARK_TABLE));
    // A log that holds the creation of a table may not be replayable after a kill.
    await connection.run('CHECKPOINT');
  }
  const present = new Set((await readMarkTable(connection)).map(({ row }) => row));
  const appender = markAppender();
  for (const row of rows) {
    if (present.has(row.row)) continue;
    present.add(row.row);
    appender.append(row);
  }
  await connection.run('BEGIN');
  await appender.write(connection, appender.take());
  appender.detach();
  await connection.run('COMMIT');
  await connection.run('CHECKPOINT');
}
