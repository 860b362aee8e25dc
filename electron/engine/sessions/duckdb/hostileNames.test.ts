/** What a session file from anyone may do to its reader by what it calls things: nothing. */
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { MAX_TITLE } from '../../../../shared/contract/api';
import { MAX_NAME, plainText } from '../../../../shared/model/plainText';
import { HOSTILE_NAMES, HOSTILE_TEXT, recordHostileSession } from '../hostileSession.testkit';
import { value } from '../sessionStore.testkit';
import { sqlText } from './database';
import { DuckDbSessionStore } from './duckDbSessionStore';

let folder: string;
let store: DuckDbSessionStore;

beforeEach(async () => {
  folder = join(await mkdtemp(join(tmpdir(), 'breakwater-hostile-')), 'sessions');
  store = new DuckDbSessionStore({ folder });
});

afterEach(() => rm(dirname(folder), { recursive: true, force: true }));

async function sql(id: string, statement: string): Promise<void> {
  const instance = await DuckDBInstance.create(join(folder, `${id}.duckdb`));
  const connection = await instance.connect();
  await connection.run(statement);
  connection.closeSync();
  instance.closeSync();
}

it('keeps names, mends titles, and makes no path of either', async () => {
  const id = await recordHostileSession(store);
  expect(id).toMatch(/^[\w-]+$/);
  expect(await readdir(dirname(folder))).toEqual(['sessions']);
  const [summary] = await store.list();
  const title = plainText(HOSTILE_TEXT, MAX_TITLE);
  expect(summary).toMatchObject({ id, title, state: 'closed', assets: [...HOSTILE_NAMES].sort() });
  const session = value(await store.open(id));
  expect(session.info.title).toBe(title);
  expect(session.info.instruments.map((row) => row.id)).toEqual(HOSTILE_NAMES);
  expect(session.info.venues.map((venue) => venue.title)).toEqual(HOSTILE_NAMES);
  // What was recorded stays what it was, whatever it is.
  expect((await session.report()).gaps).toMatchObject([{ reason: HOSTILE_TEXT }]);
  await session.close();
});

it.each([
  ['id', `id\u202E`],
  ['venue', 'nul\0l'],
  ['symbol', 'a\nb'],
  ['asset', 'X'.repeat(MAX_NAME + 1)],
  ['quote', ''],
])('refuses with a sentence an instrument whose %s cannot be shown', async (column, text) => {
  const id = await recordHostileSession(store);
  await sql(id, `UPDATE instrument SET ${column} = ${chrText(text)} WHERE inst = 2`);
  expect(await store.open(id)).toMatchObject({
    ok: false,
    error: {
      code: 'session-damaged',
      message: expect.stringContaining('is damaged: its instrument 3 has a name that cannot be shown.'),
    },
  });
});

it.each([
  ['venues', [{ id: 'a\u2066b', title: '', liquidationReporting: 'full', streams: [] }]],
  ['title', { toString: 'x' }],
  ['summary', { assets: ['\u0007'] }],
])(
  'refuses with a sentence a description with broken %s, and lists the file as damaged',
  async (key, broken) => {
    const id = await recordHostileSession(store);
    await sql(id, `INSERT INTO meta VALUES (${sqlText(key)}, ${sqlText(JSON.stringify(broken))})`);
    expect(await store.open(id)).toMatchObject({
      error: { code: 'session-damaged', message: expect.stringContaining('its description is broken') },
    });
    expect(await store.list()).toMatchObject([{ id, state: 'damaged' }]);
  },
);

it('calls a session whose title shows nothing untitled', async () => {
  const id = await recordHostileSession(store);
  await sql(id, `INSERT INTO meta VALUES ('title', ${sqlText(JSON.stringify('\u202E\0'))})`);
  const session = value(await store.open(id));
  expect(session.info.title).toBe('Untitled');
  await session.close();
});

it.each([...HOSTILE_NAMES, `"'\\`])('takes the title %j as it is', async (title) => {
  const id = await recordHostileSession(store);
  value(await store.rename(id, title));
  expect(await store.list()).toMatchObject([{ id, title }]);
  const session = value(await store.open(id));
  expect(session.info.title).toBe(title);
  await session.close();
});

it('renames, deletes and restores nothing by a path', async () => {
  const id = await recordHostileSession(store);
  for (const path of [
    `../sessions/${id}`,
    `./${id}`,
    `${id}.duckdb`,
    join(folder, `${id}.duckdb`),
    `${id}\0`,
  ]) {
    const unknown = { ok: false, error: { code: 'unknown-session' } };
    expect(await store.rename(path, 'mine')).toMatchObject(unknown);
    expect(await store.moveToTrash(path)).toMatchObject(unknown);
    expect(await store.restore(path)).toMatchObject(unknown);
    expect(await store.remove(path)).toMatchObject(unknown);
  }
  expect(await store.list()).toHaveLength(1);
});

it('exports cells that a spreadsheet takes for text, and lets tools have them as they are', async () => {
  const session = value(await store.open(await recordHostileSession(store)));
  const cells = async (table: string, format: 'csv' | 'parquet', column: string) => {
    const path = join(folder, `${table}.${format}`);
    value(await session.exportTable(table, format, path));
    const instance = await DuckDBInstance.create(':memory:');
    const connection = await instance.connect();
    const read = `SELECT DISTINCT "${column}" FROM '${path}' ORDER BY ALL`;
    const rows = (await connection.runAndReadAll(read)).getRows();
    connection.closeSync();
    instance.closeSync();
    return rows.map(([cell]) => cell);
  };
  const [formula] = HOSTILE_NAMES.filter((name) => name.startsWith('='));
  const safe = HOSTILE_NAMES.map((name) => (name === formula ? `'${name}` : name));
  expect((await cells('trades', 'csv', 'symbol')).sort()).toEqual([...safe].sort());
  expect((await cells('trades', 'parquet', 'symbol')).sort()).toEqual([...HOSTILE_NAMES].sort());
  const lines = (await readFile(join(folder, 'trades.csv'), 'utf8')).trimEnd().split('\n');
  expect(lines).toHaveLength(1 + 360 * HOSTILE_NAMES.length);
  for (const line of lines) expect(line).not.toMatch(/(^|,)"?[=+@]/);
  await session.close();
});

/** A text as SQL that holds no odd characters itself. */
function chrText(text: string): string {
  return text === '' ? `''` : [...text].map((each) => `chr(${each.codePointAt(0)})`).join(' || ');
}
