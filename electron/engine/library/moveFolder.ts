/**
 * Takes everything in a folder to another place, through a kill at any moment.
 *
 * Invariants:
 * - Nothing is deleted but what the other folder holds as well, after its copy was read back and compared.
 * - A file has its name at the new place only when all of it is there, on the disk, and reads like the original.
 * - A copy that was broken off goes on where it was; what is gone meanwhile from the old place is not brought.
 */
import { createHash } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm, rmdir, stat, statfs, utimes } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fail, ok, type Result } from '../../../shared/model/result';
import { syncFolder, writeFileAtomically } from '../settings/atomicFile';

export interface MoveContext {
  readonly signal: AbortSignal;
  readonly onProgress: (progress: { readonly doneBytes: number; readonly totalBytes: number }) => void;
  /** Called before each step that reaches the disk. For tests of kills. */
  readonly beforeStep?: (step: string) => Promise<void>;
  /** False in tests: as if the two places lay on different disks. */
  readonly mayRename?: boolean;
}

const CHUNK_BYTES = 1 << 20;
const PARTIAL = '.breakwater-partial';
/** Names the files that are being copied; while it is there, they are not all there. */
export const LIST_FILE = '.breakwater-move.json';
/** Work of a moment, which is worth nothing elsewhere. */
const SPILL_FOLDER = '.spill';
/** What systems put into folders that people call empty. */
const NOT_CONTENT: ReadonlySet<string> = new Set(['.DS_Store', 'desktop.ini', 'lost+found', 'Thumbs.db']);

interface MovedFile {
  /** Path inside the folder. */
  readonly name: string;
  readonly bytes: number;
}

/** Names in a folder as people would count them; empty when it is not there. */
export async function contentOf(folder: string): Promise<readonly string[]> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  return names.filter((name) => !NOT_CONTENT.has(name));
}

/**
 * By one rename where that is possible: then nothing is left at `from`. Else by copying, and `from` stays as it
 * is. `to` is empty, or holds what an earlier call copied. Throws the error of the file system.
 */
export async function bringFolder(
  from: string,
  to: string,
  context: MoveContext,
): Promise<Result<'renamed' | 'copied'>> {
  if ((await contentOf(to)).length === 0 && (await renamed(from, to, context))) return ok('renamed');
  return copyAll(from, to, context);
}

/** Deletes from `folder` what `kept` holds as well, with the same size, and what was only half copied. */
export async function removeTwins(folder: string, kept: string): Promise<void> {
  for (const { name, bytes } of await filesOf(folder)) {
    const twin = await stat(join(kept, name)).catch(() => null);
    const isOurs = name.endsWith(PARTIAL) || name === LIST_FILE || twin?.size === bytes;
    if (isOurs) await rm(join(folder, name), { force: true });
  }
  await rm(join(folder, SPILL_FOLDER), { recursive: true, force: true });
  await removeEmptyFolders(folder);
}

async function renamed(from: string, to: string, { beforeStep, mayRename }: MoveContext): Promise<boolean> {
  if (mayRename === false) return false;
  try {
    await beforeStep?.('rename');
    // An empty folder would be in the way where a rename does not replace it.
    await rmdir(to).catch(() => {});
    await rename(from, to);
    await beforeStep?.('renamed');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    // Another disk, a mount point, a file that is open: copying may still go.
    await mkdir(to, { recursive: true });
    return false;
  }
  await syncFolder(dirname(to));
  return true;
}

async function copyAll(from: string, to: string, context: MoveContext): Promise<Result<'copied'>> {
  const { signal, onProgress, beforeStep } = context;
  await mkdir(to, { recursive: true });
  const files = await filesOf(from);
  const totalBytes = files.reduce((sum, { bytes }) => sum + bytes, 0);
  await forgetDeleted(to, files);
  await beforeStep?.('list');
  await writeFileAtomically(join(to, LIST_FILE), JSON.stringify(files.map(({ name }) => name)));
  const { bavail, bsize } = await statfs(to);
  const there = (await filesOf(to)).reduce((sum, { bytes }) => sum + bytes, 0);
  if (bavail * bsize + there < totalBytes) {
    return fail(
      'disk-full',
      `There is not enough space at ${to}.`,
      'Free some space, or choose another folder.',
    );
  }
  let doneBytes = 0;
  onProgress({ doneBytes, totalBytes });
  for (const { name, bytes } of files) {
    signal.throwIfAborted();
    await copyFile(join(from, name), join(to, name), context, (chunk) => {
      doneBytes += chunk;
      onProgress({ doneBytes, totalBytes });
    });
    await beforeStep?.(`copied ${name} of ${bytes} bytes`);
  }
  await rm(join(to, LIST_FILE), { force: true });
  await syncFolder(to);
  return ok('copied');
}

/** What an earlier call brought, and the user has deleted since. */
async function forgetDeleted(to: string, files: readonly MovedFile[]): Promise<void> {
  const text = await readFile(join(to, LIST_FILE), 'utf8').catch(() => '[]');
  const listed: unknown = JSON.parse(text);
  const current = new Set(files.map(({ name }) => name));
  const known = new Set((await filesOf(to)).map(({ name }) => name));
  for (const name of Array.isArray(listed) ? listed : []) {
    if (typeof name === 'string' && known.has(name) && !current.has(name)) await rm(join(to, name));
  }
}

async function copyFile(
  from: string,
  to: string,
  { signal, beforeStep }: MoveContext,
  onBytes: (bytes: number) => void,
): Promise<void> {
  const original = await stat(from);
  const known = await stat(to).catch(() => null);
  if (known?.size === original.size && (await hashOf(to, signal)) === (await hashOf(from, signal))) {
    onBytes(original.size);
    return;
  }
  await mkdir(dirname(to), { recursive: true });
  const partial = to + PARTIAL;
  const hash = createHash('sha256');
  const target = await open(partial, 'w');
  try {
    for await (const chunk of chunksOf(from, signal)) {
      await beforeStep?.(`write of ${to}`);
      hash.update(chunk);
      await target.write(chunk);
      onBytes(chunk.length);
    }
    await target.sync();
  } finally {
    await target.close();
  }
  if ((await hashOf(partial, signal)) !== hash.digest('hex')) {
    throw new Error(`what was written to ${to} reads differently; the disk may be faulty`);
  }
  await utimes(partial, original.atime, original.mtime);
  await beforeStep?.(`name of ${to}`);
  await rename(partial, to);
}

async function hashOf(path: string, signal: AbortSignal): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of chunksOf(path, signal)) hash.update(chunk);
  return hash.digest('hex');
}

async function* chunksOf(path: string, signal: AbortSignal): AsyncGenerator<Buffer> {
  const file = await open(path, 'r');
  try {
    for (;;) {
      signal.throwIfAborted();
      const { buffer, bytesRead } = await file.read(Buffer.allocUnsafe(CHUNK_BYTES), 0, CHUNK_BYTES);
      if (bytesRead === 0) return;
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await file.close();
  }
}

/** Every file below the folder, in the order of their names; none when it is not there. */
async function filesOf(folder: string, within = ''): Promise<MovedFile[]> {
  const entries = await readdir(join(folder, within), { withFileTypes: true }).catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return [];
      throw error;
    },
  );
  const files: MovedFile[] = [];
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const name = join(within, entry.name);
    if (entry.isDirectory()) {
      if (name !== SPILL_FOLDER) files.push(...(await filesOf(folder, name)));
    } else if (!NOT_CONTENT.has(entry.name)) {
      files.push({ name, bytes: (await stat(join(folder, name))).size });
    }
  }
  return files;
}

/** Those inside the folder, deepest first; what still holds something stays. */
async function removeEmptyFolders(folder: string): Promise<void> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  for (const { name } of entries.filter((entry) => entry.isDirectory())) {
    await removeEmptyFolders(join(folder, name));
    await rmdir(join(folder, name)).catch(() => {});
  }
}
