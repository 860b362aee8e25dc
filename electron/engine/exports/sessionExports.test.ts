import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { ExportStatus } from '../../../shared/contract/exports';
import type { MarketEvent } from '../../../shared/model/events';
import { gap, stamped, TEST_VENUES, trade } from '../../../shared/model/testing/arbitraries.testkit';
import { DuckDbSessionStore } from '../sessions/duckdb/duckDbSessionStore';
import { newSession, value } from '../sessions/sessionStore.testkit';
import { SessionExports } from './sessionExports';

let folder: string;
let store: DuckDbSessionStore;
let exports: SessionExports;
let last: ExportStatus | undefined;
let settle: () => void;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'breakwater-exports-'));
  store = new DuckDbSessionStore({ folder: join(folder, 'sessions') });
  exports = new SessionExports({
    store,
    folder: join(folder, 'exports'),
    onStatus: (status) => {
      last = status;
      if (status.state !== 'running') settle();
    },
    onFault: (error) => {
      throw error;
    },
  });
});

afterEach(() => rm(folder, { recursive: true, force: true }));

async function saved(simulated = false): Promise<string> {
  const venues = TEST_VENUES.map((venue) => ({ ...venue, simulated }));
  const writer = value(await store.create(newSession({ venues })));
  for (const event of stamped<MarketEvent>([trade(), gap(), trade()])) writer.append(event);
  value(await writer.close());
  return writer.id;
}

/** Runs one to its end. */
async function run(request: Parameters<SessionExports['start']>[0]): Promise<ExportStatus> {
  const ended = new Promise<void>((resolve) => {
    settle = resolve;
  });
  value(await exports.start(request));
  await ended;
  await exports.close();
  if (last === undefined) throw new Error('nothing was said');
  return last;
}

it('writes every table that has rows, under names that are free', async () => {
  const id = await saved();
  const status = await run({ id, kind: 'csv', table: null });
  expect(status).toMatchObject({ state: 'done', done: 2, total: 2 });
  const names = [`${id}.gaps.csv`, `${id}.trades.csv`];
  expect((await readdir(join(folder, 'exports'))).sort()).toEqual(names);
  const trades = await readFile(join(folder, 'exports', `${id}.trades.csv`), 'utf8');
  expect(trades.trim().split('\n')).toHaveLength(3);
  const again = await run({ id, kind: 'csv', table: 'trades' });
  expect(again.files.map(({ name }) => name)).toEqual([`${id}.trades-2.csv`]);
});

it('writes one file that holds the same, and says SIMULATED in its name', async () => {
  const id = await saved(true);
  const status = await run({ id, kind: 'file', table: null });
  const session = value(await store.open(id));
  expect(status).toMatchObject({
    state: 'done',
    contentHash: (await session.report()).contentHash,
    files: [{ name: `${id}.SIMULATED.duckdb` }],
  });
  await session.close();
});

it('refuses a second one meanwhile, and leaves nothing of what was cancelled or failed', async () => {
  const id = await saved();
  const ended = new Promise<void>((resolve) => {
    settle = resolve;
  });
  value(await exports.start({ id, kind: 'csv', table: null }));
  expect(await exports.start({ id, kind: 'csv', table: null })).toMatchObject({
    ok: false,
    error: { code: 'session-busy' },
  });
  exports.cancel();
  await ended;
  await exports.close();
  expect(last?.state).toBe('cancelled');
  const failed = await run({ id, kind: 'csv', table: 'secrets' });
  expect(failed).toMatchObject({ state: 'failed', detail: 'There is no table "secrets".' });
  expect(await exports.start({ id: 'nothing', kind: 'csv', table: null })).toMatchObject({ ok: false });
  value(await store.remove(id));
});
