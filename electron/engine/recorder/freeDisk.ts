import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Bytes an ordinary user may still write on the disk that holds `path`, which need not exist yet. */
export async function freeDiskBytes(path: string): Promise<number> {
  try {
    const { bavail, bsize } = await statfs(path);
    return bavail * bsize;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || dirname(path) === path) throw error;
    return freeDiskBytes(dirname(path));
  }
}
