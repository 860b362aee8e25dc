/** Moves of the library as windows ask for them: one at a time, with progress, and refused while sessions are used. */
import type { LibraryState } from '../../../shared/contract/library';
import { fail, ok, type Result, sentenceOf } from '../../../shared/model/result';
import type { SessionLibrary } from './movableStore';

export interface LibraryMovesOptions {
  readonly library: SessionLibrary;
  /** Why sessions cannot be moved now, as a sentence; null when they can. Ends what only lingers. */
  readonly obstacle: () => Promise<string | null>;
  readonly onState: (state: LibraryState) => void;
  /** The sessions are somewhere else. */
  readonly onMoved: () => void;
  readonly onFault: (error: unknown, during: string) => void;
}

export class LibraryMoves {
  readonly #options: LibraryMovesOptions;
  #abort: AbortController | null = null;
  #running: Promise<unknown> = Promise.resolve();

  constructor(options: LibraryMovesOptions) {
    this.#options = options;
    this.#publish(null);
  }

  /** Answers when the sessions are there, or stay where they were. */
  async move(folder: string): Promise<Result<null>> {
    if (this.#abort !== null) return fail('session-busy', 'The sessions are being moved already.');
    const abort = new AbortController();
    this.#abort = abort;
    const running = this.#move(folder, abort.signal);
    this.#running = running;
    try {
      return await running;
    } catch (error) {
      this.#options.onFault(error, 'moving the sessions');
      return fail('internal', `The sessions could not be moved: ${sentenceOf(error)}`);
    } finally {
      this.#abort = null;
      this.#publish(null);
    }
  }

  cancel(): void {
    this.#abort?.abort();
  }

  async close(): Promise<void> {
    this.cancel();
    await this.#running.catch(() => {});
  }

  async #move(folder: string, signal: AbortSignal): Promise<Result<null>> {
    const { library, obstacle, onMoved } = this.#options;
    const why = await obstacle();
    if (why !== null) return fail('session-busy', why, undefined, true);
    const onProgress = (progress: { readonly doneBytes: number; readonly totalBytes: number }) =>
      this.#publish({ to: folder, ...progress });
    const moved = await library.move(folder, { signal, onProgress });
    if (!moved.ok) return moved;
    onMoved();
    return ok(null);
  }

  #publish(move: LibraryState['move']): void {
    this.#options.onState({ folder: this.#options.library.folder, move });
  }
}
