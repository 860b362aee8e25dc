#!/usr/bin/env node
/** `breakwater …`: the command line of the built application, set up first when needed. */
import { join } from 'node:path';
import { become } from './lib/processes.mjs';
import { projectRoot } from './lib/project.mjs';
import { setUp } from './lib/setUp.mjs';

if (await setUp(['renderer', 'electron'])) {
  await become(process.execPath, [join(projectRoot, 'out/electron/cli.cjs'), ...process.argv.slice(2)]);
} else {
  process.exitCode = 1;
}
