/** What every command needs before it can run: the locked packages and a fresh build. */
import { BUILD_PARTS, buildPart, isStale } from './builds.mjs';
import { firstStalePackage } from './installed.mjs';
import { say, timed } from './log.mjs';
import { runNpm } from './processes.mjs';
import { projectRoot } from './project.mjs';

/** Children that report progress do so on stderr, because stdout belongs to the program that is run. */
const PROGRESS_ON_STDERR = /** @type {const} */ (['ignore', 2, 2]);

/** Without a network npm would try for minutes; one more try is enough for a hiccup. */
const NPM_PATIENCE = ['--fetch-retries=1', '--fetch-retry-mintimeout=1000', '--fetch-timeout=60000'];

/**
 * Installs and builds what is missing or stale, one line for each thing done; silent when all is fresh.
 * @param {readonly string[]} [partNames] parts of out/ that are wanted; all by default
 * @returns {Promise<boolean>} false when something failed; it has been said what
 */
export async function setUp(partNames = BUILD_PARTS.map(({ name }) => name)) {
  return (await installPackages()) && (await buildStale(partNames));
}

/** @returns {Promise<boolean>} */
export async function installPackages() {
  const stale = firstStalePackage(projectRoot);
  if (stale === null) return true;
  say(
    stale === 'node_modules' ? 'Installing packages …' : `Installing packages (${stale} is not as locked) …`,
  );
  const exitCode = await timed('Packages installed', () =>
    runNpm(['ci', ...NPM_PATIENCE], { cwd: projectRoot, stdio: [...PROGRESS_ON_STDERR] }),
  );
  if (exitCode === 0) return true;
  say(
    'The packages could not be installed. npm needs its registry once: check the network and run this again.',
  );
  return false;
}

/**
 * @param {readonly string[]} partNames
 * @returns {Promise<boolean>}
 */
export async function buildStale(partNames) {
  for (const part of BUILD_PARTS.filter(({ name }) => partNames.includes(name))) {
    if (!isStale(projectRoot, part)) continue;
    try {
      await timed(`Built out/${part.name}`, () => buildPart(projectRoot, part));
    } catch (error) {
      say(`out/${part.name} could not be built:\n${error instanceof Error ? error.message : error}`);
      return false;
    }
  }
  return true;
}
