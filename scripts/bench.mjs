/** `npm run bench -- NAME …`: runs one bench of e2e/bench; without a name, lists them. */
import { join } from 'node:path';
import { say } from './lib/log.mjs';
import { become } from './lib/processes.mjs';
import { projectRoot } from './lib/project.mjs';
import { installPackages, setUp } from './lib/setUp.mjs';

const [name, ...args] = process.argv.slice(2);
// The list of benches comes from the bundler's module, which needs the packages.
process.exitCode = (await installPackages()) ? await bench() : 1;

/** @returns {Promise<number>} exit code */
async function bench() {
  const { benchEntries } = await import('./lib/nodeBundles.mjs');
  const names = Object.keys(benchEntries(projectRoot));
  const list = names.length > 0 ? names.join(', ') : 'none yet';
  if (name === undefined || name === '--help') {
    process.stdout.write(`Usage: npm run bench -- NAME\nBenches: ${list}\n`);
    return 0;
  }
  if (!names.includes(name)) {
    say(`"${name}" is no bench. Benches: ${list}`);
    return 2;
  }
  if (!(await setUp())) return 1;
  await become(process.execPath, [join(projectRoot, 'out/e2e/bench', `${name}.cjs`), ...args]);
  return 0;
}
