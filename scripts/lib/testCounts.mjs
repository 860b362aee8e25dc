/** Adds up the JSON reports of the two test runners. */

/** @typedef {{ passed: number, failed: number, skipped: number }} TestCounts */

/**
 * @param {any} report of vitest's json reporter
 * @returns {TestCounts} a file that could not even be loaded counts as one failed test
 */
export function countVitest(report) {
  const unloadable = report.testResults.filter(
    (/** @type {any} */ file) => file.status === 'failed' && file.assertionResults.length === 0,
  );
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + unloadable.length,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

/**
 * @param {any} report of Playwright's json reporter
 * @returns {TestCounts} errors outside any test count as failed tests; a test that passed on a retry has passed
 */
export function countPlaywright(report) {
  const { expected, unexpected, flaky, skipped } = report.stats;
  return { passed: expected + flaky, failed: unexpected + report.errors.length, skipped };
}

/**
 * @param {readonly TestCounts[]} counts
 * @returns {string} the closing line of a test run
 */
export function closingLine(counts) {
  const sum = (/** @type {keyof TestCounts} */ key) => counts.reduce((total, count) => total + count[key], 0);
  return `${sum('passed')} passed, ${sum('failed')} failed, ${sum('skipped')} skipped`;
}
