/**
 * Writes the live feed into sessions, one after another.
 *
 * Invariants:
 * - `write` never waits and never throws for a slow or full disk; whatever happens here, the live view goes on.
 * - What is not recorded is counted and becomes a recorded gap: a session never looks more complete than it is.
 * - At most one commit runs at a time; events that come meanwhile are buffered, up to a limit.
 * - An event goes to exactly one session: a roll switches between two calls of `write`.
 */
import type { RecorderStatus, Settings } from '../../../shared/contract/values';
import type { Cancel, Clock } from '../../../shared/feed/clock';
import type { Checkpoint } from '../../../shared/feed/source';
import type { EventKind, MarketEvent } from '../../../shared/model/events';
import type { InstrumentTable } from '../../../shared/model/instrument';
import { type AppError, fail, ok, type Result } from '../../../shared/model/result';
import { DAY_MS, HOUR_MS } from '../../../shared/model/time';
import type { TruthRecord } from '../../../shared/model/truth';
import { BYTES_PER_GB, sessionsToDelete } from '../../../shared/session/retention';
import type { NoticeBoard } from '../noticeBoard';
import type { NewSession, SessionStore, SessionWriter } from '../sessions/sessionStore';
import { Overflow } from './overflow';

const COMMIT_INTERVAL_MS = 250;
const DISK_CHECK_INTERVAL_MS = 5_000;
const RETENTION_INTERVAL_MS = HOUR_MS;
const BUFFER_LIMIT_BYTES = 64 * 1024 * 1024;
/** Of the buffer: a source that can wait does so from here, so that it holds little while the disk is slow. */
const DRAINED_SHARE = 1 / 16;
const ROLL_AFTER_MS = DAY_MS;
const ROLL_AFTER_BYTES = 2e9;

/**
 * Kinds there is always room for: status and gaps, which say what the session misses, and points of series,
 * which come a few times a day.
 */
const FEW: ReadonlySet<EventKind> = new Set(['feedStatus', 'gap', 'seriesPoint']);

export type RecordingLimits = Omit<Settings['recording'], 'automatic'>;

/** Why a session began. A rolled one continues its predecessor without a hole. */
export type SessionStart = 'start' | 'roll';

export interface RecorderOptions {
  readonly store: SessionStore;
  readonly clock: Clock;
  readonly instruments: InstrumentTable;
  readonly appVersion: string;
  /** Asked when a session begins. */
  readonly describe: () => Pick<NewSession, 'title' | 'feed' | 'venues'>;
  /** Asked at each check, so that changed settings count at once. */
  readonly limits: () => RecordingLimits;
  /** Free bytes on the disk the sessions are on. */
  readonly freeDiskBytes: () => Promise<number>;
  readonly notices: Pick<NoticeBoard, 'raise' | 'clear'>;
  /**
   * A session has begun and has no event yet. Whoever keeps market state answers by `appendCheckpoint`, and
   * by `write`-ing nothing before that, so that the session can be opened on its own.
   */
  readonly onSession: (sessionId: string, start: SessionStart) => void;
  /** Told after each change of `status().state` and of the session, and when the file of an ended one is complete. */
  readonly onStatus: () => void;
  /** A file of the caller's choice instead of the store's folder; such a session is never rolled. */
  readonly file?: string;
  readonly bufferLimitBytes?: number;
}

interface Recording {
  readonly writer: SessionWriter;
  readonly startedAtMs: number;
  readonly startedMonotonicMs: number;
  readonly overflow: Overflow;
  events: number;
  bytes: number;
  /** Monotonic time of the oldest event in a running commit, and of the oldest after those. */
  committingSinceMs: number | null;
  waitingSinceMs: number | null;
}

export class Recorder {
  readonly #options: RecorderOptions;
  readonly #clock: Clock;
  #recording: Recording | undefined;
  /** A session whose last commit failed, kept with its buffer until it can be closed. */
  #stranded: SessionWriter | undefined;
  #state: RecorderStatus['state'] = 'stopped';
  #reason = 'Recording has not been started.';
  #timers: Cancel[] = [];
  #closings: Promise<unknown> = Promise.resolve();
  /** Starts and stops, one after the other. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(options: RecorderOptions) {
    this.#options = options;
    this.#clock = options.clock;
  }

  status(): RecorderStatus {
    const recording = this.#recording;
    const oldestMs = recording?.committingSinceMs ?? recording?.waitingSinceMs ?? null;
    return {
      state: this.#state,
      reason: this.#reason,
      sessionId: recording?.writer.id ?? null,
      startedAtMs: recording?.startedAtMs ?? null,
      bytes: recording?.bytes ?? 0,
      events: recording?.events ?? 0,
      writeLagMs: oldestMs === null ? 0 : this.#clock.monotonicMs() - oldestMs,
    };
  }

  /** Begins a session. Does nothing while one is being recorded. */
  start(): Promise<Result<RecorderStatus>> {
    return this.#inTurn(async () => {
      if (this.#recording !== undefined) return ok(this.status());
      await this.#closeStranded();
      await this.#enforceRetention();
      const begun = await this.#begin('start');
      if (!begun.ok) {
        this.#become('failed', begun.error.message);
        return begun;
      }
      this.#options.notices.clear('recorder');
      return ok(this.status());
    });
  }

  /** Commits, closes the session, and waits until its file is complete. */
  stop(): Promise<Result<RecorderStatus>> {
    return this.#inTurn(async () => {
      const closed = await this.#end('Recording was stopped.');
      await this.#closings;
      await this.#closeStranded();
      return closed.ok ? ok(this.status()) : closed;
    });
  }

  /** Stamped events, in `seq` order. */
  write(events: readonly MarketEvent[]): void {
    const recording = this.#recording;
    if (recording === undefined || events.length === 0) return;
    recording.waitingSinceMs ??= this.#clock.monotonicMs();
    const limit = this.#options.bufferLimitBytes ?? BUFFER_LIMIT_BYTES;
    const full = recording.writer.pending().bytes >= limit;
    for (const event of events) {
      if (full && !FEW.has(event.kind)) {
        if (!recording.overflow.active) this.#noticeOverflow();
        recording.overflow.drop(event);
        continue;
      }
      if (recording.overflow.active) this.#recordOverflow(recording);
      recording.writer.append(event);
      recording.events++;
    }
  }

  /**
   * Resolves when there is room for more, for sources that can wait: what they send is never left out. At once
   * when nothing is being recorded.
   */
  async drained(): Promise<void> {
    const limit = (this.#options.bufferLimitBytes ?? BUFFER_LIMIT_BYTES) * DRAINED_SHARE;
    if ((this.#recording?.writer.pending().bytes ?? 0) > limit) await this.#commit();
  }

  /** A state of the market model as of the last event written. */
  appendCheckpoint(checkpoint: Checkpoint): void {
    this.#recording?.writer.appendCheckpoint(checkpoint);
  }

  /** Takes bookmarks into the session being recorded; null while there is none. */
  get marks(): Pick<SessionWriter, 'appendMark'> | null {
    return this.#recording?.writer ?? null;
  }

  /** What only a simulator knows. There is always room: it is little beside the events. */
  writeTruth(record: TruthRecord): void {
    this.#recording?.writer.appendTruth(record);
  }

  async #begin(start: SessionStart): Promise<Result<void>> {
    const room = await this.#diskRoom();
    if (!room.ok) return room;
    const { store, instruments, appVersion, file } = this.#options;
    const session: NewSession = {
      ...this.#options.describe(),
      instruments,
      appVersion,
      startedAtMs: this.#clock.wallMs(),
    };
    const created = await store.create(file === undefined ? session : { ...session, file });
    if (!created.ok) return created;
    const predecessor = this.#recording;
    // The old session's own gap must not wait for events that it will never get.
    if (predecessor?.overflow.active) this.#recordOverflow(predecessor);
    this.#recording = {
      writer: created.value,
      startedAtMs: session.startedAtMs,
      startedMonotonicMs: this.#clock.monotonicMs(),
      overflow: new Overflow(instruments),
      events: 0,
      bytes: 0,
      committingSinceMs: null,
      waitingSinceMs: null,
    };
    if (predecessor !== undefined) this.#close(predecessor.writer);
    else this.#startTimers();
    this.#options.onSession(created.value.id, start);
    this.#become('recording', '');
    return ok(undefined);
  }

  /** Closes the current session, if any. After a failure to do so it is kept for another try. */
  async #end(reason: string): Promise<Result<void>> {
    const recording = this.#recording;
    for (const cancel of this.#timers) cancel();
    this.#timers = [];
    if (recording === undefined) {
      if (this.#state === 'recording') this.#become('stopped', reason);
      return ok(undefined);
    }
    if (recording.overflow.active) this.#recordOverflow(recording);
    this.#recording = undefined;
    this.#become('stopped', reason);
    const closed = await recording.writer.close();
    if (!closed.ok) {
      this.#stranded = recording.writer;
      this.#become('failed', closed.error.message);
      this.#noticeFailure(closed.error);
      return closed;
    }
    this.#options.onStatus();
    return ok(undefined);
  }

  #close(writer: SessionWriter): void {
    this.#closings = this.#closings.then(async () => {
      const closed = await writer.close();
      if (!closed.ok) {
        this.#stranded = writer;
        this.#noticeFailure(closed.error);
      }
      await this.#enforceRetention().catch((error: unknown) => this.#noticeTrouble(error));
      this.#options.onStatus();
    });
  }

  async #closeStranded(): Promise<void> {
    const closed = await this.#stranded?.close();
    if (closed === undefined || closed.ok) {
      this.#stranded = undefined;
      return;
    }
    this.#options.notices.raise({
      id: 'recorder-stranded',
      severity: 'warning',
      title: 'A session could not be closed',
      detail: closed.error.message,
      hint: 'What it holds on disk is recovered when Breakwater starts next.',
    });
  }

  #startTimers(): void {
    this.#every(COMMIT_INTERVAL_MS, () => this.#commit());
    this.#every(DISK_CHECK_INTERVAL_MS, () => this.#checkDisk());
    this.#every(RETENTION_INTERVAL_MS, () => this.#enforceRetention());
  }

  /** Runs `task` again and again, the next time never before the last has finished. */
  #every(intervalMs: number, task: () => Promise<void>): void {
    const slot = this.#timers.length;
    let stopped = false;
    const run = async () => {
      const startMs = this.#clock.monotonicMs();
      await task().catch((error: unknown) => this.#noticeTrouble(error));
      if (stopped) return;
      cancel = this.#clock.schedule(Math.max(0, startMs + intervalMs - this.#clock.monotonicMs()), run);
    };
    let cancel = this.#clock.schedule(intervalMs, run);
    this.#timers[slot] = () => {
      stopped = true;
      cancel();
    };
  }

  async #commit(): Promise<void> {
    const recording = this.#recording;
    if (recording === undefined) return;
    recording.committingSinceMs ??= recording.waitingSinceMs;
    recording.waitingSinceMs = null;
    const committed = await recording.writer.commit();
    if (committed.ok) {
      recording.committingSinceMs = null;
      return;
    }
    if (committed.error.retryable || this.#recording !== recording) return;
    this.#fail(recording, committed.error);
  }

  /** Keeps the writer with its buffer: `start` tries to save it before it begins anew. */
  #fail(recording: Recording, error: AppError): void {
    for (const cancel of this.#timers) cancel();
    this.#timers = [];
    this.#recording = undefined;
    this.#stranded = recording.writer;
    this.#become('failed', error.message);
    this.#noticeFailure(error);
  }

  async #checkDisk(): Promise<void> {
    const recording = this.#recording;
    if (recording === undefined) return;
    recording.bytes = await recording.writer.sizeBytes();
    const room = await this.#diskRoom();
    if (this.#recording !== recording) return;
    if (!room.ok) {
      this.#noticeFailure(room.error);
      await this.#inTurn(() => this.#end(room.error.message));
      return;
    }
    const ageMs = this.#clock.monotonicMs() - recording.startedMonotonicMs;
    if (this.#options.file === undefined && (ageMs >= ROLL_AFTER_MS || recording.bytes >= ROLL_AFTER_BYTES)) {
      await this.#inTurn(() => this.#roll(recording));
    }
  }

  /** On failure the old session simply goes on; the next check tries again. */
  async #roll(recording: Recording): Promise<void> {
    if (this.#recording !== recording) return;
    const begun = await this.#begin('roll');
    if (!begun.ok) this.#noticeFailure(begun.error);
  }

  async #diskRoom(): Promise<Result<void>> {
    const limitGb = this.#options.limits().minFreeDiskGb;
    const freeGb = (await this.#options.freeDiskBytes()) / BYTES_PER_GB;
    if (freeGb >= limitGb) return ok(undefined);
    return fail(
      'disk-full',
      `Recording stopped: ${freeGb.toFixed(1)} GB are free on the disk, less than the limit of ${limitGb} GB.`,
      'Free some space, or lower the limit in the settings; then start recording again.',
    );
  }

  /** Whoever records into a file of their own has nothing to say about the user's sessions. */
  async #enforceRetention(): Promise<void> {
    const { store, file } = this.#options;
    if (file !== undefined) return;
    const doomed = sessionsToDelete(await store.list(), this.#options.limits(), this.#clock.wallMs());
    let deleted = 0;
    for (const { id } of doomed) if ((await store.remove(id)).ok) deleted++;
    if (deleted === 0) return;
    this.#options.notices.raise({
      id: 'retention',
      severity: 'info',
      title: deleted === 1 ? 'An old session was deleted' : `${deleted} old sessions were deleted`,
      detail: 'The sessions together exceeded the limits of size and age in the settings.',
      hint: 'Raise the limits in the settings to keep more.',
    });
  }

  #recordOverflow(recording: Recording): void {
    for (const gap of recording.overflow.takeGaps()) {
      recording.writer.append(gap);
      recording.events++;
    }
  }

  #noticeOverflow(): void {
    this.#options.notices.raise({
      id: 'recorder-overflow',
      severity: 'warning',
      title: 'The disk is too slow to record everything',
      detail: 'Some events were left out of the session and are marked in it as a gap.',
      hint: 'Close other programs that use the disk, or record fewer assets.',
    });
  }

  /** A look at the disk that failed: the next one may not, and recording goes on. */
  #noticeTrouble(error: unknown): void {
    this.#options.notices.raise({
      id: 'recorder-trouble',
      severity: 'warning',
      title: 'The disk of the sessions cannot be looked at',
      detail: error instanceof Error ? error.message : String(error),
      hint: 'Check that the data folder is still there and may be read.',
    });
  }

  #noticeFailure(error: AppError): void {
    const notice = {
      id: 'recorder',
      severity: 'error' as const,
      title: 'Recording stopped',
      detail: error.message,
    };
    this.#options.notices.raise(error.hint === undefined ? notice : { ...notice, hint: error.hint });
  }

  #become(state: RecorderStatus['state'], reason: string): void {
    this.#state = state;
    this.#reason = reason;
    this.#options.onStatus();
  }

  #inTurn<T>(task: () => Promise<T>): Promise<T> {
    const turn = this.#turn.then(task);
    this.#turn = turn.catch(() => {});
    return turn;
  }
}
