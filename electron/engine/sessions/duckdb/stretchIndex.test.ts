/** What is derived in a file must be what looking at all of its events says, whatever happened to the file. */
import { copyFile, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { MarketEvent } from '../../../../shared/model/events';
import {
  arbitraryMarket,
  START_MS,
  stamped,
  trade,
} from '../../../../shared/model/testing/arbitraries.testkit';
import { STRETCH_SEQS } from '../../../../shared/session/stretchTable';
import { MemorySessionStore } from '../memorySessionStore';
import type { RecordedSession } from '../sessionStore';
import { newSession, recorded, value } from '../sessionStore.testkit';
import { DuckDbSessionStore } from './duckDbSessionStore';
import { storeOverview } from './overviewReader';
import { completeIndex } from './stretchIndex';

let folder: string;
let store: DuckDbSessionStore;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'breakwater-index-'));
  store = new DuckDbSessionStore({ folder });
});

afterEach(() => rm(folder, { recursive: true, force: true }));

/** Runs SQL over a file as another tool would; the first column of what it answers. */
async function sql(path: string, statement: string): Promise<number[]> {
  const instance = await DuckDBInstance.create(path);
  const connection = await instance.connect();
  try {
    return (await connection.runAndReadAll(statement)).getRows().map(([first]) => Number(first));
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

const LAST_INDEXED = 'SELECT coalesce(max(last_seq), 0) FROM stretch';

/** What is derived from statistics and stretches. */
async function said(session: RecordedSession, timesMs: readonly number[]) {
  const { counts, coverage } = await session.report();
  const places: number[] = [];
  for (const timeMs of timesMs) places.push(await session.seqAtTime(timeMs));
  return { info: session.info, counts, coverage, places };
}

/** Opens a closed session with what is derived and without; both must say the same. Leaves the file without. */
async function expectToAgree(path: string, timesMs: readonly number[]): Promise<void> {
  const derived = await saidWithOverview(path, timesMs);
  for (const table of ['stretch', 'overview']) await sql(path, `DELETE FROM ${table}`);
  expect(derived).toEqual(await saidWithOverview(path, timesMs));
}

async function saidWithOverview(path: string, timesMs: readonly number[]) {
  const session = value(await store.open(path));
  try {
    const overview = await session.overview();
    const columns = session.info.instruments.map(({ id }) => overview.columns(id));
    return { ...(await said(session, timesMs)), columns };
  } finally {
    await session.close();
  }
}

/** As compaction does with large sessions. */
async function derive(path: string): Promise<void> {
  const session = value(await store.open(path));
  const { info } = session;
  await session.close();
  const instance = await DuckDBInstance.create(path);
  const connection = await instance.connect();
  await completeIndex(connection);
  await storeOverview(connection, info);
  connection.closeSync();
  instance.closeSync();
}

/** Copies the files of the one session being recorded, as a kill would leave them. */
async function copyAsKilled(to: string): Promise<string> {
  await rm(to, { force: true });
  await rm(`${to}.wal`, { force: true });
  for (const name of await readdir(folder)) {
    const [, tail] = name.split('.recording.duckdb');
    if (tail !== undefined) await copyFile(join(folder, name), to + tail);
  }
  return to;
}

it('agrees with the events while they are recorded, after a kill, closed and complete', {
  timeout: 240_000,
}, async () => {
  const elsewhere = await mkdtemp(join(tmpdir(), 'breakwater-killed-'));
  const market = fc.tuple(
    arbitraryMarket(),
    fc.integer({ min: 1, max: 20_000 }),
    fc.integer({ min: 1, max: 40 }),
  );
  const property = fc.asyncProperty(market, async ([made, step, commitEvery]) => {
    const events = made.map((event) => ({ ...event, seq: event.seq * step }));
    const timesMs = [0, ...events.slice(0, 12).flatMap(({ exchangeTimeMs: time }) => [time - 1, time])];
    const writer = value(await store.create(newSession()));
    value(await writer.commit());
    let committed: readonly MarketEvent[] = [];
    for (const [index, event] of events.entries()) {
      writer.append(event);
      if ((index + 1) % commitEvery !== 0) continue;
      value(await writer.commit());
      committed = events.slice(0, index + 1);
    }
    const twin = await recorded(new MemorySessionStore(), committed);
    const live = value(await store.open(writer.id));
    expect(await said(live, timesMs)).toEqual(await said(twin, timesMs));
    const killed = await copyAsKilled(join(elsewhere, 'killed.duckdb'));
    await live.close();
    await twin.close();
    value(await writer.close());
    const path = join(folder, `${writer.id}.duckdb`);
    await expectToAgree(path, timesMs);
    // Opening it recovers it, which adds gaps behind what is indexed.
    await expectToAgree(killed, timesMs);
    await derive(path);
    expect(await sql(path, LAST_INDEXED)).toEqual([events.at(-1)?.seq ?? 0]);
    await expectToAgree(path, timesMs);
    value(await store.remove(writer.id));
  });
  try {
    await fc.assert(property, { numRuns: 5 });
  } finally {
    await rm(elsewhere, { recursive: true, force: true });
  }
});

it('covers every stretch that is over before the session is closed', async () => {
  const writer = value(await store.create(newSession()));
  const events = stamped(
    Array.from({ length: 2 * STRETCH_SEQS }, (_, index) => trade({ exchangeTimeMs: START_MS + index })),
  );
  for (const event of events) writer.append(event);
  value(await writer.commit());
  const killed = await copyAsKilled(join(folder, 'killed.db'));
  expect(await sql(killed, LAST_INDEXED)).toEqual([2 * STRETCH_SEQS - 1]);
  value(await writer.close());
});

it('is not believed when its numbers are not those of the tables', async () => {
  const events = stamped(
    Array.from({ length: 30 }, (_, index) => trade({ exchangeTimeMs: START_MS + index })),
  );
  const session = await recorded(store, events);
  const before = await said(session, [START_MS + 10]);
  await session.close();
  const path = join(folder, `${basename(session.id)}.duckdb`);
  await derive(path);
  await sql(path, 'UPDATE stretch SET event_count = event_count - 1, last_time = 5, last_seq = 9');
  const opened = value(await store.open(session.id));
  expect(await said(opened, [START_MS + 10])).toEqual(before);
  await opened.close();
});
