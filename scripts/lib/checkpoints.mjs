/**
 * States of the simulated market for the chapters of its scenarios, so that it opens there at once. Making them
 * takes half a minute, so they are kept by the fingerprint of what they are made from.
 *
 * Invariant: what lies in a folder named by a fingerprint was made whole from those sources.
 */
import { cpSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fingerprint } from './fingerprint.mjs';
import { say } from './log.mjs';
import { bundleOne } from './nodeBundles.mjs';
import { run } from './processes.mjs';

/** Of the scenario that opens first; the others are simulated up to a chapter when they are chosen. */
const SCENARIOS = ['range-break'];
const MAKER = 'electron/exchanges/simulated/past/makeCheckpoints.ts';
const FOLDERS = ['electron/exchanges/simulated', 'shared/model', 'assets/scenarios'];
const FILES = ['shared/market/byteCodec.ts', 'scripts/lib/checkpoints.mjs'];

/**
 * Puts the checkpoints into `folder`/checkpoints. Without the source that makes them there are none.
 * @param {string} root
 * @param {string} folder
 */
export async function placeCheckpoints(root, folder) {
  if (!existsSync(join(root, MAKER))) return;
  const kept = join(root, 'out/.checkpoints');
  const made = join(kept, fingerprint(root, FOLDERS, FILES));
  if (!existsSync(made)) {
    const temporary = join(kept, `making-${process.pid}`);
    try {
      mkdirSync(temporary, { recursive: true });
      await make(root, temporary);
      // Older ones are of sources that are no more.
      for (const name of readdirSync(kept)) {
        if (!name.startsWith('making-')) rmSync(join(kept, name), { recursive: true, force: true });
      }
      renameSync(join(temporary, 'checkpoints'), made);
    } finally {
      rmSync(temporary, { recursive: true, force: true });
    }
  }
  cpSync(made, join(folder, 'checkpoints'), { recursive: true });
}

/**
 * @param {string} root
 * @param {string} temporary
 */
async function make(root, temporary) {
  await bundleOne(root, MAKER, join(temporary, 'maker.cjs'));
  say(`Simulating ${SCENARIOS.join(', ')} up to where it opens; done once for these sources …`);
  const call = `const [maker, name, folder] = process.argv.slice(1);
    require(maker).makeCheckpoints(name, folder, console.error).catch((error) => {
      console.error(error.message);
      process.exitCode = 1;
    });`;
  for (const name of SCENARIOS) {
    const args = ['-e', call, join(temporary, 'maker.cjs'), name, join(temporary, 'checkpoints')];
    const exitCode = await run(process.execPath, args, { stdio: ['ignore', 'ignore', 2] });
    if (exitCode !== 0) throw new Error(`the simulated market "${name}" could not be made`);
  }
}
