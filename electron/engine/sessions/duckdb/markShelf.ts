/**
 * Where the bookmarks of closed session files are: in the file, and beside it what was added since, because a
 * file that is open for replay is not written to. When nobody has it open, what lies beside is folded in.
 *
 * Invariants:
 * - What lies beside is deleted only after it is in the file; found in both places it is one and the same row.
 * - A file outside the user's folder is never written to.
 */
import type { DuckDBConnection } from '@duckdb/node-api';
import type { BookmarkRow } from '../../../../shared/contract/bookmarks';
import { ok, type Result } from '../../../../shared/model/result';
import type { DatabasePool } from './database';
import { addToMarkFile, deleteMarkFile, markFileOf, readMarkFile } from './markFile';
import { addToMarkTable, readMarkTable } from './markTable';
import { databaseError } from './openErrors';
import { exists } from './sessionFiles';

export class MarkShelf {
  readonly #pool: DatabasePool;
  #last: Promise<unknown> = Promise.resolve();

  constructor(pool: DatabasePool) {
    this.#pool = pool;
  }

  /** Of an open file, over a connection to it. */
  read(path: string, connection: DuckDBConnection): Promise<Result<readonly BookmarkRow[]>> {
    return this.#inTurn(async () => {
      const beside = await readMarkFile(path);
      if (!beside.ok) return beside;
      try {
        return ok([...(await readMarkTable(connection)), ...beside.value]);
      } catch (error) {
        return { ok: false, error: databaseError(path, error) };
      }
    });
  }

  append(path: string, row: BookmarkRow): Promise<Result<void>> {
    return this.#inTurn(() => addToMarkFile(path, row));
  }

  /** What cannot be folded in now stays beside the file, and is tried again. */
  fold(path: string): Promise<void> {
    return this.#inTurn(async () => {
      if (!(await exists(markFileOf(path))) || (await this.#pool.isOpen(path))) return;
      const beside = await readMarkFile(path);
      if (!beside.ok) return;
      try {
        const lease = await this.#pool.acquire(path, 'write');
        try {
          const connection = await lease.database.connect();
          try {
            await addToMarkTable(connection, beside.value);
          } finally {
            connection.closeSync();
          }
        } finally {
          await lease.release();
        }
        await deleteMarkFile(path);
      } catch {
        // Of a read-only file, a full disk, or a file that another program has open.
      }
    });
  }

  /** A row that is added while others are folded in must not be deleted with them. */
  #inTurn<T>(task: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(task);
    this.#last = turn.catch(() => {});
    return turn;
  }
}
