/**
 * Compacts sessions, and gives way: whoever wants to open or change one of them ends its compaction first.
 */
import { fail, type Result } from '../../../../shared/model/result';
import type { Compaction } from '../sessionStore';
import { compactFile } from './compaction';
import type { DatabasePool } from './database';

interface Running {
  readonly abort: AbortController;
  readonly done: Promise<unknown>;
}

export class Compactor {
  readonly #pool: DatabasePool;
  readonly #running = new Map<string, Running>();

  constructor(pool: DatabasePool) {
    this.#pool = pool;
  }

  /** `cancelled` when `signal` aborts or somebody else wants the file; `session-busy` while it is in use. */
  async compact(path: string, signal: AbortSignal): Promise<Result<Compaction>> {
    if (this.#running.has(path) || (await this.#pool.isOpen(path))) {
      return fail('session-busy', `${path} is open.`, 'Close it first.', true);
    }
    const abort = new AbortController();
    const done = compactFile(this.#pool, path, AbortSignal.any([abort.signal, signal]));
    this.#running.set(path, { abort, done });
    try {
      return await done;
    } finally {
      this.#running.delete(path);
    }
  }

  /** Resolves when nothing of this class uses the file any more. */
  async makeWay(path: string): Promise<void> {
    const running = this.#running.get(path);
    running?.abort.abort();
    await running?.done;
  }
}
