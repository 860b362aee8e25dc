/** `node scripts/setup.mjs`: installs and builds what is missing or stale. */
import { setUp } from './lib/setUp.mjs';

if (!(await setUp())) process.exitCode = 1;
