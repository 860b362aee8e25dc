/** Files into sessions by the built command: what it says, what it makes, and how it ends. */
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it, vi } from 'vitest';
import { breakwater } from '../fixtures/program';

vi.setConfig({ testTimeout: 60_000 });

const folder = mkdtempSync(join(tmpdir(), 'breakwater-import-cli-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const START_MS = Date.UTC(2024, 7, 8, 12);
const rows = Array.from({ length: 2_000 }, (_, index) => {
  const price = (61_800 + (index % 90) / 10).toFixed(2);
  return `${1_000 + index},${price},0.${100 + (index % 800)},1,1,${START_MS + index * 500},${index % 2 === 0}`;
});
const file = join(folder, 'BTCUSDT-aggTrades-2024-08-08.csv');
writeFileSync(file, [...rows.slice(0, 700), 'cut,off', ...rows.slice(700)].join('\n'));

it('says what a file holds without writing, then imports it, and the session tells where it comes from', async () => {
  const session = join(folder, 'day.duckdb');
  const dry = await breakwater('import', file, '--dry-run', '--out', session);
  expect(dry.code).toBe(0);
  expect(dry.stdout).toContain('trade binanceusdm:BTCUSDT  2,000');
  expect(dry.stdout).toMatch(/badRow, dropped +1 × .* line 701/);
  expect(existsSync(session)).toBe(false);

  const done = await breakwater('import', file, '--out', session);
  expect([done.code, done.stderr]).toEqual([0, expect.any(String)]);
  const info = await breakwater('info', session, '--json');
  const facts = JSON.parse(info.stdout);
  expect(facts.counts).toContainEqual(
    expect.objectContaining({ kind: 'trade', instrumentId: 'binanceusdm:BTCUSDT', rows: 2_000 }),
  );
  expect(facts.imported.files).toMatchObject([{ format: 'binanceAggTrades', rows: 2_000 }]);
  expect(facts.imported.findings).toMatchObject([{ kind: 'badRow', action: 'dropped', count: 1 }]);

  const again = await breakwater('import', file, '--out', session);
  expect([again.code, again.stderr]).toEqual([2, expect.stringContaining('already exists')]);
});

it.each([
  ['no file', ['--out', 'x.duckdb'], 'FILE… is missing'],
  ['no place', [file], '--out is missing'],
  ['a file that is not there', [join(folder, 'no.csv'), '--dry-run'], 'There is no file'],
  ['an unknown format', [file, '--dry-run', '--format', 'nope'], 'There is no format "nope"'],
  ['a kind that is none', [file, '--dry-run', '--kind', 'future'], 'Choose from: spot, perpetual'],
  ['a column that is none', [file, '--dry-run', '--columns', 'price=99'], 'There is no column "99"'],
])('refuses %s with a sentence and exit code 2', async (_, args, sentence) => {
  const { code, stderr } = await breakwater('import', ...args);
  expect([code, stderr]).toEqual([2, expect.stringContaining(sentence)]);
});
