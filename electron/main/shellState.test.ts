import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { ShellStateFile } from './shellState';
import { NO_PLACEMENTS, rememberPlacement } from './windowPlacement';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'breakwater-shell-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const DEFAULTS = { placements: NO_PLACEMENTS, keepRecording: true };

it('keeps what was changed, whole, in a folder it makes', () => {
  const path = join(folder, 'new/shell.json');
  const placements = rememberPlacement(NO_PLACEMENTS, 7, { x: 1, y: 2, width: 800, height: 600 }, true);
  new ShellStateFile(path).patch({ keepRecording: false });
  new ShellStateFile(path).patch({ placements });
  expect(new ShellStateFile(path).current).toEqual({ placements, keepRecording: false });
  expect(readdirSync(join(folder, 'new'))).toEqual(['shell.json']);
});

it.each([
  '',
  '{',
  'null',
  '[]',
  '{"keepRecording":"yes"}',
  '{"placements":{"lastDisplayId":1,"displays":{"1":{"x":1e9}}}}',
])('starts afresh from a file of %j', (text) => {
  const path = join(folder, 'shell.json');
  writeFileSync(path, text);
  const file = new ShellStateFile(path);
  expect(file.current).toEqual(DEFAULTS);
  file.patch({ keepRecording: false });
  expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual({ ...DEFAULTS, keepRecording: false });
});

it('goes on where it cannot write', () => {
  writeFileSync(join(folder, 'file'), '');
  const file = new ShellStateFile(join(folder, 'file/shell.json'));
  file.patch({ keepRecording: false });
  expect(file.current.keepRecording).toBe(false);
});
