/** A library that is moved while the program runs: refused while used, and complete at the other place. */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Result } from '../../../shared/model/result';
import {
  stamped,
  TEST_VENUES,
  testInstruments,
  trade,
} from '../../../shared/model/testing/arbitraries.testkit';
import { DuckDbSessionStore } from '../sessions/duckdb/duckDbSessionStore';
import type { SessionWriter } from '../sessions/sessionStore';
import { LibraryMoves } from './libraryMoves';
import { LibraryPlace } from './libraryPlace';
import { MovableStore } from './movableStore';
import type { MoveContext } from './moveFolder';

let root: string;
let target: string;
let store: MovableStore;

const openStore = async () =>
  new MovableStore(
    await LibraryPlace.open(join(root, 'data')),
    (folder) => new DuckDbSessionStore({ folder }),
  );

beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), 'breakwater-movable-'));
  target = join(root, 'elsewhere');
  store = await openStore();
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function unwrap<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
}

async function recording(title: string): Promise<SessionWriter> {
  const writer = unwrap(
    await store.create({
      title,
      feed: 'live',
      instruments: testInstruments(),
      venues: TEST_VENUES,
      appVersion: '1',
      startedAtMs: Date.UTC(2024, 7, 8),
    }),
  );
  for (const event of stamped([trade(), trade()])) writer.append(event);
  return writer;
}

const context = (over: Partial<MoveContext> = {}): MoveContext => ({
  signal: new AbortController().signal,
  onProgress: () => {},
  ...over,
});
const titles = async () => (await store.list()).map(({ title }) => title);
const folderOf = () => join(root, 'data', 'sessions');

describe('a library that can be moved', () => {
  it('is refused while a session is recorded or open, and goes when it is closed', async () => {
    const writer = await recording('Morning');
    expect(await store.move(target, context())).toMatchObject({ ok: false, error: { code: 'session-busy' } });
    const { id } = unwrap(await writer.close());
    const session = unwrap(await store.open(id));
    expect(await store.move(target, context())).toMatchObject({ ok: false, error: { code: 'session-busy' } });
    await session.close();
    unwrap(await store.move(target, context()));
    expect(store.folder).toBe(target);
    expect(existsSync(folderOf())).toBe(false);
    expect(await titles()).toEqual(['Morning']);
    const there = unwrap(await store.open(id));
    expect((await there.report()).counts).toMatchObject([{ kind: 'trade', rows: 2 }]);
    await there.close();
    unwrap(await (await recording('Evening')).close());
    store = await openStore();
    expect((await titles()).sort()).toEqual(['Evening', 'Morning']);
  });

  it('answers with a sentence, and lists what it listed, while it is on its way', async () => {
    const { id } = unwrap(await (await recording('Morning')).close());
    await titles();
    const asked: unknown[] = [];
    const beforeStep = async () => {
      asked.push(await store.open(id), await store.rename(id, 'Other'), await titles());
    };
    unwrap(await store.move(target, context({ mayRename: false, beforeStep })));
    expect(asked.length).toBeGreaterThan(6);
    for (const answer of asked) {
      if (Array.isArray(answer)) expect(answer).toEqual(['Morning']);
      else expect(answer).toMatchObject({ ok: false, error: { code: 'session-busy' } });
    }
    unwrap(await store.rename(id, 'Other'));
    expect(await titles()).toEqual(['Other']);
  });

  it('is moved for windows once at a time, with its folder told, and not while recording', async () => {
    unwrap(await (await recording('Morning')).close());
    let obstacle: string | null = 'Breakwater is recording.';
    const told: unknown[] = [];
    let moved = 0;
    const moves = new LibraryMoves({
      library: store,
      obstacle: async () => obstacle,
      onState: (state) => told.push(state),
      onMoved: () => moved++,
      onFault: (error) => {
        throw error;
      },
    });
    expect(told).toEqual([{ folder: folderOf(), move: null }]);
    expect(await moves.move(target)).toMatchObject({ ok: false, error: { message: obstacle } });
    obstacle = null;
    const first = moves.move(target);
    expect(await moves.move(target)).toMatchObject({ ok: false, error: { code: 'session-busy' } });
    unwrap(await first);
    expect(moved).toBe(1);
    expect(told.at(-1)).toEqual({ folder: target, move: null });
    await moves.close();
  });
});
