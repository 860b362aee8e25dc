/** Deleted sessions, kept in a folder beside the others until the next start, so that a deletion can be undone. */
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fail, ok, type Result } from '../../../../shared/model/result';
import { fileError } from './openErrors';
import { renameFiles, type SessionFile, sessionFile, sessionFiles } from './sessionFiles';

function trashOf(folder: string): string {
  return join(folder, 'trash');
}

/** The file, which nobody may have open, is no longer listed. */
export async function moveToTrash(folder: string, file: SessionFile): Promise<Result<void>> {
  try {
    await mkdir(trashOf(folder), { recursive: true });
    await renameFiles(file.path, sessionFile(trashOf(folder), file.id, file.stage).path);
    return ok(undefined);
  } catch (error) {
    return { ok: false, error: fileError(file.path, error) };
  }
}

export async function restoreFromTrash(folder: string, id: string): Promise<Result<void>> {
  const file = (await sessionFiles(trashOf(folder))).find((each) => each.id === id);
  if (file === undefined) {
    return fail('unknown-session', `The deleted session "${id}" is no longer there.`);
  }
  try {
    await renameFiles(file.path, sessionFile(folder, id, file.stage).path);
    return ok(undefined);
  } catch (error) {
    return { ok: false, error: fileError(file.path, error) };
  }
}

/** Gives the disk space back. */
export async function emptyTrash(folder: string): Promise<void> {
  await rm(trashOf(folder), { recursive: true, force: true });
}
