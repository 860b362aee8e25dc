/** Completes package-lock.json in place. Run it after adding or upgrading a package. */
import { readFileSync, writeFileSync } from 'node:fs';
import { completeLock, missingOptionalPackages } from './lib/lockFile.mjs';

const lockPath = new URL('../package-lock.json', import.meta.url);
const lock = JSON.parse(readFileSync(lockPath, 'utf8'));
const added = missingOptionalPackages(lock).length;
writeFileSync(lockPath, `${JSON.stringify(completeLock(lock), null, 2)}\n`);
console.log(`package-lock.json: ${added} platform package${added === 1 ? '' : 's'} added`);
