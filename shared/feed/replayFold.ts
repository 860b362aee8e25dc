/**
 * Moves a market model along a recorded session.
 *
 * Invariant: the model is a fold of a prefix of the session at all times, also when a move is given up
 * half-way or fails.
 */
import type { MarketEvent } from '../model/events';
import type { Result } from '../model/result';
import type { Clock } from './clock';
import { EventCursor, unlessAborted } from './eventCursor';
import { startSeq } from './replayTargets';
import type { RecordedSource } from './source';

/** Forward moves up to this many events are folded without looking for a checkpoint. */
const SHORT_MOVE_EVENTS = 20_000;
/** Longest stretch of folding before other work gets its turn. */
const LONGEST_STRETCH_MS = 8;
const EVENTS_BETWEEN_LOOKS = 256;

/** The part of the market model that a replay drives. */
export interface ReplayModel {
  readonly nowMs: number | null;
  /** Of the last event applied; 0 before the first. */
  readonly seq: number;
  apply(event: MarketEvent): void;
  restore(state: Uint8Array, candles: readonly MarketEvent[]): Result<void>;
  reset(): void;
}

/** What the owner of the move hears. */
export interface MoveListener {
  /** The model left its line: what follows does not continue what came before. */
  onJump(): void;
  onApplied(event: MarketEvent): void;
}

export class ReplayFold {
  readonly #source: RecordedSource;
  readonly #model: ReplayModel;
  readonly #clock: Clock;
  /** Number of the checkpoint the model was last restored from; what it adds to the model are candles. */
  #restoredSeq = -1;

  constructor(source: RecordedSource, model: ReplayModel, clock: Clock) {
    this.#source = source;
    this.#model = model;
    this.#clock = clock;
  }

  /** Sequence number of the prefix the model holds. */
  get seq(): number {
    return Math.max(this.#model.seq, this.#restoredSeq, this.#source.info.firstSeq - 1);
  }

  get atEnd(): boolean {
    return this.seq >= this.#source.info.lastSeq;
  }

  /** Ends with the model at `wantedSeq`, or at the start of what is shown. Throws what the source throws, and when the signal aborts. */
  async moveTo(wantedSeq: number, signal: AbortSignal, listener: MoveListener): Promise<void> {
    const firstShown = startSeq(this.#source.info);
    const targetSeq = Math.max(wantedSeq, firstShown);
    const isFar = targetSeq < this.seq || this.seq < firstShown || targetSeq - this.seq > SHORT_MOVE_EVENTS;
    if (isFar) await this.#jump(targetSeq, signal, listener);
    const cursor = new EventCursor(this.#source, this.seq, targetSeq, signal);
    try {
      await this.#fold(cursor, signal, listener);
    } finally {
      cursor.close();
    }
  }

  /** To the newest checkpoint before the target, if that is nearer than where the model is. */
  async #jump(targetSeq: number, signal: AbortSignal, listener: MoveListener): Promise<void> {
    const checkpoint = await unlessAborted(this.#source.checkpointAt(targetSeq), signal);
    if (targetSeq >= this.seq && (checkpoint === undefined || checkpoint.seq <= this.seq)) return;
    if (checkpoint === undefined) {
      listener.onJump();
      this.#reset();
      return;
    }
    const candles = await unlessAborted(this.#source.candlesThrough(checkpoint.seq), signal);
    listener.onJump();
    // An unreadable checkpoint only costs time: the session is folded from its beginning.
    if (this.#model.restore(checkpoint.state, candles).ok) this.#restoredSeq = checkpoint.seq;
    else this.#reset();
  }

  #reset(): void {
    this.#restoredSeq = -1;
    this.#model.reset();
  }

  async #fold(cursor: EventCursor, signal: AbortSignal, listener: MoveListener): Promise<void> {
    let stretchMs = this.#clock.monotonicMs();
    let untilLook = EVENTS_BETWEEN_LOOKS;
    while (await cursor.load()) {
      for (let event = cursor.peek(); event !== undefined; event = cursor.peek()) {
        this.#model.apply(event);
        cursor.take();
        listener.onApplied(event);
        if (--untilLook > 0) continue;
        untilLook = EVENTS_BETWEEN_LOOKS;
        if (this.#clock.monotonicMs() - stretchMs < LONGEST_STRETCH_MS) continue;
        await sleep(this.#clock, 0, signal);
        signal.throwIfAborted();
        stretchMs = this.#clock.monotonicMs();
      }
    }
  }
}

/** Resolves after the delay, or at once when the signal aborts. */
export function sleep(clock: Clock, delayMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const cancel = clock.schedule(delayMs, done);
    signal.addEventListener('abort', done, { once: true });
    function done() {
      cancel();
      signal.removeEventListener('abort', done);
      resolve();
    }
  });
}
