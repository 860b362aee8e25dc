/**
 * `npm run dev -- [options of serve]`: the browser host, rebuilt and restarted as its sources change. A change
 * of the renderer alone only needs a reload of the page.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, watch } from 'node:fs';
import { join } from 'node:path';
import { BUILD_PARTS, isStale } from './lib/builds.mjs';
import { say } from './lib/log.mjs';
import { onNpmGone } from './lib/processes.mjs';
import { projectRoot } from './lib/project.mjs';
import { buildStale, installPackages } from './lib/setUp.mjs';

/** Editors write a file in several steps; one rebuild is enough for them. */
const SETTLE_MS = 200;

const parts = BUILD_PARTS.filter(({ name }) => name !== 'e2e');
const hostPart = parts.filter(({ name }) => name === 'electron');

/** @type {import('node:child_process').ChildProcess | null} */
let host = null;
/** @type {NodeJS.Timeout | undefined} */
let settling;
let refreshing = Promise.resolve();

if (await installPackages()) {
  for (const folder of new Set(parts.flatMap(({ folders }) => folders))) {
    const path = join(projectRoot, folder);
    if (existsSync(path)) watch(path, { recursive: true }, scheduleRefresh);
  }
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM'])) process.on(signal, () => void stop());
  onNpmGone(() => void stop());
  scheduleRefresh();
} else {
  process.exitCode = 1;
}

function scheduleRefresh() {
  clearTimeout(settling);
  settling = setTimeout(() => {
    refreshing = refreshing.then(refresh);
  }, SETTLE_MS);
}

async function refresh() {
  const restart = host === null || hostPart.some((part) => isStale(projectRoot, part));
  if (!(await buildStale(parts.map(({ name }) => name)))) return;
  if (!restart) return say('Reload the page to see the change.');
  await stopHost();
  const command = [join(projectRoot, 'out/electron/cli.cjs'), 'serve', ...process.argv.slice(2)];
  host = spawn(process.execPath, command, { stdio: 'inherit' });
}

async function stopHost() {
  if (host === null || host.exitCode !== null || host.signalCode !== null) return;
  const ended = once(host, 'exit');
  host.kill('SIGTERM');
  await ended;
}

async function stop() {
  await stopHost();
  process.exit(0);
}
