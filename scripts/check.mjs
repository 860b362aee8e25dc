/** `npm run check`: format, lint, types, layer rules and unused code. */
import { runChecks } from './lib/checks.mjs';
import { installPackages } from './lib/setUp.mjs';

if (!((await installPackages()) && (await runChecks()))) process.exitCode = 1;
