/**
 * What is done to closed sessions when there is time: the picture for the list, then compaction.
 *
 * Invariants:
 * - One session at a time, and none before it has been closed for a while: the start of the app, and whoever
 *   opens what was just recorded, come first.
 * - What fails is not tried again before the next start: nothing here is needed, and nothing gets lost.
 */
import type { SessionSummary } from '../../../shared/contract/values';
import type { Cancel, Clock } from '../../../shared/feed/clock';
import { SECOND_MS } from '../../../shared/model/time';
import { BYTES_PER_GB } from '../../../shared/session/retention';
import type { SessionStore } from './sessionStore';

export const REST_MS = 20 * SECOND_MS;
/** A smaller file hardly gets smaller. */
const COMPACT_FROM_BYTES = 1_000_000;

export interface HousekeeperOptions {
  readonly store: Pick<SessionStore, 'completeSummary' | 'compact'>;
  readonly clock: Clock;
  readonly freeDiskBytes: () => Promise<number>;
  /** Room on the disk that recording needs; compaction leaves it alone. */
  readonly minFreeDiskGb: () => number;
  /** The file of a session has changed. */
  readonly onChanged: () => void;
  readonly onFault: (error: unknown, during: string) => void;
}

export class Housekeeper {
  readonly #options: HousekeeperOptions;
  readonly #abort = new AbortController();
  /** Done, or tried in vain. */
  readonly #seen = new Set<string>();
  #waiting: readonly SessionSummary[] = [];
  #cancelRest: Cancel | undefined;
  #running: Promise<void> = Promise.resolve();

  constructor(options: HousekeeperOptions) {
    this.#options = options;
  }

  /** The newest list of sessions. */
  look(sessions: readonly SessionSummary[]): void {
    this.#waiting = sessions.filter((session) =>
      tasksOf(session).some((task) => !this.#isSeen(session, task)),
    );
    if (this.#waiting.length === 0 || this.#cancelRest !== undefined || this.#abort.signal.aborted) return;
    this.#cancelRest = this.#options.clock.schedule(REST_MS, () => {
      this.#running = this.#work().catch((error) => this.#options.onFault(error, 'housekeeping of sessions'));
    });
  }

  /** Resolves when no file is used any more. */
  async close(): Promise<void> {
    this.#abort.abort();
    this.#cancelRest?.();
    await this.#running;
  }

  async #work(): Promise<void> {
    for (const session of this.#waiting) {
      for (const task of tasksOf(session)) {
        if (this.#abort.signal.aborted) return;
        if (this.#isSeen(session, task)) continue;
        this.#seen.add(keyOf(session, task));
        if (await this.#do(session, task)) this.#options.onChanged();
      }
    }
    this.#cancelRest = undefined;
  }

  async #do(session: SessionSummary, task: Task): Promise<boolean> {
    const { store } = this.#options;
    if (task === 'complete') return (await store.completeSummary(session.id)).ok;
    const room = (await this.#options.freeDiskBytes()) - this.#options.minFreeDiskGb() * BYTES_PER_GB;
    return room > session.bytes && (await store.compact(session.id, this.#abort.signal)).ok;
  }

  #isSeen(session: SessionSummary, task: Task): boolean {
    return this.#seen.has(keyOf(session, task));
  }
}

type Task = 'complete' | 'compact';

function tasksOf(session: SessionSummary): readonly Task[] {
  if (session.state !== 'closed' && session.state !== 'recovered') return [];
  return [
    ...(session.thumbnail === null ? (['complete'] as const) : []),
    ...(session.compacted || session.bytes < COMPACT_FROM_BYTES ? [] : (['compact'] as const)),
  ];
}

function keyOf({ id }: SessionSummary, task: Task): string {
  return `${task} ${id}`;
}
