/**
 * The three parts of out/, each rebuilt when the fingerprint of its sources changes.
 *
 * Invariant: a part is built in a folder of its own and then put in place by renaming, so a part is always
 * whole, also when a build is interrupted or two run at once.
 */
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fingerprint } from './fingerprint.mjs';

/**
 * @typedef {object} BuildPart
 * @property {string} name as shown, and as the folder below out/
 * @property {readonly string[]} folders whose files it is built from
 * @property {readonly string[]} files further files it is built from
 * @property {(root: string, outputFolder: string) => Promise<void>} build writes outputFolder/name
 */

const NODE_BUILD_FILES = ['package.json', 'package-lock.json', 'scripts/lib/nodeBundles.mjs'];

// The tools are imported when they are needed: this module also loads before they are installed.
/** @type {readonly BuildPart[]} */
export const BUILD_PARTS = [
  {
    name: 'renderer',
    folders: ['renderer', 'shared', 'assets'],
    files: ['package-lock.json', 'vite.config.ts'],
    build: async (root, outputFolder) => {
      const { build } = await import('vite');
      const { NODE_ENV } = process.env;
      try {
        await build({
          configFile: join(root, 'vite.config.ts'),
          logLevel: 'warn',
          build: { outDir: join(outputFolder, 'renderer') },
        });
      } finally {
        // Vite leaves "production" behind, and the tests that follow would get React without its test tools.
        if (NODE_ENV === undefined) delete process.env.NODE_ENV;
        else process.env.NODE_ENV = NODE_ENV;
      }
    },
  },
  {
    name: 'electron',
    folders: ['electron', 'shared', 'assets/scenarios'],
    files: [...NODE_BUILD_FILES, 'scripts/lib/checkpoints.mjs'],
    build: async (root, outputFolder) => {
      await (await import('./nodeBundles.mjs')).bundleHosts(root, outputFolder);
      const { placeCheckpoints } = await import('./checkpoints.mjs');
      await placeCheckpoints(root, join(outputFolder, 'electron'));
    },
  },
  {
    name: 'e2e',
    folders: ['e2e/venue', 'e2e/bench', 'electron', 'shared'],
    files: NODE_BUILD_FILES,
    build: async (root, outputFolder) =>
      (await import('./nodeBundles.mjs')).bundleTestTools(root, outputFolder),
  },
];

/**
 * @param {string} root
 * @param {BuildPart} part
 * @returns {boolean}
 */
export function isStale(root, part) {
  return recordedFingerprint(root, part) !== partFingerprint(root, part);
}

/**
 * @param {string} root
 * @param {BuildPart} part
 */
export async function buildPart(root, part) {
  const builtFrom = partFingerprint(root, part);
  const temporary = join(root, 'out', `.building-${part.name}-${process.pid}`);
  const replaced = `${temporary}-old`;
  try {
    mkdirSync(join(temporary, part.name), { recursive: true });
    await part.build(root, temporary);
    writeFileSync(join(temporary, part.name, FINGERPRINT_FILE), builtFrom);
    moveIfPresent(join(root, 'out', part.name), replaced);
    renameSync(join(temporary, part.name), join(root, 'out', part.name));
  } finally {
    for (const folder of [temporary, replaced]) rmSync(folder, { recursive: true, force: true });
  }
}

/** Lies inside the part it describes, so the two can never disagree. */
const FINGERPRINT_FILE = '.fingerprint';

/**
 * @param {string} root
 * @param {BuildPart} part
 * @returns {string | null}
 */
function recordedFingerprint(root, part) {
  try {
    return readFileSync(join(root, 'out', part.name, FINGERPRINT_FILE), 'utf8');
  } catch {
    return null;
  }
}

/**
 * @param {string} root
 * @param {BuildPart} part
 */
function partFingerprint(root, part) {
  return fingerprint(root, part.folders, part.files);
}

/**
 * @param {string} from
 * @param {string} to
 */
function moveIfPresent(from, to) {
  try {
    renameSync(from, to);
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'ENOENT') throw error;
  }
}
