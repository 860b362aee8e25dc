/** The project's own source files, for the layer check and the build's fingerprints. */
import { readdirSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

/** The top-level folders that hold source code. */
export const SOURCE_FOLDERS = ['shared', 'electron', 'renderer', 'e2e', 'scripts'];

/**
 * Every file below the folders, in a fixed order; a folder that does not exist has none.
 * @param {string} root
 * @param {readonly string[]} folders
 * @returns {string[]} paths from the root, with forward slashes
 */
export function listFiles(root, folders) {
  return folders
    .flatMap((folder) => walk(join(root, folder)).map((file) => toPosix(relative(root, file))))
    .sort();
}

/**
 * @param {string} path
 */
function toPosix(path) {
  return path.split(sep).join('/');
}

/**
 * @param {string} folder
 * @returns {string[]}
 */
function walk(folder) {
  /** @type {import('node:fs').Dirent[]} */
  let entries;
  try {
    entries = readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
  return entries.flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? walk(path) : [path];
  });
}
