import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { DuckDbSessionStore } from './duckDbSessionStore';
import { spillFolderOf } from './spillFolder';

const LONG_AGO = new Date(Date.UTC(2024, 7, 8));

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'breakwater-spill-'));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

it('loses at the next start what killed processes left in it, and nothing that is being written', async () => {
  const spill = spillFolderOf(folder);
  for (const name of ['import-old', 'import-busy']) {
    await mkdir(join(spill, name), { recursive: true });
    await writeFile(join(spill, name, 'sort.duckdb'), 'x');
  }
  await writeFile(join(spill, 'duckdb_temp_storage-0.tmp'), 'x');
  const old = ['import-old/sort.duckdb', 'import-old', 'import-busy', 'duckdb_temp_storage-0.tmp'];
  for (const name of old) await utimes(join(spill, name), LONG_AGO, LONG_AGO);
  const store = new DuckDbSessionStore({ folder });
  expect(await store.recover()).toEqual([]);
  expect(await readdir(spill)).toEqual(['import-busy']);
  expect(await store.list()).toEqual([]);
});

it('need not be there', async () => {
  const store = new DuckDbSessionStore({ folder: join(folder, 'none') });
  expect(await store.recover()).toEqual([]);
});
