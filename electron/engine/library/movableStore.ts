/**
 * The sessions of a data folder, wherever they lie: a store that can be taken to another folder.
 *
 * Invariants:
 * - While sessions are moved, nothing else reads or changes them; whoever asks is told so, and the list is as it was.
 * - They are not moved while one is recorded or open.
 */
import type { SessionSummary } from '../../../shared/contract/values';
import { fail, ok, type Result } from '../../../shared/model/result';
import type { NewSession, RecoveredSession, SessionLabels, SessionStore } from '../sessions/sessionStore';
import type { LibraryPlace } from './libraryPlace';
import type { MoveContext } from './moveFolder';

/** A store of one folder. */
export interface FolderStore extends SessionStore {
  /** True while a session is recorded, read or changed. */
  readonly isInUse: boolean;
}

/** The folder of the sessions, as the engine moves it. */
export interface SessionLibrary {
  readonly folder: string;
  /** What is wrong with it, for the user; null when nothing is. */
  readonly problem: string | null;
  /**
   * Takes all sessions there; refused with a sentence while one is in use, or for a folder they may not go to.
   * What fails, is cancelled or is killed leaves every session where it was.
   */
  move(folder: string, context: MoveContext): Promise<Result<void>>;
}

export class MovableStore implements SessionStore, SessionLibrary {
  readonly #place: LibraryPlace;
  readonly #openAt: (folder: string) => FolderStore;
  readonly #busy = new Set<Promise<unknown>>();
  #isMoving = false;
  /** Ends what nobody waits for when the sessions are to be moved. */
  #giveWay = new AbortController();
  #store: FolderStore;
  #listed: readonly SessionSummary[] = [];

  constructor(place: LibraryPlace, openAt: (folder: string) => FolderStore) {
    this.#place = place;
    this.#openAt = openAt;
    this.#store = openAt(place.folder);
  }

  get folder(): string {
    return this.#place.folder;
  }

  get problem(): string | null {
    return this.#place.problem;
  }

  async move(folder: string, context: MoveContext): Promise<Result<void>> {
    if (this.#isMoving) return fail('session-busy', 'The sessions are being moved already.');
    this.#isMoving = true;
    this.#giveWay.abort();
    try {
      await Promise.all(this.#busy);
      if (this.#store.isInUse) {
        return fail(
          'session-busy',
          'A session is recorded or open.',
          'Stop recording and close it first.',
          true,
        );
      }
      const moved = await this.#place.move(folder, context);
      if (moved.ok) this.#store = this.#openAt(this.#place.folder);
      return moved;
    } finally {
      this.#isMoving = false;
      this.#giveWay = new AbortController();
    }
  }

  async list(): Promise<readonly SessionSummary[]> {
    if (!this.#isMoving) this.#listed = await this.#track(this.#store.list());
    return this.#listed;
  }

  create(session: NewSession) {
    return this.#use((store) => store.create(session));
  }

  open(idOrPath: string) {
    return this.#use((store) => store.open(idOrPath));
  }

  compact(idOrPath: string, signal: AbortSignal) {
    return this.#use((store) => store.compact(idOrPath, AbortSignal.any([signal, this.#giveWay.signal])));
  }

  share(idOrPath: string, out: string, signal: AbortSignal) {
    return this.#use((store) => store.share(idOrPath, out, signal));
  }

  async recover(): Promise<readonly RecoveredSession[]> {
    return !this.#isMoving ? this.#track(this.#store.recover()) : [];
  }

  remove(id: string) {
    return this.#use((store) => store.remove(id));
  }

  rename(id: string, title: string) {
    return this.#use((store) => store.rename(id, title));
  }

  label(id: string, labels: SessionLabels) {
    return this.#use((store) => store.label(id, labels));
  }

  completeSummary(id: string) {
    return this.#use((store) => store.completeSummary(id));
  }

  moveToTrash(id: string) {
    return this.#use((store) => store.moveToTrash(id));
  }

  restore(id: string) {
    return this.#use((store) => store.restore(id));
  }

  async emptyTrash(): Promise<void> {
    await this.#use(async (store) => ok(await store.emptyTrash()));
  }

  async #use<T>(task: (store: FolderStore) => Promise<Result<T>>): Promise<Result<T>> {
    if (!this.#isMoving) return this.#track(task(this.#store));
    return fail(
      'session-busy',
      'The sessions are being moved to another folder.',
      'Wait until they are there.',
      true,
    );
  }

  #track<T>(task: Promise<T>): Promise<T> {
    const settled = task.catch(() => {}).finally(() => this.#busy.delete(settled));
    this.#busy.add(settled);
    return task;
  }
}
