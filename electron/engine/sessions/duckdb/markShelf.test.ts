import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { BookmarkRow } from '../../../../shared/contract/bookmarks';
import { stamped, trade } from '../../../../shared/model/testing/arbitraries.testkit';
import { arbitraryRows, markRow } from '../../marks/bookmark.testkit';
import { recorded, value } from '../sessionStore.testkit';
import { DuckDbSessionStore } from './duckDbSessionStore';

let folder: string;
let store: DuckDbSessionStore;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'breakwater-marks-'));
  store = new DuckDbSessionStore({ folder });
});

afterEach(() => rm(folder, { recursive: true, force: true }));

async function oneSession(): Promise<string> {
  const session = await recorded(store, stamped([trade()]));
  await session.close();
  return session.id;
}

async function marksOf(id: string, of = store): Promise<readonly BookmarkRow[]> {
  const session = value(await of.open(id));
  const marks = value(await session.readMarks());
  await session.close();
  return [...marks].sort((a, b) => (a.row < b.row ? -1 : 1));
}

const beside = async () => (await readdir(folder)).filter((name) => name.endsWith('.bookmarks.json'));

/** Rows of the file itself, as any program reads them. */
async function rowsInFile(path: string): Promise<unknown[]> {
  const instance = await DuckDBInstance.create(path, { access_mode: 'READ_ONLY' });
  const connection = await instance.connect();
  const rows = (await connection.runAndReadAll('SELECT row FROM bookmark ORDER BY row')).getRows();
  connection.closeSync();
  instance.closeSync();
  return rows.map(([row]) => row);
}

describe('bookmarks of a session file', () => {
  it('lie beside it while it is open, and in it when the last reader has left', async () => {
    const id = await oneSession();
    const [one, other] = [value(await store.open(id)), value(await store.open(id))];
    value(await one.appendMark(markRow()));
    expect(value(await other.readMarks())).toEqual([markRow()]);
    await one.close();
    expect(await beside()).toHaveLength(1);
    await other.close();
    expect(await beside()).toEqual([]);
    expect(await rowsInFile(join(folder, `${id}.duckdb`))).toEqual(['one-1']);
    expect(await marksOf(id)).toEqual([markRow()]);
  });

  it('are folded in at the next start when a kill left them beside', async () => {
    const id = await oneSession();
    const session = value(await store.open(id));
    value(await session.appendMark(markRow()));
    // Killed here: the next process finds the file and what lies beside it.
    const path = join(folder, `${id}.duckdb`);
    const left = await readFile(`${path}.bookmarks.json`);
    await session.close();
    await writeFile(`${path}.bookmarks.json`, left);
    const next = new DuckDbSessionStore({ folder });
    expect(await next.recover()).toEqual([]);
    expect(await beside()).toEqual([]);
    // In the file already, and beside it once more: killed between writing and deleting.
    expect(await rowsInFile(path)).toEqual(['one-1']);
  });

  it('are neither lost nor doubled, wherever between the two a kill falls', { timeout: 60_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryRows(), fc.integer({ min: 0, max: 8 }), async (rows, written) => {
        const id = await oneSession();
        const path = join(folder, `${id}.duckdb`);
        const session = value(await store.open(id));
        for (const row of rows.slice(0, written)) value(await session.appendMark(row));
        await session.close();
        await writeFile(`${path}.bookmarks.json`, JSON.stringify({ rows }));
        const sorted = [...rows].sort((a, b) => (a.row < b.row ? -1 : 1));
        const next = new DuckDbSessionStore({ folder });
        const opened = value(await next.open(id));
        expect(new Set(value(await opened.readMarks()).map(({ row }) => row))).toEqual(
          new Set(sorted.map(({ row }) => row)),
        );
        await opened.close();
        expect(await marksOf(id, next)).toEqual(sorted);
        expect(await rowsInFile(path)).toEqual(sorted.map(({ row }) => row));
        value(await next.remove(id));
      }),
      { numRuns: 8 },
    );
  });

  it('go into a file that is older than their table', async () => {
    const id = await oneSession();
    const path = join(folder, `${id}.duckdb`);
    const instance = await DuckDBInstance.create(path);
    const connection = await instance.connect();
    await connection.run('DROP TABLE bookmark');
    connection.closeSync();
    instance.closeSync();
    const session = value(await store.open(id));
    expect(value(await session.readMarks())).toEqual([]);
    value(await session.appendMark(markRow()));
    await session.close();
    expect(await rowsInFile(path)).toEqual(['one-1']);
    expect(await marksOf(id)).toEqual([markRow()]);
  });

  it('stay beside a file of somewhere else, which is never written to', async () => {
    const id = await oneSession();
    const path = join(folder, `${id}.duckdb`);
    const before = await readFile(path);
    const elsewhere = new DuckDbSessionStore({ folder: join(folder, 'own') });
    const session = value(await elsewhere.open(path));
    value(await session.appendMark(markRow()));
    await session.close();
    expect(await readFile(path)).toEqual(before);
    expect(await beside()).toHaveLength(1);
    expect(await marksOf(path, elsewhere)).toEqual([markRow()]);
  });

  it('of which those beside cannot be read are refused, and left as they are', async () => {
    const id = await oneSession();
    const path = join(folder, `${id}.duckdb.bookmarks.json`);
    for (const text of [
      'not json',
      '{}',
      '{"rows":[{"id":"a"}]}',
      JSON.stringify({ rows: [markRow({ link: 'javascript:alert(1)' })] }),
    ]) {
      await writeFile(path, text);
      const session = value(await store.open(id));
      expect(await session.readMarks()).toMatchObject({ ok: false, error: { code: 'session-damaged' } });
      expect(await session.appendMark(markRow())).toMatchObject({ ok: false });
      await session.close();
      expect(await readFile(path, 'utf8')).toBe(text);
    }
  });

  it('are refused with a sentence where nothing can be written', async () => {
    const id = await oneSession();
    const session = value(await store.open(id));
    // A folder in its place: no permission is needed for that to fail, so root cannot write there either.
    await mkdir(join(folder, `${id}.duckdb.bookmarks.json`));
    expect(await session.appendMark(markRow())).toMatchObject({ ok: false });
    await session.close();
  });

  it('are renamed, deleted and brought back with it', async () => {
    const id = await oneSession();
    await writeFile(join(folder, `${id}.duckdb.bookmarks.json`), JSON.stringify({ rows: [markRow()] }));
    value(await store.moveToTrash(id));
    expect(await beside()).toEqual([]);
    value(await store.restore(id));
    expect(await marksOf(id)).toEqual([markRow()]);
  });
});
