/** Lines of a text file, plain or gzip, in batches; memory stays bounded whatever the size of the file. */
import { createReadStream } from 'node:fs';
import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';

/**
 * Yields the non-empty lines of each chunk read. Throws the file system's or the decompressor's error when
 * the file cannot be read to its end.
 */
export async function* lineBatches(path: string): AsyncGenerator<string[]> {
  const file = createReadStream(path);
  let source: Readable = file;
  if (path.endsWith('.gz')) {
    const unzip = createGunzip({ chunkSize: 262_144 });
    file.on('error', (error) => unzip.destroy(error));
    source = file.pipe(unzip);
  }
  source.setEncoding('utf8');
  let rest = '';
  try {
    for await (const chunk of source) {
      const lines = (rest + String(chunk)).split('\n');
      rest = lines.pop() ?? '';
      yield lines.filter((line) => line.trim() !== '');
    }
    if (rest.trim() !== '') yield [rest];
  } finally {
    file.destroy();
    source.destroy();
  }
}
