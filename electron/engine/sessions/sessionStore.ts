/**
 * The port behind which sessions are kept: one file each, readable offline. Two implementations (DuckDB, in
 * memory) pass one contract suite.
 *
 * Invariants:
 * - A committed event survives a kill of the process.
 * - One transaction covers all streams: a crash never leaves trades without their liquidations.
 * - What is read back equals what was appended, in `seq` order, bit for bit.
 */

import type { BookmarkRow } from '../../../shared/contract/bookmarks';
import type { SessionSummary } from '../../../shared/contract/values';
import type { Checkpoint, RecordedSource } from '../../../shared/feed/source';
import type { OverviewSource } from '../../../shared/market/overview';
import type { EventKind, MarketEvent } from '../../../shared/model/events';
import type { Finding, ImportedFile, ImportRecord } from '../../../shared/model/importRecord';
import type { InstrumentTable } from '../../../shared/model/instrument';
import type { Result } from '../../../shared/model/result';
import type { TimeRange } from '../../../shared/model/time';
import type { TruthKind, TruthOf, TruthRecord } from '../../../shared/model/truth';
import type { VenueInfo } from '../../../shared/model/venue';
import type { MarkKeeper } from '../marks/markBook';

export interface NewSession {
  readonly title: string;
  /**
   * Where the data comes from, e.g. `live`, or `live binanceusdm@http://127.0.0.1:9000` when a venue is pointed
   * elsewhere. Sessions of different feeds are never joined.
   */
  readonly feed: string;
  readonly instruments: InstrumentTable;
  readonly venues: readonly VenueInfo[];
  readonly appVersion: string;
  /** Wall clock, UTC ms. */
  readonly startedAtMs: number;
  /** Where to write; the store's own folder and naming when left out. */
  readonly file?: string;
}

/** A session being recorded. */
export interface SessionWriter {
  readonly id: string;
  /** Buffers; cheap enough for every event. The event must carry its final `seq`. */
  append(event: MarketEvent): void;
  appendCheckpoint(checkpoint: Checkpoint): void;
  /** Buffers what only a simulator knows; read back by `RecordedSession.readTruth` alone. */
  appendTruth(record: TruthRecord): void;
  /** Buffers a file that the session was made of, and what was noticed in it; read back in `SessionReport`. */
  appendImportedFile(file: ImportedFile): void;
  appendFinding(finding: Finding): void;
  /** Buffers a state of a bookmark, as little and as safe as an event. */
  appendMark(row: BookmarkRow): void;
  /** Events and approximate bytes buffered since the last commit. */
  pending(): { readonly events: number; readonly bytes: number };
  /** Writes everything buffered in one transaction. On failure the buffer is kept. */
  commit(): Promise<Result<void>>;
  /** Bytes on disk. */
  sizeBytes(): Promise<number>;
  /** Commits, checkpoints, gives the file its final name. */
  close(): Promise<Result<SessionSummary>>;
  /** Ends the session and deletes its file; what was committed is lost with it. */
  discard(): Promise<void>;
}

export interface StreamCount {
  readonly kind: EventKind;
  readonly instrumentId: string | null;
  readonly rows: number;
  readonly firstTimeMs: number | null;
  readonly lastTimeMs: number | null;
}

export interface RecordedGap extends TimeRange {
  readonly venue: string;
  readonly stream: string;
  readonly instrumentId: string | null;
  readonly reason: string;
  readonly missing: number | null;
  readonly filled: boolean;
}

/** What `breakwater info` prints. */
export interface SessionReport {
  readonly summary: SessionSummary;
  readonly schemaVersion: number;
  readonly appVersion: string;
  readonly counts: readonly StreamCount[];
  readonly gaps: readonly RecordedGap[];
  /** Per venue and stream: share of the session's extent not covered by an unfilled gap. */
  readonly coverage: readonly { readonly venue: string; readonly stream: string; readonly share: number }[];
  /** Where it comes from, when it was imported. */
  readonly imported: ImportRecord;
  /** Over the market rows in `seq` order and the truth behind them; independent of the file's bytes. */
  readonly contentHash: string;
}

export type ExportFormat = 'csv' | 'parquet';

/** Everything of one kind in the order it was written, in batches of the session's choice. */
export type TruthReader = <K extends TruthKind>(kind: K) => AsyncIterable<readonly TruthOf<K>[]>;

/** A saved session, open for reading. */
export interface RecordedSession extends RecordedSource, MarkKeeper {
  readonly id: string;
  /** Every gap that was recorded, filled ones too, in `seq` order. */
  gaps(): readonly RecordedGap[];
  report(): Promise<SessionReport>;
  /** What only the simulator knew, for scores, benches and tests: players and windows get a `RecordedSource`. */
  readonly readTruth: TruthReader;
  /** The whole session in columns. */
  overview(): Promise<OverviewSource>;
  /** Writes one table (a name of `shared/session/tables`) to `path`; the number of rows written. */
  exportTable(table: string, format: ExportFormat, path: string): Promise<Result<number>>;
}

export interface RecoveredSession {
  readonly id: string;
  /** Exchange time of its last event; null when nothing could be read. */
  readonly endsAtMs: number | null;
  readonly outcome: 'recovered' | 'damaged';
  /** A sentence for the user. */
  readonly detail: string;
}

/** What a compaction has done to a session's file; the same number twice when there was nothing to do. */
export interface Compaction {
  readonly bytesBefore: number;
  readonly bytesAfter: number;
}

/** What the user says of a session; what is left out stays as it is. */
export interface SessionLabels {
  readonly title?: string | undefined;
  readonly tags?: readonly string[] | undefined;
  readonly pinned?: boolean | undefined;
}

export interface SessionStore {
  list(): Promise<readonly SessionSummary[]>;
  create(session: NewSession): Promise<Result<SessionWriter>>;
  /** By id or by path of a file anywhere. A foreign, damaged or newer file is refused with a sentence. */
  open(idOrPath: string): Promise<Result<RecordedSession>>;
  /**
   * Rewrites a closed session so that it takes less room; what it holds stays as it is. Opening or changing
   * the session ends it (`cancelled`), as `signal` does; refused while the session is open.
   */
  compact(idOrPath: string, signal: AbortSignal): Promise<Result<Compaction>>;
  /**
   * Writes a closed session, which may be open for reading, with all its bookmarks into one compact file
   * elsewhere; refused when `out` is there.
   */
  share(idOrPath: string, out: string, signal: AbortSignal): Promise<Result<void>>;
  /** Repairs what a crash left behind. Called once at start, before anything is created. */
  recover(): Promise<readonly RecoveredSession[]>;
  /** Deletes a closed session; refused while it is open. */
  remove(id: string): Promise<Result<void>>;
  /** Gives a closed session another title; refused while it is open. Its id stays. */
  rename(id: string, title: string): Promise<Result<void>>;
  /** Title, tags and pin of a closed session; refused while it is open. */
  label(id: string, labels: SessionLabels): Promise<Result<void>>;
  /** Adds to a closed session what its summary still lacks, e.g. its picture; refused while it is open. */
  completeSummary(id: string): Promise<Result<void>>;
  /** Takes a session that is not open off the list; `restore` puts it back until `emptyTrash`. */
  moveToTrash(id: string): Promise<Result<void>>;
  restore(id: string): Promise<Result<void>>;
  emptyTrash(): Promise<void>;
}
