/**
 * The bookmarks of one session, as they are now.
 *
 * Invariants:
 * - What is listed is kept: a change counts when its row has been written, and not before.
 * - One change after the other, so that each revision follows the one it was made from.
 */
import { randomUUID } from 'node:crypto';
import {
  type Bookmark,
  type BookmarkChange,
  type BookmarkDraft,
  type BookmarkRow,
  bookmarkRowSchema,
  newestRows,
} from '../../../shared/contract/bookmarks';
import type { Clock } from '../../../shared/feed/clock';
import { fail, ok, type Result } from '../../../shared/model/result';

/** Where the rows are kept. */
export interface MarkKeeper {
  /** In any order. */
  readMarks(): Promise<Result<readonly BookmarkRow[]>>;
  appendMark(row: BookmarkRow): Promise<Result<void>>;
}

/** More than anybody makes by hand; every window gets the whole list. */
const MOST_BOOKMARKS = 5_000;

export class MarkBook {
  readonly #keeper: MarkKeeper;
  readonly #clock: Pick<Clock, 'wallMs'>;
  readonly #rows = new Map<string, BookmarkRow>();
  #list: readonly Bookmark[] = [];
  #version = 0;
  #failure: string | null = null;
  #last: Promise<unknown>;

  /** Begins to read what there is. */
  constructor(keeper: MarkKeeper, clock: Pick<Clock, 'wallMs'>) {
    this.#keeper = keeper;
    this.#clock = clock;
    this.#last = this.#load();
  }

  /** Grows with every change. */
  get version(): number {
    return this.#version;
  }

  /** By time. */
  get list(): readonly Bookmark[] {
    return this.#list;
  }

  /** Why those that are kept cannot be read; null when they can. */
  get failure(): string | null {
    return this.#failure;
  }

  add(draft: BookmarkDraft): Promise<Result<Bookmark>> {
    return this.#inTurn(() => {
      if (this.#list.length >= MOST_BOOKMARKS) {
        return fail(
          'too-large',
          `A session holds at most ${MOST_BOOKMARKS} bookmarks.`,
          'Delete some first.',
        );
      }
      const createdMs = this.#clock.wallMs();
      return this.#write({ ...draft, id: randomUUID(), createdMs, revision: 0, deleted: false, row: '' });
    });
  }

  edit(id: string, change: BookmarkChange): Promise<Result<Bookmark>> {
    return this.#inTurn(() => {
      const row = this.#rows.get(id);
      if (row === undefined || row.deleted) return unknownBookmark();
      return this.#write(changed(row, change));
    });
  }

  /** `restore` brings it back. */
  remove(id: string): Promise<Result<Bookmark>> {
    return this.#setDeleted(id, true);
  }

  restore(id: string): Promise<Result<Bookmark>> {
    return this.#setDeleted(id, false);
  }

  #setDeleted(id: string, deleted: boolean): Promise<Result<Bookmark>> {
    return this.#inTurn(() => {
      const row = this.#rows.get(id);
      return row === undefined ? unknownBookmark() : this.#write({ ...row, deleted });
    });
  }

  async #load(): Promise<void> {
    const read = await this.#keeper.readMarks();
    if (!read.ok) this.#failure = [read.error.message, read.error.hint].filter(Boolean).join(' ');
    for (const row of newestRows(read.ok ? read.value : []).values()) this.#rows.set(row.id, row);
    this.#publish();
  }

  /** The next state of a bookmark. */
  async #write(before: BookmarkRow): Promise<Result<Bookmark>> {
    const next = { ...before, row: randomUUID(), revision: before.revision + 1 };
    const row = bookmarkRowSchema.safeParse(next);
    if (!row.success) return fail('bad-argument', 'A span ends after it begins.');
    const written = await this.#keeper.appendMark(row.data);
    if (!written.ok) return written;
    this.#rows.set(row.data.id, row.data);
    this.#publish();
    return ok(bookmarkOf(row.data));
  }

  #publish(): void {
    this.#list = [...this.#rows.values()]
      .filter(({ deleted }) => !deleted)
      .map(bookmarkOf)
      .sort((a, b) => a.timeMs - b.timeMs || a.createdMs - b.createdMs || (a.id < b.id ? -1 : 1));
    this.#version++;
  }

  #inTurn<T>(change: () => Promise<Result<T>> | Result<T>): Promise<Result<T>> {
    const turn = this.#last.then(change);
    this.#last = turn.catch(() => {});
    return turn;
  }
}

function changed(row: BookmarkRow, change: BookmarkChange): BookmarkRow {
  const { timeMs = row.timeMs, endMs = row.endMs, color = row.color } = change;
  const { text = row.text, link = row.link } = change;
  return { ...row, timeMs, endMs, color, text, link };
}

function bookmarkOf({ row: _, revision: __, deleted: ___, ...bookmark }: BookmarkRow): Bookmark {
  return bookmark;
}

function unknownBookmark(): Result<never> {
  return fail('bad-argument', 'There is no such bookmark any more.');
}
