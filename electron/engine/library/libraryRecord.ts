/**
 * What a data folder remembers of where its sessions lie, in `library.json`.
 *
 * Invariant: replaced as a whole, and on the disk before anything that relies on it is done.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import { z } from 'zod';
import { writeFileAtomically } from '../settings/atomicFile';
import { LIST_FILE } from './moveFolder';

const FILE_NAME = 'library.json';
const place = z.string().refine(isAbsolute).nullable();

const recordSchema = z.object({
  /** Where the sessions are; null for the folder beside the settings. */
  folder: place,
  /** Where they are being taken; null when they stay. */
  moving: place,
  /** Where they were, until that has been emptied. */
  left: place,
});

export type LibraryRecord = z.output<typeof recordSchema>;

const AT_HOME: LibraryRecord = { folder: null, moving: null, left: null };

/** Where sessions are kept as long as the user has not said otherwise. */
export function homeFolder(dataDir: string): string {
  return join(dataDir, 'sessions');
}

/** A file that cannot be read is as good as none: then the sessions are where they are at first. */
export function readLibraryRecord(dataDir: string): LibraryRecord {
  try {
    const parsed = recordSchema.safeParse(JSON.parse(readFileSync(join(dataDir, FILE_NAME), 'utf8')));
    return parsed.success ? parsed.data : AT_HOME;
  } catch {
    return AT_HOME;
  }
}

export async function writeLibraryRecord(dataDir: string, record: LibraryRecord): Promise<void> {
  await mkdir(dataDir, { recursive: true });
  await writeFileAtomically(join(dataDir, FILE_NAME), `${JSON.stringify(record, null, 2)}\n`);
}

/** Where the sessions of a data folder are at this moment; also in the middle of a move. */
export function libraryFolder(dataDir: string): string {
  const { folder, moving } = readLibraryRecord(dataDir);
  const recorded = folder ?? homeFolder(dataDir);
  if (existsSync(recorded)) return recorded;
  // Killed after the rename, before it was written down.
  if (moving !== null && holdsAll(moving)) return moving;
  return homeFolder(dataDir);
}

/** Not an empty folder, nor one that a copy was broken off in. */
function holdsAll(folder: string): boolean {
  try {
    const names = readdirSync(folder);
    return names.length > 0 && !names.includes(LIST_FILE);
  } catch {
    return false;
  }
}
