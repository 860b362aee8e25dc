/**
 * Rewrites a closed session so that it takes less room: what many small commits have left in pieces becomes
 * whole row groups, and within each of them the rows lie by instrument, where neighbours are alike.
 *
 * Invariants:
 * - Nothing but the place of rows changes: every row of every table is compared before the new file is used,
 *   `seq` orders events as before, so figures, replay and content hash stay what they were.
 * - The new file takes the old one's place by one rename, once all of it is on disk, and only while nobody has
 *   the session open: a kill leaves the old file or the new one, and at most a leftover beside it.
 */
import { chmod, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { fail, ok, type Result } from '../../../../shared/model/result';
import { EVENT_TABLES } from '../../../../shared/session/eventTables';
import { VIEWS } from '../../../../shared/session/views';
import { recordedInfo } from '../sessionFacts';
import type { Compaction } from '../sessionStore';
import { CompactionCopy } from './compactionCopy';
import { type DatabasePool, sqlText } from './database';
import { readMeta, tableNames, writeMeta } from './metaTable';
import { databaseError, fileError, inspectFile, writeError } from './openErrors';
import { storeOverview } from './overviewReader';
import { readFacts } from './sessionFactsReader';
import { exists, externalFile } from './sessionFiles';
import { completeIndex } from './stretchIndex';

/** Of how rows lie in a compacted file; a file says in its `meta` which one it has. */
const COMPACT_LAYOUT = 1;

/** A look at fewer takes no time, and every table that holds anything takes a block of the file (256 kB). */
const DERIVE_FROM_EVENTS = 500_000;

/** Ends the names of files that are being written. */
export const LEFTOVER = '.compact.tmp';
/** The catalog of the new file while it is written. */
const TARGET = 'compacted';

/**
 * Fails, and leaves the file as it is, when it is not a closed session, is in use, or when `signal` aborts
 * (`cancelled`). A file that is compact already is left alone.
 */
export async function compactFile(
  pool: DatabasePool,
  path: string,
  signal: AbortSignal,
): Promise<Result<Compaction>> {
  const inspected = await inspectFile(path);
  if (!inspected.ok) return inspected;
  if (await exists(`${path}.wal`)) return unfinished(path);
  const target = path + LEFTOVER;
  try {
    const before = await stat(path);
    await removeLeftover(path);
    const written = await writeCompacted(pool, path, target, signal);
    if (!written.ok) return written;
    if (!written.value) return ok({ bytesBefore: before.size, bytesAfter: before.size });
    await chmod(target, before.mode);
    await syncToDisk(target);
    return await putInPlace(pool, path, target, before, signal);
  } catch (error) {
    return signal.aborted ? aborted(path) : { ok: false, error: fileError(path, error) };
  } finally {
    await removeLeftover(path).catch(() => {});
  }
}

/** What killed compactions left in a folder: never anybody's only copy of anything. */
export async function removeLeftovers(folder: string): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  for (const name of names) {
    if (name.includes(LEFTOVER)) await rm(join(folder, name), { force: true });
  }
}

async function removeLeftover(path: string): Promise<void> {
  for (const name of [path + LEFTOVER, `${path}${LEFTOVER}.wal`]) await rm(name, { force: true });
}

/** Writes what `path` holds into `target`, compact; false, and no `target`, when it is compact already. */
export async function writeCompacted(
  pool: DatabasePool,
  path: string,
  target: string,
  signal: AbortSignal,
): Promise<Result<boolean>> {
  const lease = await pool.acquire(path, 'read');
  try {
    const connection = await lease.database.connect();
    const interrupt = () => connection.interrupt();
    signal.addEventListener('abort', interrupt);
    try {
      const meta = await readMeta(connection, path);
      if (!meta.ok) return meta;
      if (meta.value.state === 'recording') return unfinished(path);
      if (meta.value.compacted?.layout === COMPACT_LAYOUT) return ok(false);
      // Whoever records or looks at something meanwhile comes first.
      await connection.run('SET threads = 1');
      await connection.run(`ATTACH ${sqlText(target)} AS ${TARGET} (STORAGE_VERSION 'v1.0.0')`);
      try {
        return await copyAll(connection, path, signal);
      } finally {
        await connection.run(`DETACH ${TARGET}`);
        await connection.run('SET threads = 2');
      }
    } finally {
      signal.removeEventListener('abort', interrupt);
      connection.closeSync();
    }
  } catch (error) {
    if (signal.aborted) return aborted(path);
    return { ok: false, error: isReading(error) ? databaseError(path, error) : writeError(target, error) };
  } finally {
    await lease.release();
  }
}

async function copyAll(
  connection: DuckDBConnection,
  path: string,
  signal: AbortSignal,
): Promise<Result<true>> {
  const events = new Set(EVENT_TABLES.map(({ name }) => name));
  for (const name of await tableNames(connection)) {
    if (signal.aborted) return aborted(path);
    const copy = new CompactionCopy(connection, name, TARGET, signal);
    const isSame = events.has(name) ? await copy.regrouped() : await copy.asItIs();
    if (signal.aborted) return aborted(path);
    if (!isSame) {
      return fail(
        'internal',
        `${path} was not compacted: the copy of its table ${name} differs.`,
        'The file was left as it is; run a check of the disk and the memory.',
      );
    }
  }
  await connection.run(`USE ${TARGET}`);
  const derived = await writeDerived(connection, path);
  if (!derived.ok) return derived;
  const present = await tableNames(connection);
  for (const { name, select } of VIEWS) {
    if (present.has(name.replace(/_v$/, ''))) await connection.run(`CREATE VIEW "${name}" AS ${select}`);
  }
  await writeMeta(connection, { compacted: { layout: COMPACT_LAYOUT } });
  await connection.run(`CHECKPOINT ${TARGET}`);
  await connection.run('USE memory');
  return ok(true);
}

/** What spares readers of the file, the connection's catalog, a look at all of its events. */
async function writeDerived(connection: DuckDBConnection, path: string): Promise<Result<void>> {
  const facts = await readFacts(connection, externalFile(path));
  if (!facts.ok) return facts;
  const events = facts.value.statistics.reduce((sum, { rows }) => sum + rows, 0);
  if (events < DERIVE_FROM_EVENTS) return ok(undefined);
  await completeIndex(connection);
  await storeOverview(connection, recordedInfo(facts.value));
  return ok(undefined);
}

/** Nobody opens a path in this process while its last user leaves, so that is the moment for the rename. */
async function putInPlace(
  pool: DatabasePool,
  path: string,
  target: string,
  before: { readonly size: number; readonly mtimeMs: number },
  signal: AbortSignal,
): Promise<Result<Compaction>> {
  let result: Result<Compaction> | undefined;
  const lease = await pool.acquire(path, 'read');
  lease.afterClose(async () => {
    const now = await stat(path);
    const isSame = now.size === before.size && now.mtimeMs === before.mtimeMs;
    if (result !== undefined || signal.aborted || !isSame || (await exists(`${path}.wal`))) return;
    await rename(target, path);
    await syncToDisk(dirname(path));
    result = ok({ bytesBefore: before.size, bytesAfter: (await stat(path)).size });
  });
  await lease.release();
  result ??= signal.aborted ? aborted(path) : inUse(path);
  return result;
}

/** Not every system lets a folder be synced; then the rename is as safe as that system makes it. */
export async function syncToDisk(path: string): Promise<void> {
  const file = await open(path, 'r+').catch(() => open(path, 'r').catch(() => undefined));
  try {
    await file?.sync();
  } catch (error) {
    if (basename(path).includes(LEFTOVER)) throw error;
  } finally {
    await file?.close();
  }
}

/** Errors of the source are worded by the database; those of a full disk are about the new file. */
function isReading(error: unknown): boolean {
  return !/No space left|ENOSPC|disk full|quota|could not write/i.test(String(error));
}

function aborted(path: string): Result<never> {
  return fail('cancelled', `The compaction of ${path} was stopped.`, 'The file was left as it is.', true);
}

function inUse(path: string): Result<never> {
  return fail('session-busy', `${path} is in use.`, 'Close it first.', true);
}

function unfinished(path: string): Result<never> {
  return fail(
    'session-busy',
    `${path} is not closed, or was not closed properly.`,
    'Open it once, which recovers it, or wait until its recording has ended.',
    true,
  );
}
