import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkTree } from './layerCheck.mjs';
import { LAYER_RULES } from './layerRules.mjs';

/** A small tree in which every layer imports everything it may. */
const GOOD_TREE = {
  'shared/model/time.ts':
    'export const zeroMs = 0; export const at = (ms: number) => new Date(ms).toISOString();',
  'shared/model/builders.testkit.ts': "import { expect } from 'vitest'; export const same = expect;",
  'shared/contract/api.ts':
    "import { z } from 'zod'; export { zeroMs } from '../model/time'; export const a = z;",
  'shared/model/truth.ts': 'export interface Truth { readonly name: string }',
  'shared/feed/source.ts': "export type { Truth } from '../model/truth';",
  'electron/engine/hub.ts':
    "import { readFile } from 'node:fs/promises'; import type { a } from '../../shared/contract/api'; export type A = typeof a; export const r = readFile;",
  'electron/exchanges/binance.ts':
    "import { binance } from 'ccxt-pro/binance'; import type { Trade } from 'ccxt'; export type T = Trade; export const b = binance;",
  'electron/hosts/cli.ts':
    "import { r } from '../engine/hub'; export const open = () => import('../exchanges/binance'); export const read = r;",
  'electron/main/index.ts': "import { app } from 'electron'; export const shell = app;",
  'electron/engine/hub.test.ts':
    "import { expect } from 'vitest'; import { zeroMs } from '../../shared/model/time'; import '../../e2e/venue/main'; expect(Date.now()).toBeGreaterThan(zeroMs);",
  'renderer/chart/chart.ts':
    "import { createChart } from 'lightweight-charts'; export const c = createChart;",
  'renderer/panels/tape/Tape.tsx':
    "import { c } from '../../chart/chart'; import './tape.css'; export const Tape = () => <p>{String(c)}</p>;",
  'renderer/panels/registry.ts': "export { Tape } from './tape/Tape';",
  'renderer/panels/tape/tape.css': 'p { color: red }',
  'e2e/venue/main.ts': "import { WebSocketServer } from 'ws'; export const s = WebSocketServer;",
  'e2e/bench/ingest.bench.ts': "import { r } from '../../electron/engine/hub'; export const read = r;",
};

/** Files that each break one rule; some break a neighbouring rule too, as a bad import often does. */
const BAD_FILES = [
  ['shared-is-pure', 'shared/model/bad.ts', "import { readFile } from 'node:fs'; export const r = readFile;"],
  ['shared-is-pure', 'shared/model/bad.ts', "export type { R } from '../../electron/engine/hub';"],
  ['shared-is-pure', 'shared/model/bad.ts', "export type Element = import('react').ReactElement;"],
  ['shared-is-repeatable', 'shared/model/bad.ts', 'export const nowMs = () => Date.now();'],
  ['shared-is-repeatable', 'shared/model/bad.ts', 'export const now = () => new Date().toISOString();'],
  ['shared-is-repeatable', 'shared/model/bad.ts', 'export const jitter = () => Math.random();'],
  ['engine-knows-no-host', 'electron/engine/bad.ts', "export { open } from '../hosts/cli';"],
  [
    'engine-knows-no-host',
    'electron/engine/bad.ts',
    "export const open = () => import('../exchanges/binance');",
  ],
  ['exchanges-know-no-host', 'electron/exchanges/bad.ts', "export { r } from '../engine/hub';"],
  ['content-knows-no-host', 'electron/content/bad.ts', "export { open } from '../hosts/cli';"],
  [
    'hosts-know-no-screen',
    'electron/hosts/bad.ts',
    "export { Tape } from '../../renderer/panels/tape/Tape';",
  ],
  ['shell-forks-the-engine', 'electron/main/bad.ts', "export { r } from '../engine/hub';"],
  ['only-shell-knows-electron', 'e2e/bad.ts', "import { app } from 'electron'; export const a = app;"],
  [
    'only-shell-knows-electron',
    'e2e/bad.test.ts',
    "const { app } = require('electron'); export const a = app;",
  ],
  ['only-exchanges-know-ccxt', 'e2e/bad.ts', "export const load = () => import('ccxt');"],
  ['renderer-knows-no-node', 'renderer/bad.ts', "export { r } from '../electron/engine/hub';"],
  [
    'only-chart-knows-lightweight-charts',
    'renderer/bad.ts',
    "export type { Time } from 'lightweight-charts';",
  ],
  ['panels-are-islands', 'renderer/panels/totals/Totals.tsx', "export { Tape } from '../tape/Tape';"],
  ['e2e-uses-the-built-app', 'e2e/bad.ts', "export { r } from '../electron/engine/hub';"],
  ['truth-is-for-scores', 'shared/market/bad.ts', "export type { Truth } from '../model/truth';"],
  ['truth-is-for-scores', 'renderer/chart/bad.ts', "export type { Truth } from '../../shared/model/truth';"],
  ['tests-not-in-production', 'shared/model/bad.ts', "export { same } from './builders.testkit';"],
  ['tests-not-in-production', 'electron/hosts/bad.ts', "export { s } from '../../e2e/venue/main';"],
  ['imports-resolve', 'shared/model/bad.ts', "export { x } from './absent';"],
  ['imports-resolve', 'shared/model/bad.ts', "export { x } from '../../../elsewhere';"],
];

let root = '';

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'breakwater-layers-'));
  for (const [file, text] of Object.entries(GOOD_TREE)) plant(file, text);
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

/**
 * @param {string} file
 * @param {string} text
 */
function plant(file, text) {
  const path = join(root, file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

describe('layer check', () => {
  it('passes a tree that keeps the rules', () => {
    const { violations, imports, files } = checkTree(root);
    expect(violations).toEqual([]);
    expect(files).toBe(Object.keys(GOOD_TREE).length - 1);
    expect(imports).toBeGreaterThan(15);
  });

  it.each(BAD_FILES)('reports %s for %s: %s', (rule, file, text) => {
    plant(file, `// a line before\n${text}\n`);
    const found = checkTree(root).violations;
    expect(found.map((violation) => violation.rule)).toContain(rule);
    expect(found.every((violation) => violation.file === file && violation.line === 2)).toBe(true);
  });

  it('tries every rule of the table', () => {
    const tried = new Set(BAD_FILES.map(([rule]) => rule));
    expect(LAYER_RULES.map(({ name }) => name).filter((name) => !tried.has(name))).toEqual([]);
  });
});
