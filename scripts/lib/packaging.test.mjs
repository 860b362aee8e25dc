import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BUILD_PARTS, buildPart, isStale } from './builds.mjs';
import { makeElectronStub } from './electronStub.mjs';
import { archivedFiles, readFuses } from './packageContent.mjs';
import { packageCommand, projectRoot } from './project.mjs';

/** Every file in the archive matches one of these; anything else got in by accident. */
const ALLOWED = [
  /^package\.json$/,
  /^assets\/icons\/(512x512|tray|tray@2x)\.png$/,
  /^out\/electron\/[\w-]+\.cjs$/,
  /^out\/electron\/checkpoints\/[\w-]+\.checkpoint$/,
  /^assets\/scenarios\/[\w-]+\.json$/,
  /^out\/renderer\/(index\.html|assets\/[\w-]+\.(js|css|svg|woff2|png|wav|mp3))$/,
  /^node_modules\/@duckdb\/node-(api|bindings|bindings-linux-x64|bindings-linux-arm64)\/.+\.(js|json|node|so)$/,
  /^node_modules\/@duckdb\/[\w-]+\/(LICENSE|package\.json)$/,
  /^node_modules\/detect-libc\/.+/,
];

/** Our own code in the archive; what the platform brings is not ours to shrink. */
const OWN_CODE_BUDGET_BYTES = 8_000_000;
/** States of the simulated market, from which it opens at a chapter at once. */
const CHECKPOINT_BUDGET_BYTES = 20_000_000;
/** The DuckDB library, the largest part of the package beside Electron. */
const ADDON_BUDGET_BYTES = 90_000_000;

const folder = mkdtempSync(join(tmpdir(), 'breakwater-package-'));
const unpacked = join(folder, 'dist/linux-unpacked');
/** @type {string[]} */
let files = [];

beforeAll(async () => {
  for (const part of BUILD_PARTS.filter(({ name }) => name !== 'e2e')) {
    if (isStale(projectRoot, part)) await buildPart(projectRoot, part);
  }
  makeElectronStub(join(folder, 'electron'));
  await promisify(execFile)(
    process.execPath,
    [
      packageCommand('electron-builder'),
      '--linux',
      '--dir',
      `-c.electronDist=${join(folder, 'electron')}`,
      `-c.directories.output=${join(folder, 'dist')}`,
    ],
    { cwd: projectRoot },
  );
  files = archivedFiles(join(unpacked, 'resources/app.asar'));
}, 180_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the package', () => {
  it('holds what the app needs', () => {
    for (const file of ['main', 'preload', 'utility']) expect(files).toContain(`out/electron/${file}.cjs`);
    expect(files).toContain('out/renderer/index.html');
    expect(files).toContain('assets/icons/tray.png');
    expect(files.some((path) => /^node_modules\/@duckdb\/.+\.node$/.test(path))).toBe(true);
  });

  it('holds nothing else', () => {
    expect(files.filter((path) => !ALLOWED.some((allowed) => allowed.test(path)))).toEqual([]);
  });

  it('has the database addon outside of the archive, with the library it loads', () => {
    const names = readdirSync(join(unpacked, 'resources/app.asar.unpacked'), { recursive: true }).map(String);
    expect(names.filter((name) => name.endsWith('.node'))).toHaveLength(1);
    expect(names.some((name) => /libduckdb\.so/.test(name))).toBe(true);
  });

  it('has every fuse set as it should be', () => {
    expect(readFuses(join(unpacked, 'breakwater'))).toEqual({
      runAsNode: false,
      enableCookieEncryption: true,
      enableNodeOptionsEnvironmentVariable: false,
      enableNodeCliInspectArguments: false,
      enableEmbeddedAsarIntegrityValidation: true,
      onlyLoadAppFromAsar: true,
      loadBrowserProcessSpecificV8Snapshot: false,
      grantFileProtocolExtraPrivileges: false,
    });
  });

  it('stays within its budget', () => {
    const resources = join(unpacked, 'resources');
    const checkpointFolder = join(projectRoot, 'out/electron/checkpoints');
    const checkpointBytes = readdirSync(checkpointFolder)
      .map((name) => statSync(join(checkpointFolder, name)).size)
      .reduce((sum, bytes) => sum + bytes, 0);
    const ownBytes = statSync(join(resources, 'app.asar')).size - checkpointBytes;
    const addonBytes = readdirSync(join(resources, 'app.asar.unpacked'), { recursive: true })
      .map((name) => statSync(join(resources, 'app.asar.unpacked', String(name))))
      .reduce((sum, stats) => sum + (stats.isFile() ? stats.size : 0), 0);
    process.stderr.write(
      `Package without Electron: ${(ownBytes / 1e6).toFixed(1)} MB of code, ${(addonBytes / 1e6).toFixed(1)} MB of DuckDB\n`,
    );
    expect(ownBytes).toBeLessThan(OWN_CODE_BUDGET_BYTES);
    expect(checkpointBytes).toBeLessThan(CHECKPOINT_BUDGET_BYTES);
    expect(addonBytes).toBeLessThan(ADDON_BUDGET_BYTES);
  });
});
