/**
 * What happens to each batch of a running feed, in fixed order: recorder, figure log, market model, player.
 *
 * Invariants:
 * - The recorder is handed every event before any window can see it.
 * - A checkpoint with sequence number S is the fold of all events up to S, and every closed bar up to S has
 *   been handed to the recorder before it.
 */
import type { Checkpoint } from '../../../shared/feed/source';
import type { FigureLog } from '../../../shared/market/figureLog';
import type { MarketModel } from '../../../shared/market/marketModel';
import type { CandleEvent, MarketEvent } from '../../../shared/model/events';
import { MINUTE_MS } from '../../../shared/model/time';

/** Seeking folds at most this much market time forward, unless told otherwise. */
const CHECKPOINT_EVERY_MS = 5 * MINUTE_MS;

export interface PipelineRecorder {
  write(events: readonly MarketEvent[]): void;
  appendCheckpoint(checkpoint: Checkpoint): void;
}

export interface PipelineParts {
  readonly model: MarketModel;
  /** Gets each batch last; nobody watches an import. */
  readonly player?: { push(events: readonly MarketEvent[]): void } | undefined;
  readonly recorder: PipelineRecorder;
  /** Gives events of the engine's own making the next places in the sequence. */
  readonly stamp: (events: readonly MarketEvent[]) => void;
  readonly figureLog?: FigureLog | undefined;
  /** Market time between two checkpoints. */
  readonly checkpointEveryMs?: number | undefined;
  /** Events between two checkpoints at the least, however much market time they take; none when left out. */
  readonly checkpointMinEvents?: number | undefined;
}

export class MarketPipeline {
  readonly #parts: PipelineParts;
  #nextCheckpointMs = 0;
  #nextCheckpointSeq = 0;
  /** Of the last event recorded; a model that was continued from another session counts differently. */
  #lastSeq = 0;

  constructor(parts: PipelineParts) {
    this.#parts = parts;
  }

  /** One batch of stamped events, in `seq` order. */
  take(events: readonly MarketEvent[]): void {
    const { model, player, recorder, figureLog } = this.#parts;
    recorder.write(events);
    this.#noteSeq(events);
    let hasGap = false;
    for (const event of events) {
      figureLog?.before(event);
      model.apply(event);
      if (event.kind === 'gap') hasGap = true;
    }
    this.#recordClosedBars();
    const nowMs = model.nowMs;
    if (nowMs !== null && this.#isCheckpointDue(nowMs, hasGap)) this.#recordCheckpoint(nowMs);
    player?.push(events);
  }

  /**
   * What a new session begins with: the candles known so far and a checkpoint, so that its totals and
   * charts do not start at nothing. Null before the market time is known.
   */
  seed(): { readonly candles: readonly CandleEvent[]; readonly checkpoint: Checkpoint } | null {
    const { model, stamp } = this.#parts;
    const nowMs = model.nowMs;
    if (nowMs === null) return null;
    this.#recordClosedBars();
    const candles = model.candleEvents();
    stamp(candles);
    this.#noteSeq(candles);
    return { candles, checkpoint: this.#checkpoint(nowMs) };
  }

  /** The last word before a session is closed: whoever continues it folds nothing. */
  finish(): void {
    const nowMs = this.#parts.model.nowMs;
    if (nowMs === null) return;
    this.#recordClosedBars();
    this.#recordCheckpoint(nowMs);
  }

  #recordClosedBars(): void {
    const bars = this.#parts.model.drainClosedBars();
    if (bars.length === 0) return;
    this.#parts.stamp(bars);
    this.#noteSeq(bars);
    this.#parts.recorder.write(bars);
  }

  #isCheckpointDue(nowMs: number, hasGap: boolean): boolean {
    return (hasGap || nowMs >= this.#nextCheckpointMs) && this.#lastSeq >= this.#nextCheckpointSeq;
  }

  #recordCheckpoint(nowMs: number): void {
    this.#parts.recorder.appendCheckpoint(this.#checkpoint(nowMs));
    this.#nextCheckpointMs = nowMs + (this.#parts.checkpointEveryMs ?? CHECKPOINT_EVERY_MS);
    this.#nextCheckpointSeq = this.#lastSeq + (this.#parts.checkpointMinEvents ?? 0);
  }

  #checkpoint(nowMs: number): Checkpoint {
    return { seq: this.#lastSeq, marketTimeMs: nowMs, state: this.#parts.model.snapshot() };
  }

  #noteSeq(events: readonly MarketEvent[]): void {
    this.#lastSeq = events.at(-1)?.seq ?? this.#lastSeq;
  }
}
