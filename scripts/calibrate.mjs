/** `npm run calibrate -- SCENARIO [ASSET,…] [--write]`: fits a scenario's sizes to the totals its venues report. */
import { join } from 'node:path';
import { become } from './lib/processes.mjs';
import { projectRoot } from './lib/project.mjs';
import { installPackages } from './lib/setUp.mjs';

if (await installPackages()) {
  // Imported here, because the bundler is one of the packages.
  const { bundleOne } = await import('./lib/nodeBundles.mjs');
  const program = join(projectRoot, 'out/.calibrate/calibrate.cjs');
  await bundleOne(projectRoot, 'electron/exchanges/simulated/calibration/main.ts', program);
  await become(process.execPath, [program, ...process.argv.slice(2)]);
} else {
  process.exitCode = 1;
}
