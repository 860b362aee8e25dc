import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { packageCommand, projectRoot } from './project.mjs';

/**
 * Files planted in an empty project, each with the lint rule it has to trip.
 * @type {Record<string, [text: string, rule: string]>}
 */
const PLANTED = {
  'shared/first.ts': ["import { b } from './second';\n\nexport const a = () => b;\n", 'noImportCycles'],
  'shared/second.ts': ["import { a } from './first';\n\nexport const b = () => a;\n", 'noImportCycles'],
  'electron/default.ts': ['const value = 1;\nexport default value;\n', 'noDefaultExport'],
  'electron/noisy.ts': ["export const log = () => console.log('x');\n", 'noConsole'],
  'renderer/loose.ts': ['export const value: any = 1;\n', 'noExplicitAny'],
};

describe('the lint rules', () => {
  let root = '';

  beforeAll(() => {
    root = mkdtempSync(join(tmpdir(), 'breakwater-lint-'));
    for (const file of ['biome.json', '.gitignore']) copyFileSync(join(projectRoot, file), join(root, file));
    for (const [file, [text]] of Object.entries(PLANTED)) {
      mkdirSync(join(root, file, '..'), { recursive: true });
      writeFileSync(join(root, file), text);
    }
  });

  afterAll(() => rmSync(root, { recursive: true, force: true }));

  it('trip over each planted fault', () => {
    const args = [packageCommand('@biomejs/biome', 'biome'), 'lint', '--reporter=json', '.'];
    const { stdout, stderr, status } = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' });
    expect(status, stderr).not.toBe(0);
    /** @type {{ diagnostics: { category: string, location: { path: string } }[] }} */
    const { diagnostics } = JSON.parse(stdout);
    for (const [file, [, rule]] of Object.entries(PLANTED)) {
      const rules = diagnostics
        .filter((found) => found.location.path === file)
        .map((found) => found.category);
      expect(rules, file).toContainEqual(expect.stringContaining(rule));
    }
  });
});
