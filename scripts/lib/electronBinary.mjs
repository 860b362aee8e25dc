/**
 * The Electron program, which its package does not contain: it is downloaded when it is first wanted.
 *
 * Invariant: nothing here imports the `electron` package, because that alone starts a download.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { say } from './log.mjs';
import { projectRoot } from './project.mjs';

const PROGRAM_PATHS = {
  darwin: 'Electron.app/Contents/MacOS/Electron',
  win32: 'electron.exe',
  other: 'electron',
};

/**
 * @param {string} [root] repository root
 * @returns {string | null} path of the program; null when it is not on this machine
 */
export function findElectron(root = projectRoot) {
  const packageFolder = join(root, 'node_modules/electron');
  const folder = process.env.ELECTRON_OVERRIDE_DIST_PATH || join(packageFolder, 'dist');
  const path = join(folder, recordedProgramPath(packageFolder) ?? usualProgramPath());
  return existsSync(path) ? path : null;
}

/**
 * Downloads the program with the package's own installer. Given up when the machine has no network, when
 * nothing has arrived for `patienceMs`, or when BREAKWATER_NO_ELECTRON_DOWNLOAD is set.
 * @param {{ root?: string, patienceMs?: number }} [options]
 * @returns {Promise<string | null>} path of the program, or null
 */
export async function fetchElectron({ root = projectRoot, patienceMs = 10_000 } = {}) {
  if (process.env.BREAKWATER_NO_ELECTRON_DOWNLOAD) return null;
  const installer = join(root, 'node_modules/electron/install.js');
  if (!existsSync(installer)) return null;
  say('Downloading Electron …');
  const downloads = mkdtempSync(join(tmpdir(), 'breakwater-electron-'));
  try {
    await runInstaller(installer, downloads, join(root, 'node_modules/electron/dist'), patienceMs);
  } finally {
    rmSync(downloads, { recursive: true, force: true });
  }
  return findElectron(root);
}

/**
 * Runs the installer with a temporary folder of its own, so that the bytes arriving there, and those it
 * unpacks, show whether it is getting anywhere.
 * @param {string} installer
 * @param {string} downloads
 * @param {string} unpacked
 * @param {number} patienceMs
 * @returns {Promise<void>} settled when the installer has ended, well or not
 */
function runInstaller(installer, downloads, unpacked, patienceMs) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [installer], {
      stdio: 'ignore',
      env: { ...process.env, TMPDIR: downloads, TEMP: downloads, TMP: downloads },
    });
    let bytes = 0;
    let progressAtMs = performance.now();
    const watch = setInterval(() => {
      const nowBytes = folderBytes(downloads) + folderBytes(unpacked);
      if (nowBytes !== bytes) {
        bytes = nowBytes;
        progressAtMs = performance.now();
        say(`  ${(bytes / 1e6).toFixed(0)} MB`);
      } else if (performance.now() - progressAtMs > patienceMs) {
        say(`  no progress for ${patienceMs / 1000} s: given up`);
        child.kill();
      }
    }, 1000);
    const end = () => {
      clearInterval(watch);
      resolve();
    };
    child.once('error', end);
    child.once('close', end);
  });
}

/**
 * @param {string} folder
 * @returns {number} bytes of all files in it; files that vanish meanwhile count as nothing
 */
function folderBytes(folder) {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0);
  } catch {
    return 0;
  }
}

/**
 * @param {string} packageFolder
 * @returns {string | null} where the installer said it put the program
 */
function recordedProgramPath(packageFolder) {
  try {
    return readFileSync(join(packageFolder, 'path.txt'), 'utf8').trim();
  } catch {
    return null;
  }
}

/** @returns {string} */
function usualProgramPath() {
  return process.platform === 'darwin' || process.platform === 'win32'
    ? PROGRAM_PATHS[process.platform]
    : PROGRAM_PATHS.other;
}
