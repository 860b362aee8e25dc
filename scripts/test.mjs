/**
 * `npm test`: everything that is checked, from a fresh clone, stopping at the first step that fails.
 *
 * The last line is always `N passed, N failed, N skipped`, over the test runners that ran; a failed step
 * that is not a test runner counts as one failure, so the line never looks green when the run is not.
 */
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { runChecks, runStep } from './lib/checks.mjs';
import { ensureChromium } from './lib/findChromium.mjs';
import { packageCommand, projectRoot } from './lib/project.mjs';
import { setUp } from './lib/setUp.mjs';
import { closingLine, countPlaywright, countVitest } from './lib/testCounts.mjs';

const REPORT_FOLDER = join(projectRoot, 'test-results');
const VITEST_REPORT = join(REPORT_FOLDER, 'vitest.json');
/** Written by the reporter that playwright.config.ts names. */
const PLAYWRIGHT_REPORT = join(REPORT_FOLDER, 'playwright.json');

/** @type {import('./lib/testCounts.mjs').TestCounts[]} */
const counts = [];

const passed =
  (await countedAsOne(setUp)) &&
  (await countedAsOne(async () => (await ensureChromium()) !== null)) &&
  (await countedAsOne(runChecks)) &&
  (await runUnitTests()) &&
  (await runBrowserTests());

process.stdout.write(`\n${closingLine(counts)}\n`);
process.exitCode = passed ? 0 : 1;

/** @param {() => Promise<boolean>} step */
async function countedAsOne(step) {
  const done = await step();
  if (!done) counts.push({ passed: 0, failed: 1, skipped: 0 });
  return done;
}

/** @returns {Promise<boolean>} */
async function runUnitTests() {
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${VITEST_REPORT}`];
  return runTests('unit and integration tests', VITEST_REPORT, countVitest, () => [
    packageCommand('vitest'),
    'run',
    ...reporters,
  ]);
}

/** @returns {Promise<boolean>} */
async function runBrowserTests() {
  return runTests('browser tests', PLAYWRIGHT_REPORT, countPlaywright, () => [
    packageCommand('playwright'),
    'test',
  ]);
}

/**
 * @param {string} name
 * @param {string} reportPath
 * @param {(report: any) => import('./lib/testCounts.mjs').TestCounts} count
 * @param {() => string[]} command
 * @returns {Promise<boolean>}
 */
async function runTests(name, reportPath, count, command) {
  mkdirSync(REPORT_FOLDER, { recursive: true });
  rmSync(reportPath, { force: true });
  const done = await runStep(name, command());
  const counted = readCounts(reportPath, count);
  counts.push(done || counted.failed > 0 ? counted : { ...counted, failed: 1 });
  return done;
}

/**
 * @param {string} reportPath
 * @param {(report: any) => import('./lib/testCounts.mjs').TestCounts} count
 */
function readCounts(reportPath, count) {
  try {
    return count(JSON.parse(readFileSync(reportPath, 'utf8')));
  } catch {
    // A runner that died before its report counts, through its exit code, as one failure.
    return { passed: 0, failed: 0, skipped: 0 };
  }
}
