/** Reads what is in a package: the files of its archive, and the fuses of its program. */
import { readFileSync } from 'node:fs';
import { FUSE_SENTINEL } from './electronStub.mjs';

/** In the order of their bytes. */
const FUSES = [
  'runAsNode',
  'enableCookieEncryption',
  'enableNodeOptionsEnvironmentVariable',
  'enableNodeCliInspectArguments',
  'enableEmbeddedAsarIntegrityValidation',
  'onlyLoadAppFromAsar',
  'loadBrowserProcessSpecificV8Snapshot',
  'grantFileProtocolExtraPrivileges',
];
const ON = 0x31;

/** The archive begins with four 32-bit numbers, the last of which is the length of the JSON that follows. */
const ASAR_LENGTH_AT = 12;
const ASAR_JSON_AT = 16;

/**
 * @typedef {{ files?: Record<string, AsarEntry>, unpacked?: boolean }} AsarEntry
 */

/**
 * @param {string} path of an asar archive
 * @returns {string[]} paths of its files from its root, also of those that lie unpacked beside it
 */
export function archivedFiles(path) {
  const bytes = readFileSync(path);
  const length = bytes.readUInt32LE(ASAR_LENGTH_AT);
  return walk(JSON.parse(bytes.toString('utf8', ASAR_JSON_AT, ASAR_JSON_AT + length)), '');
}

/**
 * @param {string} path of Electron's program
 * @returns {Record<string, boolean>} fuses by the names the packager gives them
 */
export function readFuses(path) {
  const bytes = readFileSync(path);
  const wire = bytes.indexOf(FUSE_SENTINEL);
  if (wire < 0) throw new Error(`${path} has no fuses`);
  const first = wire + FUSE_SENTINEL.length + 2;
  return Object.fromEntries(FUSES.map((name, index) => [name, bytes[first + index] === ON]));
}

/**
 * @param {AsarEntry} entry
 * @param {string} path
 * @returns {string[]}
 */
function walk(entry, path) {
  if (entry.files === undefined) return [path];
  return Object.entries(entry.files).flatMap(([name, child]) =>
    walk(child, path === '' ? name : `${path}/${name}`),
  );
}
