import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { packageCommand, projectRoot } from './project.mjs';

const FORBIDDEN_GLOBALS = [
  'window',
  'document',
  'process',
  'Buffer',
  'setTimeout',
  'console',
  'fetch',
  'performance',
];

describe('the type check of the shared layer', () => {
  let root = '';

  beforeAll(() => {
    root = mkdtempSync(join(tmpdir(), 'breakwater-types-'));
    mkdirSync(join(root, 'shared'));
    for (const file of ['tsconfig.base.json', 'tsconfig.shared.json', 'shared/globals.d.ts']) {
      copyFileSync(join(projectRoot, file), join(root, file));
    }
  });

  afterAll(() => rmSync(root, { recursive: true, force: true }));

  /** @param {string} source */
  function typeCheck(source) {
    writeFileSync(join(root, 'shared/planted.ts'), source);
    const args = [packageCommand('typescript', 'tsc'), '-p', join(root, 'tsconfig.shared.json')];
    return spawnSync(process.execPath, args, { encoding: 'utf8' });
  }

  it('accepts the globals both hosts share', () => {
    const { stdout, status } = typeCheck(
      'export const copy = structuredClone({ bytes: new TextEncoder().encode("a") });\n' +
        'export const stop = (signal: AbortSignal) => signal.aborted;\n',
    );
    expect(stdout).toBe('');
    expect(status).toBe(0);
  });

  it('does not know any host', () => {
    const source = FORBIDDEN_GLOBALS.map((name, index) => `export const planted${index} = ${name};\n`).join(
      '',
    );
    const { stdout, status } = typeCheck(source);
    const unknown = [...stdout.matchAll(/error TS\d+: Cannot find name '(\w+)'/g)].map((match) => match[1]);
    expect(unknown).toEqual(FORBIDDEN_GLOBALS);
    expect(status).not.toBe(0);
  });
});
