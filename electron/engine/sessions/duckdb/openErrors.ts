/** Why a file cannot be opened as a session, as sentences for the user. */
import { open, stat } from 'node:fs/promises';
import { type AppError, appError, fail, ok, type Result } from '../../../../shared/model/result';

const DUCKDB_MAGIC = 'DUCK';
const MAGIC_OFFSET = 8;

/** Refuses what can be told without the database: missing, a folder, empty, unreadable, another format. */
export async function inspectFile(path: string): Promise<Result<void>> {
  try {
    const info = await stat(path);
    if (info.isDirectory()) {
      return fail('not-a-session', `${path} is a folder, not a session.`, 'Name a session file inside it.');
    }
    if (info.size === 0) return notASession(path, 'is empty');
    const file = await open(path, 'r');
    try {
      const head = Buffer.alloc(MAGIC_OFFSET + DUCKDB_MAGIC.length);
      const { bytesRead } = await file.read(head, 0, head.length, 0);
      const magic = head.toString('latin1', MAGIC_OFFSET, bytesRead);
      return magic === DUCKDB_MAGIC ? ok(undefined) : notASession(path, 'is not a DuckDB file');
    } finally {
      await file.close();
    }
  } catch (error) {
    return { ok: false, error: fileError(path, error) };
  }
}

export function notASession(path: string, what: string): Result<never> {
  return fail(
    'not-a-session',
    `${path} ${what}, so it cannot be opened as a session.`,
    'Choose a .duckdb file that Breakwater recorded.',
  );
}

/** From an error of the file system. */
export function fileError(path: string, error: unknown): AppError {
  switch ((error as NodeJS.ErrnoException).code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return appError('unknown-session', `There is no session at ${path}.`, 'Check the name.');
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return appError('not-allowed', `${path} may not be accessed.`, 'Check the permissions of the file.');
    case 'ENOSPC':
    case 'EDQUOT':
      return diskFull(path);
    default:
      return appError('disk-error', `${path} failed: ${textOf(error)}`, 'Check the disk.', true);
  }
}

/** From an error of the database while it opened or read `path`. */
export function databaseError(path: string, error: unknown): AppError {
  const text = textOf(error);
  if (/Could not set lock|being used by another process|Conflicting lock/i.test(text)) {
    return appError(
      'session-busy',
      `${path} is being written by another program.`,
      'Close that program, or wait until it has finished recording.',
      true,
    );
  }
  if (/newer version|version number|storage version/i.test(text)) {
    return appError('session-too-new', `${path} was written by a newer version.`, 'Update Breakwater.');
  }
  if (/Permission denied/i.test(text)) {
    return appError('not-allowed', `${path} may not be accessed.`, 'Check the permissions of the file.');
  }
  if (/not a valid DuckDB database file/i.test(text)) {
    return appError('not-a-session', `${path} is not a DuckDB file.`, 'Choose a file Breakwater recorded.');
  }
  return appError(
    'session-damaged',
    `${path} is damaged and cannot be read: ${firstLine(text)}`,
    'The file was left as it is; a copy of it from another disk may still be readable.',
  );
}

/** From an error of the database while it wrote to `path`. */
export function writeError(path: string, error: unknown): AppError {
  const text = textOf(error);
  if (/No space left|ENOSPC|disk full|quota exceeded/i.test(text)) return diskFull(path);
  if (/No such file or directory|cannot find the path/i.test(text)) {
    return appError(
      'disk-error',
      `${path} cannot be written: its folder does not exist.`,
      'Create the folder, or choose another place.',
    );
  }
  if (/Permission denied|Read-only file system/i.test(text)) {
    return appError('not-allowed', `${path} may not be written.`, 'Choose a place you may write to.');
  }
  return appError('disk-error', `Writing ${path} failed: ${firstLine(text)}`, 'Check the disk.');
}

function diskFull(path: string): AppError {
  return appError('disk-full', `The disk that holds ${path} is full.`, 'Free some space, then record again.');
}

export function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? text;
}
