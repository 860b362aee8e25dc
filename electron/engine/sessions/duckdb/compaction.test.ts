import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, it } from 'vitest';
import {
  arbitraryEvents,
  arbitraryTruth,
  START_MS,
  stamped,
  testInstruments,
  trade,
} from '../../../../shared/model/testing/arbitraries.testkit';
import { newSession, readAll, value } from '../sessionStore.testkit';
import { DuckDbSessionStore } from './duckDbSessionStore';

const ROWS = testInstruments().rows().length;
const never = new AbortController().signal;

let folder: string;
let store: DuckDbSessionStore;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'breakwater-compact-'));
  store = new DuckDbSessionStore({ folder });
});

afterEach(() => rm(folder, { recursive: true, force: true }));

/** Trades of all instruments in turn, committed in pieces as the recorder does. */
async function recordedTrades(count: number): Promise<string> {
  const writer = value(await store.create(newSession()));
  const events = stamped(
    Array.from({ length: count }, (_, index) =>
      trade({ tradeId: index, instrument: index % ROWS, priceTicks: 6_000_000 + (index % ROWS) * 1_000 }),
    ),
  );
  for (const [index, event] of events.entries()) {
    writer.append(event);
    if (index % 5_000 === 0) value(await writer.commit());
  }
  writer.appendCheckpoint({ seq: count, marketTimeMs: START_MS, state: Uint8Array.of(1, 2, 3) });
  value(await writer.close());
  return writer.id;
}

it('changes no event, no figure of the report and no order', { timeout: 120_000 }, async () => {
  const property = fc.asyncProperty(
    arbitraryEvents(ROWS),
    fc.array(arbitraryTruth(), { maxLength: 20 }),
    fc.integer({ min: 1, max: 9_000 }),
    async (made, truth, step) => {
      const writer = value(await store.create(newSession()));
      const events = made.map((event) => ({ ...event, seq: event.seq * step }));
      for (const event of events) writer.append(event);
      for (const record of truth) writer.appendTruth(record);
      value(await writer.close());
      const before = value(await store.open(writer.id));
      const { summary: _, ...report } = await before.report();
      await before.close();
      value(await store.compact(writer.id, never));
      const after = value(await store.open(writer.id));
      const { summary: __, ...compacted } = await after.report();
      expect(compacted).toEqual(report);
      expect(await readAll(after)).toEqual(events);
      await after.close();
    },
  );
  await fc.assert(property, { numRuns: 15 });
});

it('takes less room, also for many instruments over several row groups', { timeout: 60_000 }, async () => {
  const id = await recordedTrades(200_000);
  const before = value(await store.open(id));
  const events = await readAll(before);
  const { contentHash } = await before.report();
  await before.close();
  const { bytesBefore, bytesAfter } = value(await store.compact(id, never));
  expect(bytesAfter).toBeLessThan(bytesBefore);
  expect((await stat(join(folder, `${id}.duckdb`))).size).toBe(bytesAfter);
  const after = value(await store.open(id));
  expect(await readAll(after)).toEqual(events);
  expect(await readAll(after, 122_000, 123_500)).toEqual(events.slice(122_000, 123_500));
  expect((await after.report()).contentHash).toBe(contentHash);
  expect(await after.checkpointAt(200_000)).toMatchObject({ state: Uint8Array.of(1, 2, 3) });
  await after.close();
  expect(await readdir(folder)).toEqual([`${id}.duckdb`]);
  // Once is enough, and what was regrouped still takes a new title.
  expect(value(await store.compact(id, never))).toMatchObject({ bytesBefore: bytesAfter, bytesAfter });
  value(await store.rename(id, 'Another title'));
  expect(await store.list()).toMatchObject([{ id, title: 'Another title', state: 'closed' }]);
});

it('leaves a session alone that is open, or is being recorded', async () => {
  const id = await recordedTrades(100);
  const reader = value(await store.open(id));
  expect(await store.compact(id, never)).toMatchObject({ ok: false, error: { code: 'session-busy' } });
  await reader.close();
  const writer = value(await store.create(newSession({ title: 'running' })));
  expect(await store.compact(writer.id, never)).toMatchObject({ ok: false, error: { code: 'session-busy' } });
  value(await writer.close());
});

it('makes way for whoever opens or renames the session', { timeout: 60_000 }, async () => {
  const id = await recordedTrades(200_000);
  const original = await readFile(join(folder, `${id}.duckdb`));
  const compacting = store.compact(id, never);
  const session = value(await store.open(id));
  expect(await compacting).toMatchObject({ ok: false, error: { code: 'cancelled' } });
  expect(original.equals(await readFile(join(folder, `${id}.duckdb`)))).toBe(true);
  await session.close();
  const again = store.compact(id, never);
  value(await store.rename(id, 'Renamed meanwhile'));
  await again;
  expect(await store.list()).toMatchObject([{ title: 'Renamed meanwhile', state: 'closed' }]);
});

it('stops when told to and leaves nothing behind', { timeout: 60_000 }, async () => {
  const id = await recordedTrades(200_000);
  const abort = new AbortController();
  const compacting = store.compact(id, abort.signal);
  abort.abort();
  expect(await compacting).toMatchObject({ ok: false, error: { code: 'cancelled' } });
  expect(await readdir(folder)).toEqual([`${id}.duckdb`]);
});

it('is not begun on a file whose log was not folded in', async () => {
  const id = await recordedTrades(100);
  await writeFile(join(folder, `${id}.duckdb.wal`), 'something');
  expect(await store.compact(id, never)).toMatchObject({ ok: false, error: { code: 'session-busy' } });
  expect(await readdir(folder)).toContain(`${id}.duckdb.wal`);
});

it('is taken up anew after a kill, whose leftovers go', async () => {
  const id = await recordedTrades(100);
  await writeFile(join(folder, `${id}.duckdb.compact.tmp`), 'half a file');
  await writeFile(join(folder, `${id}.duckdb.compact.tmp.wal`), 'its log');
  await store.recover();
  expect(await readdir(folder)).toEqual([`${id}.duckdb`]);
  value(await store.compact(id, never));
});

it('keeps tables it does not know', async () => {
  const id = await recordedTrades(100);
  const path = join(folder, `${id}.duckdb`);
  await sql(path, `CREATE TABLE later AS SELECT 7 AS "an odd ""name", 'x' AS word`);
  value(await store.compact(id, never));
  expect(await sql(path, 'SELECT * FROM later')).toEqual([[7, 'x']]);
  expect(await sql(path, 'SELECT count(*) FROM trade_v')).toEqual([[100n]]);
});

it('refuses what is no session, and leaves it as it is', async () => {
  await writeFile(join(folder, 'notes.duckdb'), 'shopping list: milk, bread, butter');
  expect(await store.compact('notes', never)).toMatchObject({ ok: false, error: { code: 'not-a-session' } });
  expect(await readFile(join(folder, 'notes.duckdb'), 'utf8')).toMatch(/^shopping/);
});

async function sql(path: string, statement: string): Promise<unknown[][]> {
  const instance = await DuckDBInstance.create(path);
  const connection = await instance.connect();
  try {
    return (await connection.runAndReadAll(statement)).getRows();
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}
