import type { DuckDBConnection } from '@duckdb/node-api';
import { ok, type Result } from '../../../../shared/model/result';
import { eventTable } from '../../../../shared/session/eventTables';
import type { SessionFacts } from '../sessionFacts';
import { selectEvents } from './eventReader';
import { libraryOf } from './libraryReader';
import { readInstruments, readMeta } from './metaTable';
import type { SessionFile } from './sessionFiles';
import { type IndexedStatistics, readStatistics } from './stretchIndex';

export interface FileFacts extends SessionFacts, IndexedStatistics {}

/**
 * Everything that is said about a session, from its open file, as it was at one moment; refuses a file that is
 * not a session. The connection must not be in a transaction.
 */
export async function readFacts(connection: DuckDBConnection, file: SessionFile): Promise<Result<FileFacts>> {
  await connection.run('BEGIN TRANSACTION READ ONLY');
  try {
    return await readAll(connection, file);
  } finally {
    await connection.run('ROLLBACK');
  }
}

async function readAll(connection: DuckDBConnection, file: SessionFile): Promise<Result<FileFacts>> {
  const meta = await readMeta(connection, file.path);
  if (!meta.ok) return meta;
  const instruments = await readInstruments(connection, file.path);
  if (!instruments.ok) return instruments;
  const gaps = await selectEvents(connection, eventTable('gap'), 'true');
  return ok({
    id: file.id,
    title: meta.value.title,
    feed: meta.value.feed,
    state: meta.value.state,
    appVersion: meta.value.app_version,
    startedAtMs: meta.value.started_at_ms,
    venues: meta.value.venues,
    instruments: instruments.value,
    ...(await readStatistics(connection)),
    gaps: gaps.filter((event) => event.kind === 'gap'),
    library: await libraryOf(connection, meta.value, file.path),
    firstCheckpointSeq: await firstCheckpointSeq(connection),
  });
}

async function firstCheckpointSeq(connection: DuckDBConnection): Promise<number | null> {
  const [row] = (await connection.runAndReadAll('SELECT min(seq) AS seq FROM checkpoint')).getRowObjects();
  return row?.seq == null ? null : Number(row.seq);
}
