/**
 * Writes one session file.
 *
 * Invariants:
 * - Everything that was buffered when a commit began goes into one transaction, and stays buffered until that
 *   transaction is known to have succeeded.
 * - One commit at a time; events may be appended meanwhile.
 * - Only inserts: a write-ahead log with updates or schema changes might not be replayable after a kill.
 */
import type { DuckDBConnection } from '@duckdb/node-api';
import type { BookmarkRow } from '../../../../shared/contract/bookmarks';
import type { SessionSummary } from '../../../../shared/contract/values';
import type { Checkpoint } from '../../../../shared/feed/source';
import type { EventKind, MarketEvent } from '../../../../shared/model/events';
import { EVENT_KINDS } from '../../../../shared/model/events';
import type { Finding, ImportedFile } from '../../../../shared/model/importRecord';
import type { Instrument, InstrumentTable } from '../../../../shared/model/instrument';
import { ok, type Result } from '../../../../shared/model/result';
import type { TruthKind, TruthRecord } from '../../../../shared/model/truth';
import { eventTable } from '../../../../shared/session/eventTables';
import { IMPORT_FILE_TABLE, IMPORT_FINDING_TABLE } from '../../../../shared/session/importTables';
import { CHECKPOINT_TABLE, INSTRUMENT_TABLE } from '../../../../shared/session/schema';
import { truthTable } from '../../../../shared/session/truthTables';
import type { SessionWriter } from '../sessionStore';
import type { Lease } from './database';
import { markAppender } from './markTable';
import { writeMeta } from './metaTable';
import { NumberedAppender } from './numberedAppender';
import { textOf, writeError } from './openErrors';
import { packState } from './packedState';
import { fileBytes } from './sessionFiles';
import { StretchAppender } from './stretchAppender';
import { type Block, TableAppender } from './tableAppender';

/** Rough size of a row in the buffers: what the recorder's memory limit goes by. */
const ROW_BYTES = 80;
const LEVEL_BYTES = 12;

interface Batch {
  readonly table: TableAppender<never>;
  readonly blocks: readonly Block[];
}

interface PendingCount {
  events: number;
  bytes: number;
}

export interface WriterParts {
  readonly id: string;
  readonly lease: Lease;
  readonly connection: DuckDBConnection;
  readonly instruments: InstrumentTable;
  /** Rows of `instruments` that are in the file already. */
  readonly instrumentsWritten: number;
  /** Throws what the disk is to be said to have thrown; for tests of failures. */
  readonly beforeCommit: (() => void) | undefined;
  /** Reads the session's summary from its tables. */
  readonly summarize: (connection: DuckDBConnection) => Promise<SessionSummary>;
  /** Told when the session is closed, or given up; the file may then be renamed. */
  readonly onClosed: () => Promise<void>;
  /** Told when this writer has let the file go. */
  readonly onReleased: () => Promise<void>;
  /** Told before `onClosed` when nothing of the session is wanted. */
  readonly onDiscarded: () => void;
}

export class DuckDbSessionWriter implements SessionWriter {
  readonly id: string;
  readonly #parts: WriterParts;
  readonly #tables: Readonly<Record<EventKind, TableAppender<MarketEvent>>>;
  readonly #checkpoints = new TableAppender<Checkpoint>(CHECKPOINT_TABLE, [
    ({ seq }) => seq,
    ({ marketTimeMs }) => marketTimeMs,
    ({ state }) => state,
  ]);
  readonly #instruments = new TableAppender<Instrument>(INSTRUMENT_TABLE, [
    ({ index }) => index,
    ({ id }) => id,
    ({ venue }) => venue,
    ({ symbol }) => symbol,
    ({ asset }) => asset,
    ({ quote }) => quote,
    ({ kind }) => kind,
    ({ priceDecimals }) => priceDecimals,
    ({ quantityDecimals }) => quantityDecimals,
    ({ tickSize }) => tickSize,
  ]);
  readonly #truth: Readonly<Record<TruthKind, NumberedAppender<TruthRecord>>>;
  readonly #importFiles = new NumberedAppender<ImportedFile>(IMPORT_FILE_TABLE);
  readonly #importFindings = new NumberedAppender<Finding>(IMPORT_FINDING_TABLE);
  readonly #marks = markAppender();
  readonly #stretches = new StretchAppender();
  #connection: DuckDBConnection;
  #instrumentsBuffered: number;
  #waiting: PendingCount = { events: 0, bytes: 0 };
  #inCommit: PendingCount = { events: 0, bytes: 0 };
  #commits: Promise<unknown> = Promise.resolve();
  /** Taken out of the tables for a transaction that has not succeeded yet. */
  #uncommitted: Batch[] = [];
  /** How many of `#uncommitted` were part of the transaction that failed. */
  #failedBatches = 0;
  #afterFailure = false;
  #closed = false;

  constructor(parts: WriterParts) {
    this.id = parts.id;
    this.#parts = parts;
    this.#connection = parts.connection;
    this.#instrumentsBuffered = parts.instrumentsWritten;
    const appenders = EVENT_KINDS.map((kind) => {
      const table = eventTable(kind);
      return [
        kind,
        new TableAppender(
          table,
          table.columns.map((column) => column.cell),
        ),
      ];
    });
    this.#tables = Object.fromEntries(appenders);
    this.#truth = {
      liquidation: new NumberedAppender<TruthRecord>(truthTable('liquidation')),
      positionBin: new NumberedAppender<TruthRecord>(truthTable('positionBin')),
      label: new NumberedAppender<TruthRecord>(truthTable('label')),
    };
  }

  append(event: MarketEvent): void {
    this.#tables[event.kind].append(event);
    this.#stretches.add(event);
    this.#waiting.events++;
    this.#waiting.bytes += bytesOf(event);
  }

  appendCheckpoint(checkpoint: Checkpoint): void {
    const state = packState(checkpoint.state);
    this.#checkpoints.append({ ...checkpoint, state });
    this.#waiting.bytes += state.length + ROW_BYTES;
  }

  appendTruth(record: TruthRecord): void {
    this.#truth[record.kind].append(record);
    this.#waiting.bytes += ROW_BYTES;
  }

  appendMark(row: BookmarkRow): void {
    this.#marks.append(row);
    this.#waiting.bytes += ROW_BYTES;
  }

  appendImportedFile(file: ImportedFile): void {
    this.#importFiles.append(file);
    this.#waiting.bytes += ROW_BYTES;
  }

  appendFinding(finding: Finding): void {
    this.#importFindings.append(finding);
    this.#waiting.bytes += ROW_BYTES;
  }

  pending(): PendingCount {
    return {
      events: this.#waiting.events + this.#inCommit.events,
      bytes: this.#waiting.bytes + this.#inCommit.bytes,
    };
  }

  commit(): Promise<Result<void>> {
    const commit = this.#commits.then(() => this.#commitNow());
    this.#commits = commit;
    return commit;
  }

  async sizeBytes(): Promise<number> {
    return fileBytes(this.#parts.lease.database.path);
  }

  async close(): Promise<Result<SessionSummary>> {
    const committed = await this.commit();
    if (!committed.ok) return committed;
    const path = this.#parts.lease.database.path;
    try {
      const summary = { ...(await this.#parts.summarize(this.#connection)), state: 'closed' as const };
      const { id: _, bytes: __, ...stored } = summary;
      await writeMeta(this.#connection, { state: 'closed', summary: stored });
      await this.#connection.run('CHECKPOINT');
      const bytes = await fileBytes(path);
      await this.#letGo();
      return ok({ ...summary, bytes });
    } catch (error) {
      return { ok: false, error: writeError(path, error) };
    }
  }

  async discard(): Promise<void> {
    await this.#commits;
    this.#parts.onDiscarded();
    await this.#letGo();
  }

  async #letGo(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    for (const table of this.#appenders()) table.detach();
    this.#connection.closeSync();
    await this.#parts.onClosed();
    await this.#parts.lease.release();
    await this.#parts.onReleased();
  }

  async #commitNow(): Promise<Result<void>> {
    this.#bufferInstruments();
    const taken = this.#appenders().map((table) => ({ table, blocks: table.take() }));
    this.#uncommitted.push(...taken.filter(({ blocks }) => blocks.length > 0));
    if (this.#uncommitted.length === 0) return ok(undefined);
    this.#inCommit.events += this.#waiting.events;
    this.#inCommit.bytes += this.#waiting.bytes;
    this.#waiting = { events: 0, bytes: 0 };
    try {
      if (this.#afterFailure) await this.#startAfresh();
      if (this.#uncommitted.length > 0) await this.#write(this.#uncommitted);
      for (const { table, blocks } of this.#uncommitted) table.recycle(blocks);
      this.#uncommitted = [];
      this.#inCommit = { events: 0, bytes: 0 };
      this.#failedBatches = 0;
      return ok(undefined);
    } catch (error) {
      this.#afterFailure = true;
      this.#failedBatches = this.#uncommitted.length;
      return { ok: false, error: writeError(this.#parts.lease.database.path, error) };
    }
  }

  async #write(batch: readonly Batch[]): Promise<void> {
    const connection = this.#connection;
    await connection.run('BEGIN');
    try {
      for (const { table, blocks } of batch) await table.write(connection, blocks);
      this.#parts.beforeCommit?.();
      await connection.run('COMMIT');
    } catch (error) {
      await connection.run('ROLLBACK').catch(() => {});
      throw error;
    }
  }

  /** A failed commit may leave the connection, or the whole database, refusing everything that follows. */
  async #startAfresh(): Promise<void> {
    for (const table of this.#appenders()) table.detach();
    this.#connection.closeSync();
    try {
      this.#connection = await this.#parts.lease.database.connect();
      await this.#connection.run('SELECT count(*) FROM meta');
    } catch (error) {
      if (!/invalidated|fatal/i.test(textOf(error))) throw error;
      await this.#parts.lease.reopen();
      this.#connection = await this.#parts.lease.database.connect();
    }
    await this.#dropIfWritten();
    this.#afterFailure = false;
  }

  /** The disk may have failed after the transaction was safe: then its rows must not be written twice. */
  async #dropIfWritten(): Promise<void> {
    const first = this.#uncommitted[0];
    const block = first?.blocks[0];
    if (first === undefined || block === undefined || this.#failedBatches === 0) return;
    if (!(await first.table.holds(this.#connection, block))) return;
    const written = this.#uncommitted.splice(0, this.#failedBatches);
    for (const { table, blocks } of written) table.recycle(blocks);
  }

  #bufferInstruments(): void {
    const rows = this.#parts.instruments.rows();
    for (const row of rows.slice(this.#instrumentsBuffered)) this.#instruments.append(row);
    this.#instrumentsBuffered = rows.length;
  }

  #appenders(): TableAppender<never>[] {
    const truth = Object.values(this.#truth).map(({ rows }) => rows);
    const imports = [this.#importFiles.rows, this.#importFindings.rows];
    return [
      this.#instruments,
      this.#checkpoints,
      ...Object.values(this.#tables),
      ...truth,
      ...imports,
      this.#marks,
      this.#stretches.rows,
    ];
  }
}

function bytesOf(event: MarketEvent): number {
  return event.kind === 'book'
    ? ROW_BYTES + LEVEL_BYTES * (event.bidTicks.length + event.askTicks.length)
    : ROW_BYTES;
}
