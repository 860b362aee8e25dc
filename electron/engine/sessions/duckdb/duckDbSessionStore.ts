/** Sessions as DuckDB files in one folder, or wherever the caller says. */
import { mkdir } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import type { SessionSummary } from '../../../../shared/contract/values';
import { fail, ok, type Result } from '../../../../shared/model/result';
import { createTableSql, SCHEMA_VERSION, TABLES } from '../../../../shared/session/schema';
import { VIEWS } from '../../../../shared/session/views';
import { systemClock } from '../../systemClock';
import { summaryOf } from '../sessionFacts';
import type {
  Compaction,
  NewSession,
  RecordedSession,
  RecoveredSession,
  SessionLabels,
  SessionStore,
  SessionWriter,
} from '../sessionStore';
import { removeLeftovers } from './compaction';
import { Compactor } from './compactor';
import { DatabasePool, type Lease } from './database';
import { DuckDbRecordedSession } from './duckDbRecordedSession';
import { DuckDbSessionWriter } from './duckDbSessionWriter';
import { completeMeta, writeLabels } from './librarian';
import { MarkShelf } from './markShelf';
import { writeMeta } from './metaTable';
import { databaseError, fileError, inspectFile, writeError } from './openErrors';
import { holdsNothing, recoverFile } from './recovery';
import { readFacts } from './sessionFactsReader';
import {
  deleteFiles,
  exists,
  externalFile,
  fileBytes,
  newSessionId,
  renameFiles,
  type SessionFile,
  sessionFile,
  sessionFiles,
} from './sessionFiles';
import { SessionList } from './sessionList';
import { emptyTrash, moveToTrash, restoreFromTrash } from './sessionTrash';
import { writeSharedFile } from './sharedFile';
import { spillFolderOf, sweepSpill } from './spillFolder';

export interface DuckDbStoreOptions {
  /** Where sessions live, normally `<data folder>/sessions`; created when first needed. */
  readonly folder: string;
  /** Size of the write-ahead log at which it is folded into the file; DuckDB's own when left out. */
  readonly checkpointBytes?: number;
  /** Called before each commit; what it throws is taken for the disk's answer. For tests of failures. */
  readonly beforeCommit?: () => void;
}

export class DuckDbSessionStore implements SessionStore {
  readonly #options: DuckDbStoreOptions;
  readonly #pool: DatabasePool;
  readonly #list: SessionList;
  readonly #compactor: Compactor;
  readonly #shelf: MarkShelf;
  /** What is being recorded, by id. */
  readonly #recording = new Map<string, SessionFile>();

  constructor(options: DuckDbStoreOptions) {
    this.#options = options;
    const { checkpointBytes } = options;
    const spillFolder = spillFolderOf(options.folder);
    this.#pool = new DatabasePool(
      checkpointBytes === undefined ? { spillFolder } : { spillFolder, checkpointBytes },
    );
    this.#list = new SessionList(this.#pool);
    this.#compactor = new Compactor(this.#pool);
    this.#shelf = new MarkShelf(this.#pool);
  }

  /** True while a session is recorded, read or changed. */
  get isInUse(): boolean {
    return this.#recording.size > 0 || this.#pool.isInUse;
  }

  async list(): Promise<readonly SessionSummary[]> {
    const files = await sessionFiles(this.#options.folder);
    return this.#list.summaries(files);
  }

  async create(session: NewSession): Promise<Result<SessionWriter>> {
    try {
      const file = await this.#newFile(session);
      return file.ok ? await this.#createFile(file.value, session) : file;
    } catch (error) {
      return { ok: false, error: fileError(session.file ?? this.#options.folder, error) };
    }
  }

  async open(idOrPath: string): Promise<Result<RecordedSession>> {
    const file = await this.#find(idOrPath);
    const inspected = await inspectFile(file.path);
    if (!inspected.ok) return inspected;
    await this.#compactor.makeWay(file.path);
    return this.#openFile(file);
  }

  async compact(idOrPath: string, signal: AbortSignal): Promise<Result<Compaction>> {
    const file = await this.#find(idOrPath);
    return this.#compactor.compact(file.path, signal);
  }

  async share(idOrPath: string, out: string, signal: AbortSignal): Promise<Result<void>> {
    const file = await this.#find(idOrPath);
    await this.#compactor.makeWay(file.path);
    return writeSharedFile(this.#pool, file.path, resolve(out), signal);
  }

  async recover(): Promise<readonly RecoveredSession[]> {
    await removeLeftovers(this.#options.folder);
    await sweepSpill(this.#options.folder, systemClock.wallMs());
    const files = await sessionFiles(this.#options.folder);
    const recovered: RecoveredSession[] = [];
    for (const file of files) {
      // A closed session with a log was being given a title or a tag when the process died.
      if (file.stage === 'closed' && (await exists(`${file.path}.wal`))) await recoverFile(this.#pool, file);
      if (file.stage !== 'recording' || this.#recording.has(file.id)) continue;
      const outcome = await this.#recoverOne(file);
      if (outcome !== undefined) recovered.push(outcome);
    }
    for (const { id } of await sessionFiles(this.#options.folder)) await this.#foldMarks(id);
    return recovered;
  }

  async remove(id: string): Promise<Result<void>> {
    const file = await this.#unused(id);
    if (!file.ok) return file;
    try {
      await deleteFiles(file.value.path);
      return ok(undefined);
    } catch (error) {
      return { ok: false, error: fileError(file.value.path, error) };
    }
  }

  rename(id: string, title: string): Promise<Result<void>> {
    return this.label(id, { title });
  }

  label(id: string, labels: SessionLabels): Promise<Result<void>> {
    return this.#change(id, (connection, { path }) => writeLabels(connection, path, labels));
  }

  completeSummary(id: string): Promise<Result<void>> {
    return this.#change(id, completeMeta);
  }

  async #change(
    id: string,
    change: (connection: DuckDBConnection, file: SessionFile) => Promise<Result<void>>,
  ): Promise<Result<void>> {
    const file = await this.#unused(id);
    if (!file.ok) return file;
    const { path } = file.value;
    const inspected = await inspectFile(path);
    if (!inspected.ok) return inspected;
    try {
      const lease = await this.#pool.acquire(path, 'write');
      try {
        const connection = await lease.database.connect();
        try {
          return await change(connection, file.value);
        } finally {
          connection.closeSync();
        }
      } finally {
        await lease.release();
      }
    } catch (error) {
      return { ok: false, error: writeError(path, error) };
    }
  }

  async moveToTrash(id: string): Promise<Result<void>> {
    const file = await this.#unused(id);
    return file.ok ? moveToTrash(this.#options.folder, file.value) : file;
  }

  async restore(id: string): Promise<Result<void>> {
    return restoreFromTrash(this.#options.folder, id);
  }

  async emptyTrash(): Promise<void> {
    await emptyTrash(this.#options.folder);
  }

  /** A session of the folder that nobody records or reads. */
  async #unused(id: string): Promise<Result<SessionFile>> {
    const file = (await sessionFiles(this.#options.folder)).find((each) => each.id === id);
    if (file === undefined) return fail('unknown-session', `There is no session "${id}".`);
    if (this.#recording.has(id)) {
      return fail('session-busy', `The session "${id}" is being recorded.`, 'Stop recording first.', true);
    }
    await this.#compactor.makeWay(file.path);
    if (await this.#pool.isOpen(file.path)) {
      return fail('session-busy', `The session "${id}" is open.`, 'Close it first.', true);
    }
    return ok(file);
  }

  async #newFile(session: NewSession): Promise<Result<SessionFile>> {
    if (session.file !== undefined) {
      if (!(await exists(session.file))) return ok(externalFile(session.file));
      return fail(
        'bad-argument',
        `${session.file} already exists.`,
        'Choose another file name, or delete it first.',
      );
    }
    const { folder } = this.#options;
    await mkdir(folder, { recursive: true });
    const taken = new Set((await sessionFiles(folder)).map(({ id }) => id));
    const base = newSessionId(session.title, session.startedAtMs);
    let id = base;
    for (let number = 2; taken.has(id); number++) id = `${base}-${number}`;
    return ok(sessionFile(folder, id, 'recording'));
  }

  async #createFile(file: SessionFile, session: NewSession): Promise<Result<SessionWriter>> {
    let lease: Lease;
    try {
      lease = await this.#pool.acquire(file.path, 'create');
    } catch (error) {
      return { ok: false, error: writeError(file.path, error) };
    }
    try {
      const connection = await lease.database.connect();
      await writeSchema(connection, session);
      this.#recording.set(file.id, file);
      return ok(this.#writer(file, session, lease, connection));
    } catch (error) {
      await lease.release().catch(() => {});
      return { ok: false, error: writeError(file.path, error) };
    }
  }

  #writer(file: SessionFile, session: NewSession, lease: Lease, connection: DuckDBConnection): SessionWriter {
    let isWanted = true;
    return new DuckDbSessionWriter({
      id: file.id,
      lease,
      connection,
      instruments: session.instruments,
      instrumentsWritten: 0,
      beforeCommit: this.#options.beforeCommit,
      summarize: async (reader) => {
        const facts = await readFacts(reader, file);
        if (!facts.ok) throw new Error(facts.error.message);
        return summaryOf({ ...facts.value, state: 'closed' }, await fileBytes(file.path));
      },
      onDiscarded: () => {
        isWanted = false;
      },
      onReleased: () => this.#foldMarks(file.id),
      onClosed: async () => {
        this.#recording.delete(file.id);
        if (!isWanted) lease.afterClose(() => deleteFiles(file.path));
        if (!isWanted || file.stage !== 'recording') return;
        // Not before the last reader has left: where open files cannot be renamed, neither can this one.
        lease.afterClose(() =>
          renameFiles(file.path, sessionFile(this.#options.folder, file.id, 'closed').path),
        );
      },
    });
  }

  /** A file that was never closed, e.g. one recorded outside the folder, is recovered when it is opened. */
  async #openFile(file: SessionFile): Promise<Result<RecordedSession>> {
    if (file.stage === 'damaged') {
      return fail('session-damaged', `${file.path} is damaged and cannot be read.`, 'It is kept as it is.');
    }
    const opened = await this.#read(file);
    if (this.#recording.has(file.id)) return opened;
    if (opened.ok) {
      if (opened.value.state !== 'recording') return opened;
      await opened.value.close();
    } else if (opened.error.code !== 'session-damaged' || !(await exists(`${file.path}.wal`))) {
      return opened;
    }
    const recovered = await recoverFile(this.#pool, file);
    return recovered.ok ? this.#read(file) : recovered;
  }

  async #read(file: SessionFile): Promise<Result<DuckDbRecordedSession>> {
    let lease: Lease;
    try {
      lease = await this.#pool.acquire(file.path, 'read');
    } catch (error) {
      return { ok: false, error: databaseError(file.path, error) };
    }
    let connection: DuckDBConnection | undefined;
    try {
      connection = await lease.database.connect();
      const facts = await readFacts(connection, file);
      if (facts.ok) {
        const onClosed = () => this.#foldMarks(file.id);
        return ok(
          new DuckDbRecordedSession({ lease, connection, facts: facts.value, shelf: this.#shelf, onClosed }),
        );
      }
      connection.closeSync();
      await lease.release();
      return facts;
    } catch (error) {
      connection?.closeSync();
      await lease.release();
      return { ok: false, error: databaseError(file.path, error) };
    }
  }

  async #recoverOne(file: SessionFile): Promise<RecoveredSession | undefined> {
    const { folder } = this.#options;
    const result = await recoverFile(this.#pool, file);
    if (result.ok) {
      await renameFiles(file.path, sessionFile(folder, file.id, 'closed').path);
      const { endsAtMs, whole } = result.value;
      const end = endsAtMs === null ? 'It is empty.' : `It ends at ${new Date(endsAtMs).toISOString()}.`;
      const loss = whole ? '' : ' Its last part was unreadable and is kept beside it.';
      const detail = `The session "${file.id}" was not closed and has been recovered. ${end}${loss}`;
      return { id: file.id, endsAtMs, outcome: 'recovered', detail };
    }
    // Another program is writing it: it is in good hands.
    if (result.error.code === 'session-busy' || result.error.code === 'session-too-new') return undefined;
    if (await holdsNothing(this.#pool, file.path)) {
      await deleteFiles(file.path);
      return undefined;
    }
    await renameFiles(file.path, sessionFile(folder, file.id, 'damaged').path);
    const detail = `The session "${file.id}" could not be recovered and is kept as it is: ${result.error.message}`;
    return { id: file.id, endsAtMs: null, outcome: 'damaged', detail };
  }

  /** Of a session of the folder that is complete; any other keeps its bookmarks beside it. */
  async #foldMarks(id: string): Promise<void> {
    // The id of a file elsewhere is its path.
    if (basename(id) !== id) return;
    const file = sessionFile(this.#options.folder, id, 'closed');
    if (!this.#recording.has(id)) await this.#shelf.fold(file.path);
  }

  async #find(idOrPath: string): Promise<SessionFile> {
    const files = await sessionFiles(this.#options.folder);
    const own = files.find(({ id, path }) => id === idOrPath || path === resolve(idOrPath));
    return own ?? externalFile(idOrPath);
  }
}

async function writeSchema(connection: DuckDBConnection, session: NewSession): Promise<void> {
  // All or nothing: a kill in between leaves a file with nothing in it, which is no session.
  await connection.run('BEGIN');
  for (const table of TABLES) await connection.run(createTableSql(table));
  for (const { name, select } of VIEWS) await connection.run(`CREATE VIEW "${name}" AS ${select}`);
  await writeMeta(connection, {
    schema_version: SCHEMA_VERSION,
    app_version: session.appVersion,
    title: session.title,
    feed: session.feed,
    started_at_ms: session.startedAtMs,
    venues: [...session.venues].map((venue) => ({ ...venue, streams: [...venue.streams] })),
    state: 'recording',
  });
  await connection.run('COMMIT');
  // A log that still holds the creation of tables may not be replayable after a kill.
  await connection.run('CHECKPOINT');
}
