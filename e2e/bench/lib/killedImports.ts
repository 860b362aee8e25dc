/**
 * Kills (-9) of a process that imports a file. Afterwards there is no session, or one that opens, holds the
 * beginning of the file without a hole, and is named as interrupted.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { IMPORT_FORMATS } from '../../../electron/engine/imports/formats/registry';
import { importFiles } from '../../../electron/engine/imports/importFiles';
import { surveyFiles } from '../../../electron/engine/imports/survey';
import { DuckDbSessionStore } from '../../../electron/engine/sessions/duckdb/duckDbSessionStore';
import { writeTiledTrades } from './tiledTrades';

const TRADES = 1_000_000;
const CSV = 'BTCUSDT-aggTrades-2024-08-08.csv';
/** Often enough that kills also land while the write-ahead log is folded into the file. */
const CHECKPOINT_BYTES = 4_000_000;

export interface ImportToKill {
  /** Holds the file to be imported. */
  readonly folder: string;
  /** How long the import takes when nobody kills it. */
  readonly importMs: number;
}

export async function fileToImport(): Promise<ImportToKill> {
  const folder = await mkdtemp(join(tmpdir(), 'breakwater-kill-csv-'));
  await writeTiledTrades(join(folder, CSV), TRADES);
  const sessions = await mkdtemp(join(tmpdir(), 'breakwater-kill-'));
  const startMs = performance.now();
  await importInto(sessions, folder, () => {});
  const importMs = performance.now() - startMs;
  await rm(sessions, { recursive: true });
  return { folder, importMs };
}

/** The process that is killed. Says that it begins, and that it is done, if it ever is. */
export async function importInto(
  sessions: string,
  files: string,
  say: (word: string) => void,
): Promise<void> {
  const store = new DuckDbSessionStore({ folder: sessions, checkpointBytes: CHECKPOINT_BYTES });
  const context = { signal: new AbortController().signal, onProgress: () => {} };
  const choice = { path: join(files, CSV), format: null, parameters: {} };
  const survey = await surveyFiles([choice], IMPORT_FORMATS, context);
  say('begin');
  const done = await importFiles(
    { survey, store, title: 'Killed', appVersion: 'bench', startedAtMs: Date.now(), scratchFolder: sessions },
    context,
  );
  if (!done.ok) throw new Error(done.error.message);
  say('done');
}

export async function inspectImported(sessions: string): Promise<string> {
  const store = new DuckDbSessionStore({ folder: sessions });
  await store.recover();
  const [summary] = await store.list();
  if (summary === undefined) return 'whole';
  const opened = await store.open(summary.id);
  if (!opened.ok) return opened.error.message;
  const { counts, imported } = await opened.value.report();
  const { lastSeq } = opened.value.info;
  await opened.value.close();
  const rows = counts.reduce((sum, count) => sum + count.rows, 0);
  if (rows !== lastSeq) return `${rows} of ${lastSeq} rows`;
  if (summary.state === 'closed') return 'whole';
  if (!summary.title.includes('import interrupted')) return 'not named as interrupted';
  return rows > 0 && imported.files.length !== 1 ? 'does not say what it was made of' : 'whole';
}
