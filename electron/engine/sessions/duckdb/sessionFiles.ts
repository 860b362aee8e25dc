/**
 * Names and bytes of session files.
 *
 * `<utc>_<name>.recording.duckdb` is being written, or was when its writer died; `<utc>_<name>.duckdb` was
 * closed or recovered; `<utc>_<name>.damaged.duckdb` could not be recovered and is kept as it is. The id of a
 * session is `<utc>_<name>` throughout; that of a file elsewhere is its full path.
 */
import { readdir, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';

const SUFFIX = '.duckdb';
const RECORDING = `.recording${SUFFIX}`;
const DAMAGED = `.damaged${SUFFIX}`;

export type FileStage = 'recording' | 'closed' | 'damaged';

export interface SessionFile {
  readonly id: string;
  readonly path: string;
  readonly stage: FileStage;
}

export function sessionFile(folder: string, id: string, stage: FileStage): SessionFile {
  const suffix = stage === 'recording' ? RECORDING : stage === 'damaged' ? DAMAGED : SUFFIX;
  return { id, path: join(folder, id + suffix), stage };
}

/** A file outside the store's folder keeps its name whatever happens to it. */
export function externalFile(path: string): SessionFile {
  const full = resolve(path);
  return { id: full, path: full, stage: 'closed' };
}

/** Session files of a folder, oldest name first; none when the folder does not exist. */
export async function sessionFiles(folder: string): Promise<SessionFile[]> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  return names
    .sort()
    .filter((name) => name.endsWith(SUFFIX))
    .map((name) => {
      const stage = name.endsWith(RECORDING) ? 'recording' : name.endsWith(DAMAGED) ? 'damaged' : 'closed';
      const suffix = stage === 'recording' ? RECORDING : stage === 'damaged' ? DAMAGED : SUFFIX;
      return { id: name.slice(0, -suffix.length), path: join(folder, name), stage };
    });
}

/** `20240808T140000Z_binance-btc`. */
export function newSessionId(title: string, startedAtMs: number): string {
  const time = new Date(startedAtMs).toISOString().replaceAll(/[-:]|\.\d+/g, '');
  const name = title
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, 40)
    .replaceAll(/^-+|-+$/g, '');
  return name === '' ? time : `${time}_${name}`;
}

/** Wall clock an id of ours begins with; null for other names. */
export function startTimeOfId(id: string): number | null {
  const match = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z/.exec(id);
  if (match === null) return null;
  const [year = 0, month = 0, day, hour, minute, second] = match.slice(1).map(Number);
  return Date.UTC(year, month - 1, day, hour, minute, second);
}

/** The file and what DuckDB keeps beside it (its write-ahead log), as paths that exist. */
async function filesOf(path: string): Promise<string[]> {
  const name = basename(path);
  const all = await readdir(dirname(path));
  return all
    .filter((other) => other === name || other.startsWith(`${name}.`))
    .map((each) => join(dirname(path), each));
}

/** Bytes of the file with its write-ahead log; 0 when it is gone. */
export async function fileBytes(path: string): Promise<number> {
  const sizes = [path, `${path}.wal`].map((each) =>
    stat(each).then(
      ({ size }) => size,
      () => 0,
    ),
  );
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}

/** Renames the file and everything beside it. */
export async function renameFiles(path: string, newPath: string): Promise<void> {
  for (const file of await filesOf(path)) await rename(file, newPath + file.slice(path.length));
}

export async function deleteFiles(path: string): Promise<void> {
  // The main file goes last: while it is there, the session is still listed and can be deleted again.
  const files = (await filesOf(path)).sort((a, b) => b.length - a.length);
  for (const file of files) await rm(file);
}

export async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
