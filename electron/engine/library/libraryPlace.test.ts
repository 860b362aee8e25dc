/** Sessions go to another folder whole, or stay where they are; also when the program is killed on the way. */
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LibraryPlace } from './libraryPlace';
import { homeFolder, libraryFolder } from './libraryRecord';
import type { MoveContext } from './moveFolder';

/** More than one chunk of a copy. */
const CONTENT: Readonly<Record<string, string>> = {
  'a.duckdb': 'a'.repeat(2_500_000),
  'b.duckdb': 'b',
  'b.duckdb.bookmarks.json': '[]',
  'empty.duckdb': '',
  [join('trash', 'c.duckdb')]: 'deleted',
};

let root: string;
let data: string;
let target: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'breakwater-library-'));
  data = join(root, 'data');
  target = join(root, 'else where', 'Sitzungen é');
  mkdirSync(join(root, 'else where'));
  mkdirSync(join(homeFolder(data), 'trash'), { recursive: true });
  for (const [name, text] of Object.entries(CONTENT)) writeFileSync(join(homeFolder(data), name), text);
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const context = (over: Partial<MoveContext> = {}): MoveContext => ({
  signal: new AbortController().signal,
  onProgress: () => {},
  ...over,
});
const OTHER_DISK = { mayRename: false } as const;

function read(folder: string): Record<string, string> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  const paths = entries.map(({ parentPath, name }) => join(parentPath, name));
  return Object.fromEntries(paths.map((path) => [path.slice(folder.length + 1), readFileSync(path, 'utf8')]));
}

/** What was killed keeps its files open, as a process that hangs does, until the tests are over. */
const parked: (() => void)[] = [];

/** Does steps until the one of that number, then never comes back. True when there were so many. */
async function killedAt(step: number, over: Partial<MoveContext>): Promise<boolean> {
  const place = await LibraryPlace.open(data);
  let left = step;
  let killed = () => {};
  const dead = new Promise<true>((resolve) => {
    killed = () => resolve(true);
  });
  const beforeStep = () => {
    if (left-- > 0) return Promise.resolve();
    killed();
    return new Promise<void>((resume) => parked.push(resume));
  };
  const moved = place.move(target, context({ ...over, beforeStep })).then(() => false);
  return Promise.race([dead, moved]);
}

describe('moving the library', () => {
  it.each([
    ['on one disk', {}],
    ['to another disk', OTHER_DISK],
  ])('%s brings every file, empties the old folder, and is remembered', async (_, over) => {
    const place = await LibraryPlace.open(data);
    const seen: number[] = [];
    const onProgress = ({ doneBytes, totalBytes }: { doneBytes: number; totalBytes: number }) =>
      seen.push(doneBytes / totalBytes);
    expect(await place.move(target, context({ ...over, onProgress }))).toEqual({
      ok: true,
      value: undefined,
    });
    expect(read(target)).toEqual(CONTENT);
    expect(existsSync(homeFolder(data))).toBe(false);
    expect(place.folder).toBe(target);
    if (over === OTHER_DISK) expect(seen.at(-1)).toBe(1);
    const again = await LibraryPlace.open(data);
    expect([again.folder, again.problem]).toEqual([target, null]);
    expect((await again.move(homeFolder(data), context(over))).ok).toBe(true);
    expect(read(homeFolder(data))).toEqual(CONTENT);
  });

  it.each([
    ['on one disk', {}, 4],
    ['to another disk', OTHER_DISK, 12],
  ])('%s survives a kill at every step, and goes on from there', async (_, over, leastSteps) => {
    let steps = 0;
    for (; await killedAt(steps, over); steps++) {
      const found = libraryFolder(data);
      expect(read(found)).toEqual(CONTENT);
      const place = await LibraryPlace.open(data);
      expect(place.folder).toBe(found);
      expect(read(place.folder)).toEqual(CONTENT);
      if (place.folder === target) {
        expect(existsSync(homeFolder(data))).toBe(false);
        expect((await place.move(homeFolder(data), context())).ok).toBe(true);
      } else if (steps % 2 === 0) {
        // Every other time it is resumed where it was broken off, and taken back.
        expect((await place.move(target, context(over))).ok).toBe(true);
        expect(read(target)).toEqual(CONTENT);
        expect((await place.move(homeFolder(data), context())).ok).toBe(true);
      }
    }
    expect(steps).toBeGreaterThanOrEqual(leastSteps);
    expect(read(target)).toEqual(CONTENT);
  });

  it('says what was interrupted, and does not bring back what was deleted meanwhile', async () => {
    const copiedTwo = 8;
    expect(await killedAt(copiedTwo, OTHER_DISK)).toBe(true);
    const place = await LibraryPlace.open(data);
    expect(place.problem).toContain(target);
    rmSync(join(homeFolder(data), 'a.duckdb'));
    expect((await place.move(target, context(OTHER_DISK))).ok).toBe(true);
    const { 'a.duckdb': _, ...rest } = CONTENT;
    expect(read(target)).toEqual(rest);
  });

  it('leaves everything where it was, and nothing at the other place, when it is cancelled', async () => {
    const place = await LibraryPlace.open(data);
    const abort = new AbortController();
    let steps = 0;
    const beforeStep = async () => {
      if (++steps === 6) abort.abort();
    };
    const done = await place.move(target, context({ ...OTHER_DISK, signal: abort.signal, beforeStep }));
    expect(done).toMatchObject({ ok: false, error: { code: 'cancelled' } });
    expect(read(homeFolder(data))).toEqual(CONTENT);
    expect(read(target)).toEqual({});
    expect((await LibraryPlace.open(data)).problem).toBeNull();
  });

  it('refuses every folder that sessions may not go to with a sentence, and touches none', async () => {
    const full = join(root, 'full');
    mkdirSync(full);
    writeFileSync(join(full, 'thesis.txt'), 'mine');
    symlinkSync(homeFolder(data), join(root, 'link'));
    writeFileSync(join(root, 'file'), '');
    const place = await LibraryPlace.open(data);
    const wrong = [
      '',
      'relative/folder',
      `${target}\n`,
      join(root, 'not there', 'deep'),
      join(root, 'file'),
      join(root, 'file', 'inside'),
      full,
      data,
      join(data, 'exports'),
      homeFolder(data),
      join(homeFolder(data), 'inside'),
      join(root, 'link'),
      join(root, 'link', 'inside'),
      root,
    ];
    for (const folder of wrong) {
      const done = await place.move(folder, context());
      expect([folder, done.ok]).toEqual([folder, false]);
      if (!done.ok) expect(done.error.message).toMatch(/[.]$/);
    }
    expect(read(homeFolder(data))).toEqual(CONTENT);
    expect(read(full)).toEqual({ 'thesis.txt': 'mine' });
  });

  it('keeps sessions at home, and says so, while the other disk is not there', async () => {
    const place = await LibraryPlace.open(data);
    await place.move(target, context());
    rmSync(target, { recursive: true });
    const gone = await LibraryPlace.open(data);
    expect(gone.folder).toBe(homeFolder(data));
    expect(gone.problem).toContain(target);
    mkdirSync(target);
    expect((await LibraryPlace.open(data)).folder).toBe(target);
  });
});
