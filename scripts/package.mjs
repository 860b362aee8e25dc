/**
 * `npm run package -- [options of electron-builder]`: builds installers for this platform into dist/. Where
 * Electron cannot be had, `npm run package -- --dir` packs around a stub of it: all of the package but Electron.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findElectron } from './lib/electronBinary.mjs';
import { makeElectronStub } from './lib/electronStub.mjs';
import { say } from './lib/log.mjs';
import { run } from './lib/processes.mjs';
import { packageCommand, projectRoot } from './lib/project.mjs';
import { setUp } from './lib/setUp.mjs';

const wanted = process.argv.slice(2);
const isFolderOnly = wanted.includes('--dir');

process.exitCode = (await setUp(['renderer', 'electron'])) ? await pack() : 1;

/** @returns {Promise<number>} exit code */
async function pack() {
  const command = [packageCommand('electron-builder'), ...wanted];
  // Without its program here, the packager downloads Electron; only a folder can do without.
  if (findElectron() !== null || !isFolderOnly) return run(process.execPath, command, { cwd: projectRoot });
  const stub = mkdtempSync(join(tmpdir(), 'breakwater-electron-stub-'));
  try {
    say(
      'Electron is not on this machine: packing around a stub of it. The result shows what is packed; it does not run.',
    );
    makeElectronStub(stub);
    return await run(process.execPath, [...command, `-c.electronDist=${stub}`], { cwd: projectRoot });
  } finally {
    rmSync(stub, { recursive: true, force: true });
  }
}
