/**
 * A session file open for reading. What it holds is fixed when it is opened, also when it is still being
 * recorded: later events belong to the next opening.
 */
import type { DuckDBConnection } from '@duckdb/node-api';
import type { BookmarkRow } from '../../../../shared/contract/bookmarks';
import type { Checkpoint, RecordedInfo } from '../../../../shared/feed/source';
import type { OverviewSource } from '../../../../shared/market/overview';
import type { MarketEvent } from '../../../../shared/model/events';
import { fail, ok, type Result } from '../../../../shared/model/result';
import type { TruthKind } from '../../../../shared/model/truth';
import { isSimulated, SIMULATED } from '../../../../shared/model/venue';
import {
  CANDLE_ORIGINS,
  EVENT_TABLES,
  eventTable,
  findEventTable,
} from '../../../../shared/session/eventTables';
import { findTruthTable, TRUTH_TABLES, truthSelect } from '../../../../shared/session/truthTables';
import { VIEWS } from '../../../../shared/session/views';
import { contentHashOf, recordedGaps, recordedInfo, reportOf, type SessionFacts } from '../sessionFacts';
import type { ExportFormat, RecordedGap, RecordedSession, SessionReport } from '../sessionStore';
import { type Lease, sqlText } from './database';
import { readEvents, selectEvents } from './eventReader';
import { readImportRecord } from './importReader';
import type { MarkShelf } from './markShelf';
import { tableNames } from './metaTable';
import { writeError } from './openErrors';
import { readOverview } from './overviewReader';
import { unpackState } from './packedState';
import { SeekIndex } from './seekIndex';
import type { FileFacts } from './sessionFactsReader';
import { fileBytes } from './sessionFiles';
import { spreadsheetSafe } from './spreadsheetSafe';
import { readTruth } from './truthReader';

const EXPORT_OPTIONS: Readonly<Record<ExportFormat, string>> = {
  csv: 'FORMAT csv, HEADER',
  parquet: 'FORMAT parquet, COMPRESSION zstd',
};

export class DuckDbRecordedSession implements RecordedSession {
  readonly id: string;
  readonly info: RecordedInfo;
  /** `recording` also for a file whose writer died and that has not been recovered. */
  readonly state: SessionFacts['state'];
  readonly #facts: SessionFacts;
  readonly #lease: Lease;
  /** For short queries; each `read` has a connection of its own. */
  readonly #connection: DuckDBConnection;
  readonly #seekIndex: SeekIndex;

  readonly #shelf: MarkShelf;
  readonly #onClosed: () => Promise<void>;

  /** `onClosed` is told when the file is no longer in use here. */
  constructor(options: {
    readonly lease: Lease;
    readonly connection: DuckDBConnection;
    readonly facts: FileFacts;
    readonly shelf: MarkShelf;
    readonly onClosed: () => Promise<void>;
  }) {
    const { lease, connection, facts } = options;
    this.#shelf = options.shelf;
    this.#onClosed = options.onClosed;
    this.id = facts.id;
    this.info = recordedInfo(facts);
    this.state = facts.state;
    this.#facts = facts;
    this.#lease = lease;
    this.#connection = connection;
    this.#seekIndex = new SeekIndex({
      connection,
      kinds: facts.statistics.map(({ kind }) => kind),
      throughSeq: this.info.lastSeq,
      indexedSeq: facts.indexedSeq,
    });
  }

  async *read(afterSeq: number, throughSeq: number, signal: AbortSignal) {
    const connection = await this.#lease.database.connect();
    try {
      const lastSeq = Math.min(throughSeq, this.info.lastSeq);
      yield* readEvents(connection, this.#facts.statistics, afterSeq, lastSeq, signal);
    } finally {
      connection.closeSync();
    }
  }

  async seqAtTime(timeMs: number): Promise<number> {
    return (await this.#seekIndex.seqAtTime(timeMs)) ?? this.info.firstSeq - 1;
  }

  async nearestLiquidation(seq: number, direction: 1 | -1, minUsd: number): Promise<number | null> {
    const side = direction === 1 ? `seq > ${seq}` : `seq < ${seq}`;
    const result = await this.#connection.runAndReadAll(
      `SELECT ${direction === 1 ? 'min' : 'max'}(seq) FROM liquidation
       WHERE ${side} AND seq <= ${this.info.lastSeq} AND notional_usd >= ${minUsd}`,
    );
    const found = result.getRows()[0]?.[0] ?? null;
    return found === null ? null : Number(found);
  }

  async checkpointAt(throughSeq: number): Promise<Checkpoint | undefined> {
    // First the place, then the state: sorting would load every state there is.
    const result = await this.#connection.runAndReadAll(
      `SELECT seq, t, state FROM checkpoint
       WHERE rowid = (SELECT max(rowid) FROM checkpoint WHERE seq <= ${throughSeq})`,
    );
    const row = result.getRowObjects()[0];
    if (row === undefined) return undefined;
    const state = row.state as { bytes: Uint8Array };
    return { seq: Number(row.seq), marketTimeMs: Number(row.t), state: unpackState(state.bytes) };
  }

  async candlesThrough(throughSeq: number): Promise<readonly MarketEvent[]> {
    const bound = Math.min(throughSeq, this.info.lastSeq);
    return selectEvents(
      this.#connection,
      eventTable('candle'),
      `seq IN (
        SELECT max(seq) FROM candle JOIN instrument USING (inst) WHERE seq <= ${bound}
        GROUP BY instrument.id, interval_ms, open_time, origin = ${CANDLE_ORIGINS.indexOf('trades')}, closed)`,
    );
  }

  readMarks(): Promise<Result<readonly BookmarkRow[]>> {
    return this.#shelf.read(this.#lease.database.path, this.#connection);
  }

  appendMark(row: BookmarkRow): Promise<Result<void>> {
    return this.#shelf.append(this.#lease.database.path, row);
  }

  gaps(): readonly RecordedGap[] {
    return recordedGaps(this.#facts);
  }

  async report(): Promise<SessionReport> {
    const all = this.read(this.info.firstSeq - 1, this.info.lastSeq, new AbortController().signal);
    const hash = await contentHashOf(all, this.info.instruments, (kind) => this.readTruth(kind));
    const imported = await readImportRecord(this.#connection);
    return reportOf(this.#facts, await fileBytes(this.#lease.database.path), hash, imported);
  }

  async *readTruth<K extends TruthKind>(kind: K) {
    const connection = await this.#lease.database.connect();
    try {
      yield* readTruth(connection, kind);
    } finally {
      connection.closeSync();
    }
  }

  async overview(): Promise<OverviewSource> {
    const connection = await this.#lease.database.connect();
    try {
      return await readOverview(connection, this.info);
    } finally {
      connection.closeSync();
    }
  }

  async exportTable(name: string, format: ExportFormat, path: string): Promise<Result<number>> {
    const table = findExportTable(name);
    if (table === undefined) {
      const names = [...EVENT_TABLES, ...TRUTH_TABLES].map(({ exportName }) => exportName).join(', ');
      return fail('bad-argument', `There is no table "${name}".`, `Choose one of ${names}.`);
    }
    if (table.addedLater && !(await tableNames(this.#connection)).has(table.name)) {
      return fail(
        'not-supported',
        `This session has no table "${name}": it was recorded by an older Breakwater.`,
      );
    }
    const connection = await this.#lease.database.connect();
    try {
      const select = format === 'csv' ? await spreadsheetSafe(connection, table.select) : table.select;
      const bound = table.key === 'seq' ? `WHERE seq <= ${this.info.lastSeq}` : '';
      const exported = `${select} ${bound}`;
      // In every row: a file that is cut or joined with others still says what it holds.
      const marked = isSimulated(this.info.venues)
        ? `SELECT '${SIMULATED}' AS market, * FROM (${exported})`
        : exported;
      const rows = `${marked} ORDER BY ${table.key}`;
      const copied = await connection.runAndReadAll(
        `COPY (${rows}) TO ${sqlText(path)} (${EXPORT_OPTIONS[format]})`,
      );
      return ok(Number(copied.getRows()[0]?.[0] ?? 0));
    } catch (error) {
      return { ok: false, error: writeError(path, error) };
    } finally {
      connection.closeSync();
    }
  }

  async close(): Promise<void> {
    this.#connection.closeSync();
    await this.#lease.release();
    await this.#onClosed();
  }
}

interface ExportTable {
  readonly name: string;
  readonly addedLater: boolean;
  /** What users see of it, with its `key`. */
  readonly select: string;
  readonly key: 'seq' | 'n';
}

function findExportTable(name: string): ExportTable | undefined {
  const truth = findTruthTable(name);
  if (truth !== undefined)
    return { name: truth.name, addedLater: true, select: truthSelect(truth), key: 'n' };
  const table = findEventTable(name);
  const view = VIEWS.find(({ kind }) => kind === table?.kind);
  if (table === undefined || view === undefined) return undefined;
  return { name: table.name, addedLater: table.addedLater === true, select: view.select, key: 'seq' };
}
