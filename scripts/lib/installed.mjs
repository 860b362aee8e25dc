/** Are the locked packages the installed ones? npm's own record of node_modules is held against the lock. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * @param {string} root
 * @returns {string | null} the first package that is absent or of another version; null when all are right
 */
export function firstStalePackage(root) {
  const locked = readPackages(join(root, 'package-lock.json'));
  if (locked === null) throw new Error('package-lock.json is missing or unreadable');
  const installed = readPackages(join(root, 'node_modules/.package-lock.json'));
  if (installed === null) return 'node_modules';
  for (const [location, { version, optional }] of Object.entries(locked)) {
    if (location === '') continue;
    const found = installed[location]?.version;
    // Platform packages of other platforms are locked but not installed.
    if (found !== version && !(optional && found === undefined))
      return location.replace(/^.*node_modules\//, '');
  }
  return null;
}

/**
 * @param {string} path
 * @returns {Record<string, import('./lockFile.mjs').LockEntry> | null}
 */
function readPackages(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8')).packages;
  } catch {
    return null;
  }
}
