/**
 * One file of a session that says everything by itself: compacted, with the bookmarks that lie beside the
 * original inside it. The original is only read.
 */
import { copyFile, rename, rm } from 'node:fs/promises';
import { fail, ok, type Result } from '../../../../shared/model/result';
import { LEFTOVER, syncToDisk, writeCompacted } from './compaction';
import type { DatabasePool } from './database';
import { readMarkFile } from './markFile';
import { addToMarkTable } from './markTable';
import { inspectFile, writeError } from './openErrors';
import { exists } from './sessionFiles';

/** `out` appears when it is complete, and never replaces a file that is there. */
export async function writeSharedFile(
  pool: DatabasePool,
  path: string,
  out: string,
  signal: AbortSignal,
): Promise<Result<void>> {
  const inspected = await inspectFile(path);
  if (!inspected.ok) return inspected;
  if (await exists(out)) {
    return fail('bad-argument', `${out} exists already.`, 'Choose another file, or remove it.');
  }
  const unfinished = out + LEFTOVER;
  try {
    await rm(unfinished, { force: true });
    const written = await writeCompacted(pool, path, unfinished, signal);
    if (!written.ok) return written;
    if (!written.value) await copyFile(path, unfinished);
    const folded = await foldMarks(pool, path, unfinished);
    if (!folded.ok) return folded;
    await syncToDisk(unfinished);
    await rename(unfinished, out);
    return ok(undefined);
  } catch (error) {
    return { ok: false, error: writeError(out, error) };
  } finally {
    await rm(unfinished, { force: true });
    await rm(`${unfinished}.wal`, { force: true });
  }
}

async function foldMarks(pool: DatabasePool, path: string, target: string): Promise<Result<void>> {
  const marks = await readMarkFile(path);
  if (!marks.ok || marks.value.length === 0) return marks.ok ? ok(undefined) : marks;
  const lease = await pool.acquire(target, 'write');
  try {
    const connection = await lease.database.connect();
    try {
      await addToMarkTable(connection, marks.value);
      return ok(undefined);
    } finally {
      connection.closeSync();
    }
  } finally {
    await lease.release();
  }
}
