/**
 * Files that may be imported, by the ids under which windows know them: those of the user's disk, which are
 * only read, and those that were sent to us, which are kept in a folder of ours until they were imported.
 *
 * Invariant: nothing outside the staging folder is ever written or deleted here.
 */
import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, rm, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { OfferedFile } from '../../../../shared/contract/imports';
import { plainText } from '../../../../shared/model/plainText';
import { fail, ok, type Result } from '../../../../shared/model/result';

/** Left free on the disk whatever is sent: recordings go on beside. */
const KEPT_FREE_BYTES = 512 * 1024 * 1024;
const LONGEST_NAME = 120;
/** Everything that some file system takes for a separator, a wildcard or a device's name. */
const UNSAFE = /[/\\:*?"<>|]+/g;
const DEVICE_NAME = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;

export interface StagedFilesOptions {
  /** Made when it is needed; emptied at the start. */
  readonly folder: string;
  readonly freeDiskBytes: () => Promise<number>;
}

interface Entry {
  readonly file: OfferedFile;
  readonly path: string;
}

export class StagedFiles {
  readonly #options: StagedFilesOptions;
  readonly #entries = new Map<string, Entry>();
  /** Of the files that are being received. */
  #expectedBytes = 0;

  constructor(options: StagedFilesOptions) {
    this.#options = options;
  }

  /** Deletes what an earlier run left behind. */
  empty(): Promise<void> {
    return rm(this.#options.folder, { recursive: true, force: true });
  }

  /** A file on the disk that the user chose. */
  async offer(path: string): Promise<Result<OfferedFile>> {
    const name = plainText(path.split(/[/\\]/).at(-1) ?? path, LONGEST_NAME);
    try {
      const facts = await stat(path);
      if (!facts.isFile()) return fail('bad-argument', `${name} is no file.`, 'Choose files, not folders.');
      return ok(this.#add(name, facts.size, path));
    } catch (error) {
      const why = (error as NodeJS.ErrnoException).code ?? String(error);
      return fail('disk-error', `${name} cannot be read (${why}).`, 'Look whether it is still there.');
    }
  }

  /**
   * Writes what is sent to the staging folder. Fails with `disk-full` before the disk is full, with `cancelled`
   * when the sender stops or sends something else than was said; nothing is left then.
   */
  async receive(
    name: string,
    expectedBytes: number,
    content: AsyncIterable<Uint8Array>,
  ): Promise<Result<OfferedFile>> {
    const room = (await this.#options.freeDiskBytes()) - KEPT_FREE_BYTES - this.#expectedBytes;
    if (expectedBytes > room) return noRoom(name);
    const folder = join(this.#options.folder, randomUUID());
    const path = join(folder, fileName(name));
    await mkdir(folder, { recursive: true });
    let bytes = 0;
    this.#expectedBytes += expectedBytes;
    try {
      const counted = async function* (): AsyncGenerator<Uint8Array> {
        for await (const chunk of content) {
          bytes += chunk.length;
          if (bytes > expectedBytes) throw new Error('it is longer than was said');
          yield chunk;
        }
      };
      await pipeline(counted, createWriteStream(path, { flags: 'wx' }));
      if (bytes !== expectedBytes) throw new Error('it ended early');
      return ok(this.#add(plainText(name, LONGEST_NAME), bytes, path));
    } catch (error) {
      await rm(folder, { recursive: true, force: true });
      if ((error as NodeJS.ErrnoException).code === 'ENOSPC') return noRoom(name);
      const why = error instanceof Error ? error.message : String(error);
      return fail('cancelled', `${plainText(name, LONGEST_NAME)} was not received whole: ${why}.`);
    } finally {
      this.#expectedBytes -= expectedBytes;
    }
  }

  /** Undefined for an id that was not given out, or whose file is gone. */
  get(id: string): Entry | undefined {
    return this.#entries.get(id);
  }

  /** Forgets files; those that were sent to us are deleted. */
  async release(ids: Iterable<string>): Promise<void> {
    for (const id of ids) {
      const entry = this.#entries.get(id);
      this.#entries.delete(id);
      if (entry?.path.startsWith(this.#options.folder + sep)) {
        await rm(join(entry.path, '..'), { recursive: true, force: true });
      }
    }
  }

  #add(name: string, bytes: number, path: string): OfferedFile {
    const file = { id: randomUUID(), name, bytes };
    this.#entries.set(file.id, { file, path });
    return file;
  }
}

function noRoom(name: string): Result<never> {
  return fail(
    'disk-full',
    `There is not enough room on the disk for ${plainText(name, LONGEST_NAME)}.`,
    'Free some, or import the file with the command line, which needs no copy.',
  );
}

/** Safe in every file system, and still what formats read hints from. */
function fileName(name: string): string {
  const safe = plainText(name, LONGEST_NAME)
    .replace(UNSAFE, '_')
    .replace(/^\.+/, '_')
    .replace(/[. ]+$/, '');
  if (safe === '') return 'file';
  return DEVICE_NAME.test(safe) ? `_${safe}` : safe;
}
