/** The bookmarks of the session on the screen, and what can be done with them. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Bookmark, BookmarkChange, BookmarkDraft } from '../../shared/contract/bookmarks';
import type { AppError, Result } from '../../shared/model/result';
import type { EngineClient } from '../engine/client';
import { type FrameScheduler, newestPerFrame, PACE_MS } from '../market/frameScheduler';
import type { SessionStore } from './sessionStore';

export interface BookmarksState {
  /** By time. */
  readonly bookmarks: readonly Bookmark[];
  /** False until the session has told. */
  readonly known: boolean;
  /** Why those that are kept cannot be read; null when they can. */
  readonly unreadable: string | null;
  /** Why the last change was refused; null when it was not. */
  readonly failure: AppError | null;
  /** The one just added: its text is asked for. */
  readonly added: string | null;
  /** The last one deleted, for as long as that can be taken back. */
  readonly removed: Bookmark | null;
  add(draft: BookmarkDraft): Promise<void>;
  edit(id: string, change: BookmarkChange): Promise<void>;
  remove(id: string): Promise<void>;
  undoRemove(): Promise<void>;
  forgetRemoved(): void;
  forgetAdded(): void;
}

export type BookmarksStore = StoreApi<BookmarksState>;

const NOTHING = {
  bookmarks: [],
  known: false,
  unreadable: null,
  failure: null,
  added: null,
  removed: null,
} as const;

export function createBookmarksStore(
  engine: EngineClient,
  scheduler: FrameScheduler,
  sessions: SessionStore,
): { readonly store: BookmarksStore; readonly stop: () => void } {
  let end: () => void = () => undefined;
  const session = () => sessions.getState().session;

  const store: BookmarksStore = createStore((set, get) => {
    /** What came of a change is only of interest while its session is on the screen. */
    const settle = <T>(of: string, result: Result<T>, then: (value: T) => Partial<BookmarksState>) => {
      if (of === session())
        set(result.ok ? { failure: null, ...then(result.value) } : { failure: result.error });
    };
    /** Shown at once: whoever made it goes on writing. The list that is told next has it, too. */
    const withOne = (bookmark: Bookmark) => ({
      bookmarks: [...get().bookmarks.filter(({ id }) => id !== bookmark.id), bookmark].sort(
        (a, b) => a.timeMs - b.timeMs,
      ),
    });
    return {
      ...NOTHING,
      add: async (bookmark) => {
        const of = session();
        settle(of, await engine.call('addBookmark', { session: of, bookmark }), (one) => ({
          ...withOne(one),
          added: one.id,
        }));
      },
      edit: async (id, change) => {
        const of = session();
        settle(of, await engine.call('editBookmark', { session: of, id, change }), withOne);
      },
      remove: async (id) => {
        const of = session();
        const removed = get().bookmarks.find((one) => one.id === id) ?? null;
        settle(of, await engine.call('deleteBookmark', { session: of, id }), () => ({ removed }));
      },
      undoRemove: async () => {
        const of = session();
        const { removed } = get();
        if (removed === null) return;
        settle(of, await engine.call('restoreBookmark', { session: of, id: removed.id }), () => ({
          removed: null,
        }));
      },
      forgetRemoved: () => set({ removed: null }),
      forgetAdded: () => set({ added: null }),
    };
  });

  const watch = () => {
    end();
    let ended = false;
    const stop = engine.subscribe(
      'bookmarks',
      { session: session() },
      newestPerFrame(scheduler, PACE_MS.status, ({ bookmarks, failure }) => {
        if (!ended) store.setState({ bookmarks, known: true, unreadable: failure });
      }),
    );
    end = () => {
      ended = true;
      stop();
    };
  };

  const stopSession = sessions.subscribe((now, before) => {
    if (now.session === before.session) return;
    store.setState(NOTHING);
    watch();
  });
  watch();
  return {
    store,
    stop: () => {
      stopSession();
      end();
    },
  };
}
