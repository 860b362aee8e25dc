/**
 * The files of an import as parts that are read one by one: a file is one part, an archive one for each of its
 * files. What a file is, is told by its first bytes; its name is only shown.
 */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { fail, ok, type Result } from '../../../../shared/model/result';
import { listArchive } from './zipArchive';

export type Container = 'plain' | 'gzip' | 'zip' | 'parquet';

export interface InputPart {
  readonly path: string;
  /** Name of the file inside the archive; null for a file of its own. */
  readonly entry: string | null;
  /** As users know it, without folders. */
  readonly name: string;
  readonly container: Container;
  /** Bytes to be read from the disk for it: what progress counts by. */
  readonly bytes: number;
}

const MAGIC: readonly (readonly [Container, readonly number[]])[] = [
  ['gzip', [0x1f, 0x8b]],
  ['zip', [0x50, 0x4b, 0x03, 0x04]],
  ['zip', [0x50, 0x4b, 0x05, 0x06]],
  ['parquet', [0x50, 0x41, 0x52, 0x31]],
];

/** Refuses what cannot be read at all: missing, a folder, empty, a broken archive. */
export async function inputParts(path: string): Promise<Result<readonly InputPart[]>> {
  const name = basename(path);
  try {
    const facts = await stat(path);
    if (!facts.isFile()) return fail('bad-argument', `${path} is not a file.`, 'Name the files one by one.');
    if (facts.size === 0) return fail('bad-argument', `${path} is empty.`, 'Leave it out.');
    const container = await containerOf(path);
    if (container !== 'zip') return ok([{ path, entry: null, name, container, bytes: facts.size }]);
    const archive = await listArchive(path);
    if (!archive.ok) return archive;
    const parts = archive.value.map((entry) => ({
      path,
      entry: entry.name,
      name: `${name}/${basename(entry.name)}`,
      container: 'zip' as const,
      bytes: entry.compressedBytes,
    }));
    return parts.length > 0 ? ok(parts) : fail('bad-argument', `${path} holds no files.`, 'Leave it out.');
  } catch (error) {
    return unreadable(path, error);
  }
}

/** SHA-256 of the file on disk, hex. Throws only the reason of the signal. */
export async function fileSha256(path: string, signal: AbortSignal): Promise<Result<string>> {
  const hash = createHash('sha256');
  try {
    for await (const bytes of createReadStream(path, { highWaterMark: 1 << 20, signal })) hash.update(bytes);
    return ok(hash.digest('hex'));
  } catch (error) {
    signal.throwIfAborted();
    return unreadable(path, error);
  }
}

/** Whether a part can still be read as it was listed: files are moved, and go on being written. */
export async function isAsListed({ path, entry, bytes }: InputPart): Promise<boolean> {
  try {
    const facts = await stat(path);
    return entry !== null || facts.size === bytes;
  } catch {
    return false;
  }
}

function unreadable(path: string, error: unknown): Result<never> {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === 'ENOENT') return fail('bad-argument', `There is no file ${path}.`);
  return fail('disk-error', `${path} cannot be read: ${error instanceof Error ? error.message : error}.`);
}

async function containerOf(path: string): Promise<Container> {
  const file = await open(path);
  try {
    const head = new Uint8Array(4);
    const { bytesRead } = await file.read(head, 0, head.length, 0);
    return containerOfBytes(head.subarray(0, bytesRead));
  } finally {
    await file.close();
  }
}

export function containerOfBytes(head: Uint8Array): Container {
  return MAGIC.find(([, magic]) => magic.every((byte, index) => head[index] === byte))?.[0] ?? 'plain';
}
