/**
 * Brings a session file back that a kill or a power cut left open.
 *
 * Invariants:
 * - The bytes found are kept until what was made of them is known to be good.
 * - A file that cannot be opened is left as it is, under a name that says so; nothing that holds anything is
 *   ever deleted.
 */
import { copyFile, rename, rm, stat, truncate } from 'node:fs/promises';
import type { DuckDBConnection } from '@duckdb/node-api';
import type { GapEvent } from '../../../../shared/model/events';
import { NO_INSTRUMENT } from '../../../../shared/model/instrument';
import type { AppError } from '../../../../shared/model/result';
import { eventTable } from '../../../../shared/session/eventTables';
import {
  deliveringStreams,
  extentOf,
  isImported,
  recordedInfo,
  type SessionFacts,
  summaryOf,
} from '../sessionFacts';
import type { DatabasePool, Lease } from './database';
import { tableNames, writeMeta } from './metaTable';
import { databaseError, textOf } from './openErrors';
import { readFacts } from './sessionFactsReader';
import { exists, fileBytes, type SessionFile } from './sessionFiles';
import { TableAppender } from './tableAppender';

export interface Recovery {
  /** Exchange time of the last event; null when there is none. */
  readonly endsAtMs: number | null;
  /** False when part of the write-ahead log had to be left out. */
  readonly whole: boolean;
}

export type RecoveryResult =
  | { readonly ok: true; readonly value: Recovery }
  | { readonly ok: false; readonly error: AppError };

/** Repairs in place; the caller names the file. */
export async function recoverFile(pool: DatabasePool, file: SessionFile): Promise<RecoveryResult> {
  const log = `${file.path}.wal`;
  const kept = `${file.path}.wal.bad`;
  const hadLog = await exists(log);
  if (hadLog && !(await exists(kept))) await copyFile(log, kept);
  const opened = await openRepaired(pool, file.path);
  if (!opened.ok) {
    // Put back what the attempts have cut off: the file is as it was found.
    if (hadLog && opened.error.code !== 'session-busy') await copyFile(kept, log);
    if (hadLog) await rm(kept, { force: true });
    return opened;
  }
  const { lease, whole } = opened;
  try {
    const connection = await lease.database.connect();
    try {
      const endsAtMs = await finish(connection, file);
      if (whole) await rm(kept, { force: true });
      return { ok: true, value: { endsAtMs, whole } };
    } finally {
      connection.closeSync();
    }
  } catch (error) {
    return { ok: false, error: databaseError(file.path, error) };
  } finally {
    await lease.release();
  }
}

/** True for what a kill leaves that came before the first table was made: an empty database. */
export async function holdsNothing(pool: DatabasePool, path: string): Promise<boolean> {
  try {
    const lease = await pool.acquire(path, 'write');
    try {
      const connection = await lease.database.connect();
      try {
        return (await tableNames(connection)).size === 0;
      } finally {
        connection.closeSync();
      }
    } finally {
      await lease.release();
    }
  } catch {
    return false;
  }
}

type Opened =
  | { readonly ok: true; readonly lease: Lease; readonly whole: boolean }
  | { readonly ok: false; readonly error: AppError };

/** As it is; else with the log cut at its first bad byte; else without the log, from the last checkpoint. */
async function openRepaired(pool: DatabasePool, path: string): Promise<Opened> {
  const log = `${path}.wal`;
  let failure: unknown;
  for (const attempt of ['whole', 'cut', 'without'] as const) {
    if (attempt === 'cut') {
      const position = badLogPosition(failure);
      if (position === null || !(await exists(log)) || (await stat(log)).size <= position) continue;
      await truncate(log, position);
    }
    if (attempt === 'without') {
      if (!isLogFailure(failure) || !(await exists(log))) break;
      await rename(log, `${log}.unused`);
    }
    try {
      const lease = await pool.acquire(path, 'write');
      if (attempt === 'without') await rm(`${log}.unused`, { force: true });
      return { ok: true, lease, whole: attempt === 'whole' };
    } catch (error) {
      failure = error;
      if (databaseError(path, error).code === 'session-busy') break;
    }
  }
  if (await exists(`${log}.unused`)) await rename(`${log}.unused`, log);
  return { ok: false, error: databaseError(path, failure) };
}

function badLogPosition(error: unknown): number | null {
  const match = /entry at byte position (\d+)/i.exec(textOf(error));
  return match === null ? null : Number(match[1]);
}

function isLogFailure(error: unknown): boolean {
  return /\bWAL\b|write-ahead log/i.test(textOf(error));
}

/** Marks where the recording broke off, and that it did. */
async function finish(connection: DuckDBConnection, file: SessionFile): Promise<number | null> {
  const facts = await readFacts(connection, file);
  if (!facts.ok) throw new Error(facts.error.message);
  // Killed between its last row and its new name, or recovered before: it is complete.
  if (facts.value.state !== 'recording') return lastTimeMs(facts.value);
  const gaps = breakOffGaps(facts.value, await lastReceiveTimeMs(connection, facts.value));
  if (gaps.length > 0) {
    const table = eventTable('gap');
    const appender = new TableAppender<GapEvent>(
      table,
      table.columns.map((column) => column.cell),
    );
    for (const gap of gaps) appender.append(gap);
    await appender.write(connection, appender.take());
    appender.detach();
  }
  const title = recoveredTitle(facts.value);
  const summary = summaryOf({ ...facts.value, title, state: 'recovered' }, await fileBytes(file.path));
  const { id: _, bytes: __, ...stored } = summary;
  await writeMeta(connection, { state: 'recovered', title, summary: stored });
  await connection.run('CHECKPOINT');
  return lastTimeMs(facts.value);
}

/** Of an import the user has the files: the name says that there is more to have. */
function recoveredTitle(facts: SessionFacts): string {
  if (!isImported(facts.feed)) return facts.title;
  const endsAtMs = lastTimeMs(facts);
  const where = endsAtMs === null ? 'at its beginning' : `at ${new Date(endsAtMs).toISOString()}`;
  return `${facts.title} (import interrupted ${where})`;
}

/** The last millisecond may be incomplete, for every stream that was being received. */
function breakOffGaps(facts: SessionFacts, receiveTimeMs: number): GapEvent[] {
  const { lastSeq } = recordedInfo(facts);
  const { toMs } = extentOf(facts.statistics);
  if (toMs === 0) return [];
  return deliveringStreams(facts).map(({ venue, stream }, index) => ({
    kind: 'gap',
    seq: lastSeq + 1 + index,
    exchangeTimeMs: toMs - 1,
    receiveTimeMs,
    instrument: NO_INSTRUMENT,
    venue,
    stream,
    fromMs: toMs - 1,
    toMs,
    reason: isImported(facts.feed)
      ? 'The import was interrupted here; the files go on.'
      : 'The recording broke off here; up to a second before may be missing.',
    missing: null,
    filled: false,
  }));
}

async function lastReceiveTimeMs(connection: DuckDBConnection, facts: SessionFacts): Promise<number> {
  const kinds = [...new Set(facts.statistics.map(({ kind }) => kind))];
  if (kinds.length === 0) return 0;
  const parts = kinds.map((kind) => `SELECT max(t) AS t FROM "${eventTable(kind).name}"`);
  const result = await connection.runAndReadAll(`SELECT max(t) FROM (${parts.join(' UNION ALL ')})`);
  return Number(result.getRows()[0]?.[0] ?? 0);
}

function lastTimeMs(facts: SessionFacts): number | null {
  const { fromMs, toMs } = extentOf(facts.statistics);
  return toMs === fromMs ? null : toMs - 1;
}
