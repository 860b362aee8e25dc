import { readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { listScenarios, loadScenario, parseScenario } from './loadScenario';

const FOLDER = resolve(import.meta.dirname, '../../../../assets/scenarios');

describe('scenario files', () => {
  it('lists what ships, each of it valid and named as its file', async () => {
    const entries = await listScenarios();
    expect(entries.map(({ name }) => name)).toContain('range-break');
    for (const { name } of entries) {
      const loaded = await loadScenario(name);
      expect(loaded).toMatchObject({ ok: true, value: { name } });
    }
  });

  it('reads moments as UTC milliseconds', async () => {
    const loaded = await loadScenario(join(FOLDER, 'range-break.json'));
    expect(loaded.ok && loaded.value.calendar.catalystMs).toBe(Date.UTC(2026, 0, 13, 13, 30));
  });

  it.each([
    ['misspelt field', '"leader": "spot"', '"leadr": "spot"', 'leader'],
    [
      'wrong word',
      '"leader": "spot"',
      '"leader": "futures"',
      'leader: Invalid option: expected one of "spot"|"perp"',
    ],
    ['number as text', '"seed": 1', '"seed": "1"', 'seed: Invalid input: expected number, received string'],
    [
      'moment',
      '"fineFrom": "2025-12-31T00:00:00Z"',
      '"fineFrom": "31.12.2025"',
      'calendar.fineFrom: expected a moment in UTC',
    ],
    [
      'order in time',
      '"fineFrom": "2025-12-31T00:00:00Z"',
      '"fineFrom": "2027-12-31T00:00:00Z"',
      'calendar.end: expected after fineFrom',
    ],
    ['range', '"low": 88000', '"low": 98000', 'assets[0].range.high: expected above range.low'],
    [
      'share',
      '"perpetualShare": 0.5',
      '"perpetualShare": 0.6',
      'venues: expected perpetualShare to sum to 1',
    ],
    [
      'name',
      '"defaultChapter": "before-breakout"',
      '"defaultChapter": "dawn"',
      'calendar.defaultChapter: expected the id of a chapter, found "dawn"',
    ],
  ])('names the field: %s', async (_, from, to, message) => {
    const text = await readFile(join(FOLDER, 'range-break.json'), 'utf8');
    expect(text).toContain(from);
    const parsed = parseScenario(text.replace(from, to), 'mine.json');
    expect(parsed.ok ? '' : parsed.error.message).toContain(`mine.json is not a scenario. `);
    expect(parsed.ok ? '' : parsed.error.message).toContain(message);
  });

  it('says which scenarios there are, and what cannot be read', async () => {
    const unknown = await loadScenario('nowhere');
    expect(unknown.ok ? '' : `${unknown.error.message} ${unknown.error.hint}`).toMatch(
      /There is no scenario "nowhere"\. Name one of .*range-break/,
    );
    const missing = await loadScenario('/nowhere/mine.json');
    expect(missing.ok ? '' : missing.error.message).toContain('/nowhere/mine.json cannot be read');
    const broken = join(tmpdir(), `broken-${process.pid}.json`);
    await writeFile(broken, '{"format": 1,}');
    const damaged = await loadScenario(broken);
    expect(damaged.ok ? '' : damaged.error.message).toContain('is not JSON');
  });
});
