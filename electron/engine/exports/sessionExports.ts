/**
 * Writes sessions out into one folder, for the user to take away.
 *
 * Invariants:
 * - One export at a time. A file that is there is never replaced; one that is not finished does not stay.
 * - What comes from a simulated market says so in its name.
 */
import { mkdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { ExportRequest, ExportStatus } from '../../../shared/contract/exports';
import { fail, ok, type Result } from '../../../shared/model/result';
import { isSimulated, SIMULATED } from '../../../shared/model/venue';
import { eventTable } from '../../../shared/session/eventTables';
import type { RecordedSession, SessionStore } from '../sessions/sessionStore';

export interface SessionExportsOptions {
  readonly store: Pick<SessionStore, 'open' | 'share'>;
  readonly folder: string;
  readonly onStatus: (status: ExportStatus) => void;
  readonly onFault: (error: unknown, during: string) => void;
}

/** Where a data folder keeps what was exported. */
export function exportsFolder(dataDir: string): string {
  return join(dataDir, 'exports');
}

export class SessionExports {
  readonly #options: SessionExportsOptions;
  #abort: AbortController | undefined;
  #running: Promise<void> = Promise.resolve();

  constructor(options: SessionExportsOptions) {
    this.#options = options;
  }

  /** Begins; how it goes on is told by `onStatus`. Fails when it cannot begin. */
  async start(request: ExportRequest): Promise<Result<null>> {
    if (this.#abort !== undefined) {
      return fail('session-busy', 'Another export is running.', 'Wait for it, or cancel it.', true);
    }
    const abort = new AbortController();
    this.#abort = abort;
    const opened = await this.#options.store.open(request.id);
    if (!opened.ok) {
      this.#abort = undefined;
      return opened;
    }
    this.#running = this.#run(request, opened.value, abort.signal)
      .catch((error) => this.#options.onFault(error, 'an export'))
      .finally(async () => {
        this.#abort = undefined;
        await opened.value.close();
      });
    return ok(null);
  }

  cancel(): void {
    this.#abort?.abort();
  }

  async close(): Promise<void> {
    this.cancel();
    await this.#running;
  }

  async #run(request: ExportRequest, session: RecordedSession, signal: AbortSignal): Promise<void> {
    const { folder, onStatus } = this.#options;
    await mkdir(folder, { recursive: true });
    const tables = request.kind === 'file' ? [null] : await tablesOf(request, session);
    let status: ExportStatus = {
      id: request.id,
      title: session.info.title,
      kind: request.kind,
      state: 'running',
      done: 0,
      total: tables.length,
      detail: '',
      folder,
      files: [],
      contentHash: null,
    };
    for (const table of tables) {
      if (signal.aborted) break;
      onStatus({ ...status, detail: table ?? 'the session' });
      const name = await freeName(folder, stemOf(request.id, table, session), endingOf(request.kind));
      const path = join(folder, name);
      const written =
        table === null
          ? await this.#share(request.id, path, session, signal)
          : await exported(session, table, request.kind, path);
      if (!written.ok) {
        await rm(path, { force: true });
        const state = signal.aborted ? 'cancelled' : 'failed';
        onStatus({ ...status, state, detail: written.error.message });
        return;
      }
      const files = [...status.files, { name, bytes: (await stat(path)).size }];
      status = { ...status, done: status.done + 1, files, contentHash: written.value };
    }
    onStatus({ ...status, state: signal.aborted ? 'cancelled' : 'done' });
  }

  /** The content hash, which both files have. */
  async #share(
    id: string,
    path: string,
    session: RecordedSession,
    signal: AbortSignal,
  ): Promise<Result<string>> {
    const shared = await this.#options.store.share(id, path, signal);
    if (!shared.ok) return shared;
    const copy = await this.#options.store.open(path);
    if (!copy.ok) return copy;
    const { contentHash } = await copy.value.report();
    await copy.value.close();
    if (contentHash === (await session.report()).contentHash) return ok(contentHash);
    return fail('internal', 'The shared file would not hold what the session holds.', 'Check the disk.');
  }
}

async function exported(
  session: RecordedSession,
  table: string,
  kind: ExportRequest['kind'],
  path: string,
): Promise<Result<null>> {
  const written = await session.exportTable(table, kind === 'parquet' ? 'parquet' : 'csv', path);
  return written.ok ? ok(null) : written;
}

/** The one that is asked for, else those with rows. */
async function tablesOf({ table }: ExportRequest, session: RecordedSession): Promise<string[]> {
  if (table !== null) return [table];
  const { counts } = await session.report();
  return [...new Set(counts.map(({ kind }) => eventTable(kind).exportName))];
}

/** Of the session's id, which may be a path; safe on every file system. */
function stemOf(id: string, table: string | null, session: RecordedSession): string {
  const name = (id.split(/[\\/]/).at(-1) ?? '').replace(/\.duckdb$/, '').replace(/[^\w.-]+/g, '-');
  const marked = isSimulated(session.info.venues) ? `${name}.${SIMULATED}` : name;
  return table === null ? marked : `${marked}.${table}`;
}

function endingOf(kind: ExportRequest['kind']): string {
  return kind === 'file' ? 'duckdb' : kind;
}

async function freeName(folder: string, stem: string, ending: string): Promise<string> {
  for (let number = 1; ; number++) {
    const name = number === 1 ? `${stem}.${ending}` : `${stem}-${number}.${ending}`;
    const isTaken = await stat(join(folder, name)).then(
      () => true,
      () => false,
    );
    if (!isTaken) return name;
  }
}
