import { execFileSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BUILD_PARTS, buildPart, isStale } from './builds.mjs';
import { projectRoot } from './project.mjs';

const hosts = BUILD_PARTS.filter(({ name }) => name === 'electron');

/** A project whose one host loads an exchange when it is asked to. */
const PROJECT = {
  'package.json': '{}',
  'package-lock.json': '{}',
  'scripts/lib/nodeBundles.mjs': '',
  'scripts/lib/checkpoints.mjs': '',
  'shared/greeting.ts': "export const greeting: string = 'ready';",
  'electron/exchanges/binance.ts': "export { default as Binance } from 'ccxt-pro/binanceusdm';",
  'electron/hosts/cli.ts': `
    import { greeting } from '../../shared/greeting';

    async function main() {
      const id = process.argv[2] === 'load' ? new (await import('../exchanges/binance')).Binance().id : null;
      console.log(JSON.stringify({ greeting, id, folder: import.meta.dirname }));
    }
    void main();
  `,
};

describe.each(hosts)('the build of the hosts', (part) => {
  let root = '';
  let bundle = '';

  beforeAll(async () => {
    root = realpathSync(mkdtempSync(join(tmpdir(), 'breakwater-build-')));
    for (const [file, text] of Object.entries(PROJECT)) write(file, text);
    symlinkSync(join(projectRoot, 'node_modules'), join(root, 'node_modules'), 'junction');
    await buildPart(root, part);
    bundle = join(root, 'out/electron/cli.cjs');
  });

  afterAll(() => rmSync(root, { recursive: true, force: true }));

  /**
   * @param {string} file
   * @param {string} text
   */
  function write(file, text) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
  }

  /** @param {string[]} args */
  function runHost(...args) {
    return JSON.parse(execFileSync(process.execPath, [bundle, ...args], { encoding: 'utf8' }));
  }

  it('gives a program that runs and knows its folder', () => {
    expect(runHost()).toEqual({ greeting: 'ready', id: null, folder: dirname(bundle) });
  });

  it('loads a single ccxt exchange from a chunk of its own', () => {
    expect(readFileSync(bundle, 'utf8').length).toBeLessThan(20_000);
    expect(readdirSync(dirname(bundle)).some((file) => /^binance-.*\.cjs$/.test(file))).toBe(true);
    expect(runHost('load').id).toBe('binanceusdm');
  });

  it('leaves nothing else behind', () => {
    expect(readdirSync(join(root, 'out'))).toEqual(['electron']);
  });

  it('is stale when a source changes, and only then', async () => {
    expect(isStale(root, part)).toBe(false);
    write('electron/hosts/cli.test.ts', 'a test is not built');
    expect(isStale(root, part)).toBe(false);
    write('shared/greeting.ts', "export const greeting: string = 'rebuilt';");
    expect(isStale(root, part)).toBe(true);
    await buildPart(root, part);
    expect(isStale(root, part)).toBe(false);
    expect(runHost().greeting).toBe('rebuilt');
  });

  it('keeps the last good build when a source does not compile', async () => {
    write('shared/greeting.ts', 'export const greeting = ;');
    await expect(buildPart(root, part)).rejects.toThrow();
    expect(runHost().greeting).toBe('rebuilt');
    expect(isStale(root, part)).toBe(true);
    expect(readdirSync(join(root, 'out'))).toEqual(['electron']);
  });
});
