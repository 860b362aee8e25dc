import { describe, expect, it } from 'vitest';
import { closingLine, countPlaywright, countVitest } from './testCounts.mjs';

describe('the closing line of a test run', () => {
  it('adds up both runners', () => {
    const unit = countVitest({
      numPassedTests: 5,
      numFailedTests: 1,
      numPendingTests: 2,
      numTodoTests: 1,
      testResults: [
        { status: 'failed', assertionResults: [{ status: 'failed' }] },
        { status: 'failed', assertionResults: [] },
        { status: 'passed', assertionResults: [] },
      ],
    });
    const browser = countPlaywright({
      stats: { expected: 3, unexpected: 1, flaky: 1, skipped: 4 },
      errors: [{ message: 'the setup failed' }],
    });
    expect(closingLine([unit, browser])).toBe('9 passed, 4 failed, 7 skipped');
  });

  it('says zero when nothing ran', () => {
    expect(closingLine([])).toBe('0 passed, 0 failed, 0 skipped');
  });
});
