import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { fetchElectron, findElectron } from './electronBinary.mjs';

let root = '';
let packageFolder = '';

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'breakwater-binary-'));
  packageFolder = join(root, 'node_modules/electron');
  mkdirSync(packageFolder, { recursive: true });
  vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  vi.stubEnv('BREAKWATER_NO_ELECTRON_DOWNLOAD', '');
  vi.stubEnv('ELECTRON_OVERRIDE_DIST_PATH', '');
});

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  rmSync(root, { recursive: true, force: true });
});

/** @param {string} script stands in for the package's installer */
function plantInstaller(script) {
  writeFileSync(join(packageFolder, 'install.js'), script);
}

describe('the Electron program', () => {
  it('is found where the installer recorded it', () => {
    expect(findElectron(root)).toBeNull();
    mkdirSync(join(packageFolder, 'dist'));
    writeFileSync(join(packageFolder, 'path.txt'), 'program');
    writeFileSync(join(packageFolder, 'dist/program'), '');
    expect(findElectron(root)).toBe(join(packageFolder, 'dist/program'));
  });

  it('is found in another folder when the environment names one', () => {
    vi.stubEnv('ELECTRON_OVERRIDE_DIST_PATH', root);
    writeFileSync(join(packageFolder, 'path.txt'), 'program');
    writeFileSync(join(root, 'program'), '');
    expect(findElectron(root)).toBe(join(root, 'program'));
  });

  it('is fetched by the installer', async () => {
    plantInstaller(
      `const fs = require('node:fs');
       fs.mkdirSync(__dirname + '/dist');
       fs.writeFileSync(__dirname + '/dist/program', '');
       fs.writeFileSync(__dirname + '/path.txt', 'program');`,
    );
    expect(await fetchElectron({ root })).toBe(join(packageFolder, 'dist/program'));
  });

  it('is given up when the installer fails', async () => {
    plantInstaller('process.exit(1);');
    expect(await fetchElectron({ root })).toBeNull();
  });

  it('is given up when nothing arrives', async () => {
    plantInstaller('setInterval(() => {}, 1000);');
    expect(await fetchElectron({ root, patienceMs: 100 })).toBeNull();
  });

  it('is not fetched when the environment forbids it', async () => {
    vi.stubEnv('BREAKWATER_NO_ELECTRON_DOWNLOAD', '1');
    plantInstaller(`require('node:fs').writeFileSync(__dirname + '/started', '');`);
    expect(await fetchElectron({ root })).toBeNull();
  });
});
