/** Says whether something built is still what its sources say: a hash of their names and contents. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { listFiles } from './sourceTree.mjs';

/** Tests are not built, so changing one makes nothing stale. */
const NOT_BUILT = /\.(test|testkit|spec)\.\w+$/;

/**
 * @param {string} root
 * @param {readonly string[]} folders
 * @param {readonly string[]} files single files besides the folders
 * @returns {string} hexadecimal
 */
export function fingerprint(root, folders, files) {
  const hash = createHash('sha256');
  const sources = listFiles(root, folders).filter((file) => !NOT_BUILT.test(file));
  for (const file of [...sources, ...files]) {
    const bytes = readFileSync(join(root, file));
    hash.update(`${file}\0${bytes.length}\0`).update(bytes);
  }
  return hash.digest('hex');
}
