/** `npm run venue -- …`: the loopback venue, which plays captured market data to the real client. */
import { join } from 'node:path';
import { become } from './lib/processes.mjs';
import { projectRoot } from './lib/project.mjs';
import { setUp } from './lib/setUp.mjs';

if (await setUp(['e2e'])) {
  await become(process.execPath, [join(projectRoot, 'out/e2e/venue.cjs'), ...process.argv.slice(2)]);
} else {
  process.exitCode = 1;
}
