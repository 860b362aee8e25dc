/** The files of a zip archive, read one after the other. The library checks names and sizes; we the contents. */
import type { Readable } from 'node:stream';
import { crc32 } from 'node:zlib';
import { openPromise, type ZipFile } from 'yauzl';
import { fail, ok, type Result } from '../../../../shared/model/result';

export interface ArchiveEntry {
  readonly name: string;
  readonly compressedBytes: number;
}

/** Folders, and what other systems put beside the files, are passed over. */
const NOT_DATA = /\/$|^__MACOSX\/|(^|\/)\.|\.CHECKSUM$/i;

export async function listArchive(path: string): Promise<Result<readonly ArchiveEntry[]>> {
  try {
    const archive = await openPromise(path, { autoClose: false });
    try {
      const entries: ArchiveEntry[] = [];
      for await (const entry of archive.eachEntry()) {
        if (NOT_DATA.test(entry.fileName)) continue;
        entries.push({ name: entry.fileName, compressedBytes: entry.compressedSize });
      }
      return ok(entries);
    } finally {
      archive.close();
    }
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return fail('bad-argument', `${path} is no zip archive that can be read: ${why}.`, 'Fetch it again.');
  }
}

/**
 * The contents of one file of the archive. Throws when the archive is damaged, after having given out what could be read.
 * @param onBytes told of every stretch read, in compressed bytes
 */
export async function* readEntry(
  path: string,
  name: string,
  onBytes: (bytes: number) => void,
): AsyncGenerator<Uint8Array> {
  const archive = await openPromise(path, { autoClose: false });
  try {
    const entry = await findEntry(archive, name);
    const stream: Readable = await archive.openReadStreamPromise(entry);
    // The library hides how much it has read of the disk: compressed and plain bytes go in step.
    const share = entry.uncompressedSize === 0 ? 0 : entry.compressedSize / entry.uncompressedSize;
    let checksum = 0;
    try {
      for await (const bytes of stream as AsyncIterable<Buffer>) {
        checksum = crc32(bytes, checksum);
        onBytes(bytes.length * share);
        yield bytes;
      }
    } finally {
      stream.destroy();
    }
    if (checksum !== entry.crc32) throw new Error('its checksum is wrong: the archive is damaged');
  } finally {
    archive.close();
  }
}

async function findEntry(archive: ZipFile, name: string) {
  for await (const entry of archive.eachEntry()) if (entry.fileName === name) return entry;
  throw new Error('the file is no longer in the archive');
}
