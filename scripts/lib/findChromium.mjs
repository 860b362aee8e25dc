/** Finds the Chromium that the browser tests run in; on Debian it can also be installed. */
import { existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { say, timed } from './log.mjs';
import { run } from './processes.mjs';

const COMMAND_NAMES = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'microsoft-edge',
];

/**
 * @param {NodeJS.ProcessEnv} [environment]
 * @param {NodeJS.Platform} [platform]
 * @param {(path: string) => boolean} [exists]
 * @returns {string | null} path of CHROME_PATH when it is set and there, else of a Chromium in a usual place
 */
export function findChromium(environment = process.env, platform = process.platform, exists = existsSync) {
  if (environment.CHROME_PATH) return exists(environment.CHROME_PATH) ? environment.CHROME_PATH : null;
  return usualPlaces(environment, platform).find((path) => exists(path)) ?? null;
}

/**
 * A Chromium for the tests: found, or installed where that is one command and this process may do it.
 * @returns {Promise<string | null>} null when there is none; it has been said what to do
 */
export async function ensureChromium() {
  const found = findChromium();
  if (found !== null) return found;
  if (process.env.CHROME_PATH) {
    say(`CHROME_PATH names ${process.env.CHROME_PATH}, which does not exist: correct it or unset it.`);
    return null;
  }
  if (isDebianRoot()) {
    const installed = await timed('Chromium installation ended', installDebianChromium);
    if (installed) return findChromium();
  }
  say(`No Chromium was found for the browser tests: ${installHint()}, or set CHROME_PATH to one.`);
  return null;
}

/**
 * @param {NodeJS.ProcessEnv} environment
 * @param {NodeJS.Platform} platform
 * @returns {string[]}
 */
function usualPlaces(environment, platform) {
  if (platform === 'darwin') {
    return ['Google Chrome', 'Chromium', 'Microsoft Edge'].flatMap((name) =>
      ['', environment.HOME ?? ''].map((home) => `${home}/Applications/${name}.app/Contents/MacOS/${name}`),
    );
  }
  if (platform === 'win32') {
    const roots = [environment.PROGRAMFILES, environment['PROGRAMFILES(X86)'], environment.LOCALAPPDATA];
    const programs = ['Google/Chrome/Application/chrome.exe', 'Microsoft/Edge/Application/msedge.exe'];
    return roots.flatMap((root) => (root ? programs.map((program) => join(root, program)) : []));
  }
  const folders = [...(environment.PATH ?? '').split(delimiter), '/usr/bin', '/usr/local/bin', '/snap/bin'];
  return COMMAND_NAMES.flatMap((name) => folders.filter(Boolean).map((folder) => join(folder, name)));
}

/** @returns {boolean} */
function isDebianRoot() {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false;
  try {
    return /^ID=debian$/m.test(readFileSync('/etc/os-release', 'utf8'));
  } catch {
    return false;
  }
}

/** @returns {Promise<boolean>} */
async function installDebianChromium() {
  say('No Chromium found: installing Debian’s chromium for the browser tests …');
  const impatient = [
    '-o',
    'Acquire::Retries=1',
    '-o',
    'Acquire::http::Timeout=20',
    '-o',
    'Acquire::https::Timeout=20',
  ];
  const packages = ['--no-install-recommends', 'chromium', 'fonts-dejavu-core'];
  /** @type {import('node:child_process').SpawnOptions} */
  const options = { stdio: ['ignore', 2, 2], env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } };
  return (
    (await run('apt-get', [...impatient, 'update'], options)) === 0 &&
    (await run('apt-get', [...impatient, 'install', '-y', ...packages], options)) === 0
  );
}

/** @returns {string} */
function installHint() {
  if (process.platform === 'linux') return 'install your distribution’s chromium package';
  return 'install Google Chrome';
}
