/** Where settings and sessions live unless the user says otherwise: the platform's place for such data. */
import { constants } from 'node:fs';
import { access, mkdir } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { fail, ok, type Result } from '../../shared/model/result';
import { libraryFolder } from '../engine/library/libraryRecord';

export function dataFolder(chosen: string | undefined): string {
  if (chosen !== undefined) return resolve(chosen);
  switch (process.platform) {
    case 'win32':
      return join(process.env.APPDATA ?? join(homedir(), 'AppData', 'Roaming'), 'Breakwater');
    case 'darwin':
      return join(homedir(), 'Library', 'Application Support', 'Breakwater');
    default:
      return join(process.env.XDG_DATA_HOME ?? join(homedir(), '.local', 'share'), 'breakwater');
  }
}

/** Where the sessions of a data folder are: the user may have moved them. */
export function sessionsFolder(dataDir: string): string {
  return libraryFolder(dataDir);
}

/** Creates the folder when it is not there; fails with `not-allowed` when it is none, or may not be written. */
export async function prepareDataFolder(folder: string): Promise<Result<void>> {
  try {
    await mkdir(folder, { recursive: true });
    await access(folder, constants.W_OK);
    return ok(undefined);
  } catch (error) {
    const isFile = ['EEXIST', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '');
    const why = isFile
      ? 'there is a file of that name'
      : error instanceof Error
        ? error.message
        : String(error);
    return fail(
      'not-allowed',
      `${folder} cannot be the data folder: ${why}.`,
      'Choose another one with --data-dir.',
    );
  }
}
