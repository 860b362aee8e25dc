/**
 * Sessions in memory, for unit tests. Behaves as the DuckDB store does, except that nothing outlives the
 * process and tables cannot be exported.
 */
import { type BookmarkRow, bookmarkCount } from '../../../shared/contract/bookmarks';
import type { Thumbnail } from '../../../shared/contract/library';
import type { SessionSummary } from '../../../shared/contract/values';
import type { Checkpoint, RecordedInfo } from '../../../shared/feed/source';
import { bucketMsFor, OverviewFold, type OverviewSource } from '../../../shared/market/overview';
import { thumbnailOf } from '../../../shared/market/thumbnail';
import type { MarketEvent } from '../../../shared/model/events';
import type { Finding, ImportedFile } from '../../../shared/model/importRecord';
import { InstrumentTable } from '../../../shared/model/instrument';
import { fail, ok, type Result } from '../../../shared/model/result';
import type { TruthKind, TruthOf, TruthRecord } from '../../../shared/model/truth';
import {
  contentHashOf,
  recordedGaps,
  recordedInfo,
  reportOf,
  type SessionFacts,
  summaryOf,
} from './sessionFacts';
import type {
  Compaction,
  NewSession,
  RecordedGap,
  RecordedSession,
  RecoveredSession,
  SessionLabels,
  SessionReport,
  SessionStore,
  SessionWriter,
} from './sessionStore';
import { StatisticsFold } from './streamStatistics';

const DEFAULT_BYTES_PER_EVENT = 64;
const READ_BATCH = 1_000;

interface StoredSession {
  readonly id: string;
  readonly origin: NewSession;
  readonly events: MarketEvent[];
  readonly checkpoints: Checkpoint[];
  readonly truth: TruthRecord[];
  readonly marks: BookmarkRow[];
  readonly imported: { readonly files: ImportedFile[]; readonly findings: Finding[] };
  readonly summary: () => SessionSummary;
  readonly facts: () => SessionFacts;
  readonly bytes: () => number;
  title: string;
  tags: readonly string[];
  pinned: boolean;
  thumbnail: Thumbnail | null;
  closed: boolean;
  readers: number;
}

export interface MemoryStoreOptions {
  /** So that limits by size can be tested. */
  readonly bytesPerEvent?: number;
  /** Asked before each commit; a failure is what the disk would say. */
  readonly beforeCommit?: () => Result<void>;
}

export class MemorySessionStore implements SessionStore {
  readonly #sessions = new Map<string, StoredSession>();
  readonly #trash = new Map<string, StoredSession>();
  readonly #options: MemoryStoreOptions;

  constructor(options: MemoryStoreOptions = {}) {
    this.#options = options;
  }

  async list(): Promise<readonly SessionSummary[]> {
    return [...this.#sessions.values()].map((session) => session.summary());
  }

  async create(origin: NewSession): Promise<Result<SessionWriter>> {
    const id = origin.file ?? `session-${this.#sessions.size + 1}`;
    if (this.#sessions.has(id)) {
      return fail('bad-argument', `${id} already exists.`, 'Choose another file name, or delete it first.');
    }
    const session = newStoredSession(id, origin, this.#options.bytesPerEvent ?? DEFAULT_BYTES_PER_EVENT);
    this.#sessions.set(id, session);
    return ok(new MemoryWriter(session, this.#options, () => this.#sessions.delete(id)));
  }

  async open(id: string): Promise<Result<RecordedSession>> {
    const session = this.#sessions.get(id);
    if (session === undefined) return fail('unknown-session', `There is no session "${id}".`);
    return ok(new MemoryRecordedSession(session));
  }

  async compact(id: string): Promise<Result<Compaction>> {
    const session = this.#unused(id);
    if (!session.ok) return session;
    return ok({ bytesBefore: session.value.bytes(), bytesAfter: session.value.bytes() });
  }

  async share(): Promise<Result<void>> {
    return fail('not-supported', 'A session in memory cannot be shared.');
  }

  async recover(): Promise<readonly RecoveredSession[]> {
    return [];
  }

  async remove(id: string): Promise<Result<void>> {
    const session = this.#unused(id);
    if (!session.ok) return session;
    this.#sessions.delete(id);
    return ok(undefined);
  }

  rename(id: string, title: string): Promise<Result<void>> {
    return this.label(id, { title });
  }

  async label(id: string, { title, tags, pinned }: SessionLabels): Promise<Result<void>> {
    const session = this.#unused(id);
    if (!session.ok) return session;
    session.value.title = title ?? session.value.title;
    session.value.tags = [...new Set(tags ?? session.value.tags)];
    session.value.pinned = pinned ?? session.value.pinned;
    return ok(undefined);
  }

  async completeSummary(id: string): Promise<Result<void>> {
    const session = this.#unused(id);
    if (!session.ok) return session;
    const { instruments } = session.value.origin;
    const columns = overviewOf(session.value.events, recordedInfo(session.value.facts())).columns(
      instruments.rows()[0]?.id ?? '',
    );
    session.value.thumbnail = columns === undefined ? null : thumbnailOf(columns);
    return ok(undefined);
  }

  async moveToTrash(id: string): Promise<Result<void>> {
    const session = this.#unused(id);
    if (!session.ok) return session;
    this.#sessions.delete(id);
    this.#trash.set(id, session.value);
    return ok(undefined);
  }

  async restore(id: string): Promise<Result<void>> {
    const session = this.#trash.get(id);
    if (session === undefined) {
      return fail('unknown-session', `The deleted session "${id}" is no longer there.`);
    }
    this.#trash.delete(id);
    this.#sessions.set(id, session);
    return ok(undefined);
  }

  async emptyTrash(): Promise<void> {
    this.#trash.clear();
  }

  #unused(id: string): Result<StoredSession> {
    const session = this.#sessions.get(id);
    if (session === undefined) return fail('unknown-session', `There is no session "${id}".`);
    if (!session.closed || session.readers > 0) {
      return fail('session-busy', `The session "${id}" is open.`, 'Close it first.', true);
    }
    return ok(session);
  }
}

function newStoredSession(id: string, origin: NewSession, bytesPerEvent: number): StoredSession {
  const session: StoredSession = {
    id,
    origin,
    events: [],
    checkpoints: [],
    truth: [],
    marks: [],
    imported: { files: [], findings: [] },
    bytes: () => session.events.length * bytesPerEvent,
    title: origin.title,
    tags: [],
    pinned: false,
    thumbnail: null,
    closed: false,
    readers: 0,
    facts: () => factsOf(session),
    summary: () => summaryOf(session.facts(), session.bytes()),
  };
  return session;
}

function factsOf(session: StoredSession): SessionFacts {
  const fold = new StatisticsFold();
  for (const event of session.events) fold.add(event);
  const { feed, appVersion, startedAtMs, venues, instruments } = session.origin;
  return {
    id: session.id,
    title: session.title,
    feed,
    state: session.closed ? 'closed' : 'recording',
    appVersion,
    startedAtMs,
    venues,
    instruments: [...instruments.rows()],
    statistics: fold.result(),
    gaps: session.events.filter((event) => event.kind === 'gap'),
    library: {
      tags: [...session.tags],
      pinned: session.pinned,
      gaps: null,
      bookmarks: bookmarkCount(session.marks),
      thumbnail: session.thumbnail,
      compacted: false,
    },
    firstCheckpointSeq: session.checkpoints[0]?.seq ?? null,
  };
}

class MemoryWriter implements SessionWriter {
  readonly id: string;
  readonly #session: StoredSession;
  readonly #options: MemoryStoreOptions;
  readonly #forget: () => void;
  #events: MarketEvent[] = [];
  #checkpoints: Checkpoint[] = [];
  #truth: TruthRecord[] = [];
  #marks: BookmarkRow[] = [];

  constructor(session: StoredSession, options: MemoryStoreOptions, forget: () => void) {
    this.#forget = forget;
    this.id = session.id;
    this.#session = session;
    this.#options = options;
  }

  append(event: MarketEvent): void {
    this.#events.push(event);
  }

  appendCheckpoint(checkpoint: Checkpoint): void {
    this.#checkpoints.push(checkpoint);
  }

  appendTruth(record: TruthRecord): void {
    this.#truth.push(record);
  }

  appendMark(row: BookmarkRow): void {
    this.#marks.push(row);
  }

  appendImportedFile(file: ImportedFile): void {
    this.#session.imported.files.push(file);
  }

  appendFinding(finding: Finding): void {
    this.#session.imported.findings.push(finding);
  }

  pending() {
    return { events: this.#events.length, bytes: this.#events.length * DEFAULT_BYTES_PER_EVENT };
  }

  async commit(): Promise<Result<void>> {
    const allowed = this.#options.beforeCommit?.() ?? ok(undefined);
    if (!allowed.ok) return allowed;
    this.#session.events.push(...this.#events);
    this.#session.checkpoints.push(...this.#checkpoints);
    this.#session.truth.push(...this.#truth);
    this.#events = [];
    this.#checkpoints = [];
    this.#truth = [];
    this.#session.marks.push(...this.#marks);
    this.#marks = [];
    return ok(undefined);
  }

  async sizeBytes(): Promise<number> {
    return this.#session.bytes();
  }

  async close(): Promise<Result<SessionSummary>> {
    const committed = await this.commit();
    if (!committed.ok) return committed;
    this.#session.closed = true;
    return ok(this.#session.summary());
  }

  async discard(): Promise<void> {
    this.#forget();
  }
}

class MemoryRecordedSession implements RecordedSession {
  readonly id: string;
  readonly info: RecordedInfo;
  readonly #session: StoredSession;
  readonly #facts: SessionFacts;
  readonly #events: readonly MarketEvent[];

  constructor(session: StoredSession) {
    this.id = session.id;
    this.#session = session;
    this.#facts = session.facts();
    this.#events = [...session.events];
    this.info = recordedInfo(this.#facts);
    session.readers++;
  }

  async *read(afterSeq: number, throughSeq: number, signal: AbortSignal) {
    const wanted = this.#events.filter(({ seq }) => seq > afterSeq && seq <= throughSeq);
    for (let start = 0; start < wanted.length && !signal.aborted; start += READ_BATCH) {
      yield wanted.slice(start, start + READ_BATCH);
    }
  }

  async seqAtTime(timeMs: number): Promise<number> {
    const next = this.#events.findIndex(({ exchangeTimeMs }) => exchangeTimeMs > timeMs);
    const last = next < 0 ? this.#events.at(-1) : this.#events[next - 1];
    return last?.seq ?? this.info.firstSeq - 1;
  }

  async nearestLiquidation(seq: number, direction: 1 | -1, minUsd: number): Promise<number | null> {
    const wanted = (event: MarketEvent) =>
      event.kind === 'liquidation' && event.notionalUsd >= minUsd && (event.seq - seq) * direction > 0;
    const found = direction === 1 ? this.#events.find(wanted) : this.#events.findLast(wanted);
    return found?.seq ?? null;
  }

  async checkpointAt(throughSeq: number): Promise<Checkpoint | undefined> {
    return this.#session.checkpoints.filter(({ seq }) => seq <= throughSeq).at(-1);
  }

  async candlesThrough(throughSeq: number): Promise<readonly MarketEvent[]> {
    const bars = new Map<string, MarketEvent>();
    for (const event of this.#events) {
      if (event.kind !== 'candle' || event.seq > throughSeq) continue;
      const instrumentId = this.info.instruments[event.instrument]?.id;
      const isOurs = event.origin === 'trades';
      bars.set(`${instrumentId} ${event.intervalMs} ${event.openTimeMs} ${isOurs} ${event.closed}`, event);
    }
    return [...bars.values()].sort((a, b) => a.seq - b.seq);
  }

  async readMarks(): Promise<Result<readonly BookmarkRow[]>> {
    return ok([...this.#session.marks]);
  }

  async appendMark(row: BookmarkRow): Promise<Result<void>> {
    this.#session.marks.push(row);
    return ok(undefined);
  }

  gaps(): readonly RecordedGap[] {
    return recordedGaps(this.#facts);
  }

  async report(): Promise<SessionReport> {
    const all = this.read(this.info.firstSeq - 1, this.info.lastSeq, new AbortController().signal);
    const hash = await contentHashOf(all, this.info.instruments, (kind) => this.readTruth(kind));
    return reportOf(this.#facts, this.#session.bytes(), hash, this.#session.imported);
  }

  async *readTruth<K extends TruthKind>(kind: K) {
    yield this.#session.truth.filter((record): record is TruthOf<K> => record.kind === kind);
  }

  async overview(): Promise<OverviewSource> {
    return overviewOf(this.#events, this.info);
  }

  async exportTable(): Promise<Result<number>> {
    return fail('not-supported', 'A session in memory cannot be exported.');
  }

  async close(): Promise<void> {
    this.#session.readers--;
  }
}

function overviewOf(
  events: readonly MarketEvent[],
  { range, instruments }: Pick<RecordedInfo, 'range' | 'instruments'>,
): OverviewFold {
  const bucketMs = bucketMsFor(range.toMs - range.fromMs);
  const fold = new OverviewFold(InstrumentTable.from(instruments), range.fromMs, bucketMs);
  fold.take(events);
  return fold;
}
