/**
 * Where the sessions of a data folder lie, and how they get to another folder.
 *
 * Invariants:
 * - The old folder stays whole until the new one holds everything and that is written down.
 * - Killed at any moment, the next start finds all sessions, in the old folder or in the new one.
 * - Sessions only ever go to a folder that is empty, or that an unfinished move of theirs has begun to fill.
 */
import { constants, existsSync } from 'node:fs';
import { access, mkdir, realpath, rmdir, stat } from 'node:fs/promises';
import { dirname, isAbsolute, join, parse, relative, resolve, sep } from 'node:path';
import { isPlainText } from '../../../shared/model/plainText';
import { fail, ok, type Result, sentenceOf } from '../../../shared/model/result';
import { homeFolder, libraryFolder, readLibraryRecord, writeLibraryRecord } from './libraryRecord';
import { bringFolder, contentOf, type MoveContext, removeTwins } from './moveFolder';

const LONGEST_PATH = 1_000;

export class LibraryPlace {
  readonly #dataDir: string;
  #folder: string;
  /** What is wrong with the place, for the user; null when nothing is. */
  readonly problem: string | null;

  private constructor(dataDir: string, problem: string | null) {
    this.#dataDir = dataDir;
    this.#folder = libraryFolder(dataDir);
    this.problem = problem;
  }

  /** Finishes what a kill has left to be done; to be called before anybody uses the sessions. */
  static async open(dataDir: string): Promise<LibraryPlace> {
    const record = readLibraryRecord(dataDir);
    const folder = libraryFolder(dataDir);
    if (record.moving !== null && folder === record.moving) {
      await writeLibraryRecord(dataDir, { folder, moving: null, left: null });
      return new LibraryPlace(dataDir, null);
    }
    if (record.left !== null && folder === record.folder) {
      await emptyFolder(record.left, folder);
      await writeLibraryRecord(dataDir, { ...record, left: null });
    }
    return new LibraryPlace(dataDir, problemOf(record, folder));
  }

  get folder(): string {
    return this.#folder;
  }

  /** Nobody may use the sessions meanwhile. What fails or is cancelled leaves everything where it was. */
  async move(wanted: string, context: MoveContext): Promise<Result<void>> {
    const checked = await this.#check(wanted);
    if (!checked.ok) return checked;
    const to = checked.value;
    const from = this.#folder;
    try {
      await writeLibraryRecord(this.#dataDir, { folder: from, moving: to, left: null });
      await mkdir(from, { recursive: true });
      const brought = await bringFolder(from, to, context);
      if (!brought.ok) return await this.#giveUp(from, to, brought);
      const left = brought.value === 'copied' ? from : null;
      await context.beforeStep?.('switch');
      await writeLibraryRecord(this.#dataDir, { folder: to, moving: null, left });
      this.#folder = to;
      await context.beforeStep?.('switched');
      if (left !== null) await this.#empty(left, to);
      return ok(undefined);
    } catch (error) {
      if (this.#folder === to) return ok(undefined);
      const why = context.signal.aborted
        ? fail('cancelled', 'The move was cancelled; the sessions are where they were.')
        : fail(
            'disk-error',
            `The sessions could not be moved to ${to}: ${sentenceOf(error)}`,
            'They are where they were.',
          );
      return this.#giveUp(from, to, why);
    }
  }

  /** What cannot be deleted now is tried again at the next start. */
  async #empty(left: string, to: string): Promise<void> {
    await emptyFolder(left, to);
    await writeLibraryRecord(this.#dataDir, { folder: to, moving: null, left: null });
  }

  async #giveUp(from: string, to: string, why: Result<never>): Promise<Result<void>> {
    await removeTwins(to, from).catch(() => {});
    await writeLibraryRecord(this.#dataDir, { folder: from, moving: null, left: null }).catch(() => {});
    return why;
  }

  /** The folder with its links resolved, when sessions may go there. */
  async #check(wanted: string): Promise<Result<string>> {
    if (!isPlainText(wanted, LONGEST_PATH) || !isAbsolute(wanted)) {
      return fail('bad-argument', 'That is no folder.', 'Give its whole path, from the root of the disk.');
    }
    const asked = resolve(wanted);
    // With a separator at its end, only a folder resolves.
    const parent = await realpath(dirname(asked) + sep).catch(() => null);
    if (parent === null) {
      return fail(
        'bad-argument',
        `There is no folder ${dirname(asked)}.`,
        'Create it first, or choose another one.',
      );
    }
    const place = await realpath(asked).catch(() => join(parent, parse(asked).base));
    const own = await realpath(this.#folder).catch(() => this.#folder);
    const data = await realpath(this.#dataDir).catch(() => this.#dataDir);
    if (place === own) return fail('bad-argument', 'The sessions are in that folder already.');
    if (isWithin(place, own) || (isWithin(place, data) && place !== homeFolder(data))) {
      return fail('not-allowed', `${place} lies inside Breakwater's own data.`, 'Choose a folder elsewhere.');
    }
    return this.#checkState(place);
  }

  async #checkState(place: string): Promise<Result<string>> {
    const known = await stat(place).catch(() => null);
    if (known !== null && !known.isDirectory()) {
      return fail('bad-argument', `${place} is a file.`, 'Choose a folder.');
    }
    const isResumed = readLibraryRecord(this.#dataDir).moving === place;
    if (!isResumed && (await contentOf(place)).length > 0) {
      return fail('not-allowed', `${place} is not empty.`, 'Choose an empty folder, or a new one.');
    }
    const where = known === null ? dirname(place) : place;
    const mayWrite = await access(where, constants.W_OK).then(
      () => true,
      () => false,
    );
    return mayWrite
      ? ok(place)
      : fail('not-allowed', `${where} cannot be written to.`, 'Choose another folder.');
  }
}

/** What the other folder does not hold stays, and the folder with it. */
async function emptyFolder(left: string, kept: string): Promise<void> {
  await removeTwins(left, kept);
  await rmdir(left).catch(() => {});
}

function isWithin(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way !== '' && way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

function problemOf({ folder, moving }: ReturnType<typeof readLibraryRecord>, used: string): string | null {
  if (folder !== null && !existsSync(folder)) {
    return `The folder of the sessions, ${folder}, is not there. Until it is back, sessions are kept in ${used}.`;
  }
  if (moving === null) return null;
  return `Moving the sessions to ${moving} was interrupted. All of them are still in ${used}; move them again to go on.`;
}
