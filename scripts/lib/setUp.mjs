/** What every command needs before it can run: the locked packages and a fresh build. */
import { BUILD_PARTS, buildPart, isStale } from './builds.mjs';
import { firstStalePackage } from './installed.mjs';
import { say, timed } from './log.mjs';
import { runNpm } from './processes.mjs';
import { projectRoot } from './project.mjs';

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
  const online = await registryAnswers();
  if (!online) say('The package registry cannot be reached: trying npm’s cache.');
  const exitCode = await timed('npm ci', () =>
    // Progress goes to stderr, because stdout belongs to the program that is run.
    runNpm(['ci', ...(online ? [] : ['--offline'])], { cwd: projectRoot, stdio: ['ignore', 2, 2] }),
  );
  if (exitCode === 0) return true;
  say('The packages could not be installed: see above; when the network is back, run this again.');
  return false;
}

/**
 * Asked first, because `npm ci` without a network tries every package and takes minutes to give up.
 * @returns {Promise<boolean>} an answer with an error status is an answer: not every registry knows `ping`
 */
async function registryAnswers() {
  let complaint = '';
  const exitCode = await runNpm(
    ['ping', '--fetch-retries=0', '--fetch-timeout=10000'],
    { cwd: projectRoot, stdio: ['ignore', 'ignore', 'pipe'] },
    ({ stderr }) =>
      stderr?.on('data', (chunk) => {
        complaint += chunk;
      }),
  );
  return exitCode === 0 || /code E\d{3}/.test(complaint);
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
