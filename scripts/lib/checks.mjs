/** The checks that need no running program, in the order in which they are quickest to fail. */
import { join } from 'node:path';
import { say, timed } from './log.mjs';
import { run } from './processes.mjs';
import { packageCommand, projectRoot } from './project.mjs';

const CHECKS = [
  { name: 'format and lint', command: () => [packageCommand('@biomejs/biome', 'biome'), 'check', '.'] },
  { name: 'types', command: () => [packageCommand('typescript', 'tsc'), '--build'] },
  { name: 'layers', command: () => [join(projectRoot, 'scripts/checkLayers.mjs')] },
  { name: 'unused code', command: () => [packageCommand('knip')] },
];

/**
 * Runs a step in the repository and says how it ended.
 * @param {string} name
 * @param {string[]} command arguments for Node
 * @returns {Promise<boolean>}
 */
export async function runStep(name, command) {
  say(`\n— ${name}`);
  const exitCode = await timed(`— ${name} ended`, () => run(process.execPath, command, { cwd: projectRoot }));
  if (exitCode !== 0) say(`Failed: ${name} (exit code ${exitCode})`);
  return exitCode === 0;
}

/** @returns {Promise<boolean>} false at the first check that fails; it has been said which */
export async function runChecks() {
  for (const { name, command } of CHECKS) {
    if (!(await runStep(name, command()))) return false;
  }
  return true;
}
