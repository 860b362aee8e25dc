/**
 * A folder that the packager takes for an unpacked Electron, for machines without one: everything about a
 * package can be looked at but running it. Its program carries Electron's fuses, so that they are really set.
 */
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from './project.mjs';

/** Precedes the fuses in Electron's program; then their version, their number, and one byte for each. */
export const FUSE_SENTINEL = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';
const FUSE_COUNT = 9;
const FUSE_OFF = '0';

/**
 * @param {string} folder made when it is not there
 */
export function makeElectronStub(folder) {
  mkdirSync(join(folder, 'locales'), { recursive: true });
  mkdirSync(join(folder, 'resources'), { recursive: true });
  const fuses = Buffer.concat([
    Buffer.from(FUSE_SENTINEL),
    Buffer.of(1, FUSE_COUNT),
    Buffer.from(FUSE_OFF.repeat(FUSE_COUNT)),
  ]);
  writeFileSync(join(folder, 'electron'), fuses);
  chmodSync(join(folder, 'electron'), 0o755);
  const { version } = JSON.parse(
    readFileSync(join(projectRoot, 'node_modules/electron/package.json'), 'utf8'),
  );
  writeFileSync(join(folder, 'version'), version);
  for (const name of [
    'LICENSE',
    'LICENSES.chromium.html',
    'chrome-sandbox',
    'chrome_crashpad_handler',
    'locales/en-US.pak',
  ]) {
    writeFileSync(join(folder, name), '');
  }
}
