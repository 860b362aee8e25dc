/** `npm run screens -- --out FOLDER [--theme NAME] [--size 1280x800]`: pictures of every screen, to be looked at. */
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { runStep } from './lib/checks.mjs';
import { ensureChromium } from './lib/findChromium.mjs';
import { say } from './lib/log.mjs';
import { packageCommand, projectRoot } from './lib/project.mjs';
import { setUp } from './lib/setUp.mjs';

const { values } = parseArgs({
  options: { out: { type: 'string' }, theme: { type: 'string' }, size: { type: 'string' } },
});
const out = resolve(values.out ?? join(projectRoot, 'test-results/screens'));

if ((await setUp()) && (await ensureChromium()) !== null) {
  process.env.BREAKWATER_SCREENS = out;
  const done = await runStep('pictures of every screen', [
    packageCommand('playwright'),
    'test',
    '--config',
    join(projectRoot, 'e2e/screens/screens.config.ts'),
    ...(values.size === undefined ? [] : ['--project', values.size]),
    ...(values.theme === undefined ? [] : ['--grep', values.theme]),
  ]);
  if (done) say(`The pictures are in ${out}.`);
  process.exitCode = done ? 0 : 1;
} else {
  process.exitCode = 1;
}
