/** The command `simulate`, end to end: what it writes depends on the scenario and its seed alone. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, expect, it, vi } from 'vitest';
import { breakwater } from '../fixtures/program';

vi.setConfig({ testTimeout: 120_000 });

const SCENARIO = resolve(import.meta.dirname, '../../assets/scenarios/range-break.json');
const folder = mkdtempSync(join(tmpdir(), 'breakwater-simulate-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The shipped scenario, with hours instead of weeks before its last ones. */
function shortScenario(): string {
  const scenario = JSON.parse(readFileSync(SCENARIO, 'utf8'));
  const { calendar } = scenario;
  const fineFromMs = Date.parse(calendar.catalyst) - 90 * 60_000;
  calendar.fineFrom = new Date(fineFromMs).toISOString();
  calendar.coarseFrom = new Date(fineFromMs - 6 * 3_600_000).toISOString();
  calendar.end = new Date(fineFromMs + 4 * 3_600_000).toISOString();
  calendar.chapters = [{ id: 'start', title: 'Start', time: calendar.fineFrom }];
  calendar.defaultChapter = 'start';
  for (const { history } of scenario.assets) history.prices.at(-1).time = calendar.coarseFrom;
  const file = join(folder, 'short.json');
  writeFileSync(file, JSON.stringify(scenario));
  return file;
}

async function contentOf(scenario: string, seed: string, name: string): Promise<string> {
  const file = join(folder, name);
  const options = ['--scenario', scenario, '--days', '0.05', '--assets', 'XRP', '--seed', seed];
  const simulated = await breakwater('simulate', ...options, '--out', file);
  expect(simulated.stderr).toContain('SIMULATED');
  expect(simulated.code).toBe(0);
  const info = await breakwater('info', file, '--json');
  expect(info.code).toBe(0);
  const facts = JSON.parse(info.stdout);
  expect(facts.summary.simulated).toBe(true);
  return facts.contentHash;
}

it('gives the same content for the same seed, and another for another', async () => {
  const scenario = shortScenario();
  const first = await contentOf(scenario, '7', 'first.duckdb');
  expect(await contentOf(scenario, '7', 'again.duckdb')).toBe(first);
  expect(await contentOf(scenario, '8', 'other.duckdb')).not.toBe(first);
});

it.each([
  [['--seed', '-1'], /-1 is not a seed\. Give a whole number from 0 up/],
  [['--seed', '1.5'], /1\.5 is not a seed/],
  [['--seed', 'one'], /--seed "one" is not a number/],
  [['--days', '-2'], /-2 days of range-break cannot be simulated/],
  [['--days', '400'], /400 days of range-break cannot be simulated/],
])('answers %j with a sentence', async (options, sentence) => {
  const refused = await breakwater('simulate', ...options, '--out', join(folder, 'refused.duckdb'));
  expect(refused.code).toBe(2);
  expect(refused.stderr).toMatch(sentence);
});
