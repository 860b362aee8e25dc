import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { BookmarkRow } from '../../../../shared/contract/bookmarks';
import { START_MS, stamped, trade } from '../../../../shared/model/testing/arbitraries.testkit';
import { newSession, readAll, recorded, value } from '../sessionStore.testkit';
import { DuckDbSessionStore } from './duckDbSessionStore';

const never = new AbortController().signal;
const MARK: BookmarkRow = {
  id: 'm',
  row: 'r',
  revision: 1,
  deleted: false,
  timeMs: START_MS,
  endMs: null,
  color: 'A',
  text: 'the breakout',
  link: null,
  createdMs: START_MS,
};

let folder: string;
let store: DuckDbSessionStore;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'breakwater-share-'));
  store = new DuckDbSessionStore({ folder: join(folder, 'sessions') });
});

afterEach(() => rm(folder, { recursive: true, force: true }));

it('writes what a session holds, and its bookmarks, into one file; also while it is open', async () => {
  const events = stamped([trade(), trade({ instrument: 1 })]);
  const session = await recorded(store, events);
  const original = await readFile(join(folder, 'sessions', `${session.id}.duckdb`));
  value(await session.appendMark(MARK));
  const out = join(folder, 'shared.duckdb');
  value(await store.share(session.id, out, never));
  expect(await readdir(folder)).toEqual(['sessions', 'shared.duckdb']);
  const elsewhere = new DuckDbSessionStore({ folder: join(folder, 'another') });
  const copy = value(await elsewhere.open(out));
  expect(await readAll(copy)).toEqual(events);
  expect((await copy.report()).contentHash).toBe((await session.report()).contentHash);
  expect(value(await copy.readMarks())).toEqual([MARK]);
  await copy.close();
  expect(original.equals(await readFile(join(folder, 'sessions', `${session.id}.duckdb`)))).toBe(true);
  await session.close();
  expect(await store.share(session.id, out, never)).toMatchObject({
    ok: false,
    error: { code: 'bad-argument' },
  });
});

it('shares what is compact already, and nothing that is being recorded', async () => {
  const session = await recorded(store, stamped([trade()]));
  await session.close();
  value(await store.compact(session.id, never));
  value(await store.share(session.id, join(folder, 'a.duckdb'), never));
  const copy = value(await store.open(join(folder, 'a.duckdb')));
  expect(await readAll(copy)).toHaveLength(1);
  await copy.close();
  const writer = value(await store.create(newSession({ title: 'running' })));
  expect(await store.share(writer.id, join(folder, 'b.duckdb'), never)).toMatchObject({ ok: false });
  value(await writer.close());
  expect(await readdir(folder)).toEqual(['a.duckdb', 'sessions']);
});
