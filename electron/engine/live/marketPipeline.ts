/**
 * What happens to each batch of a running feed, in fixed order: recorder, figure log, market model, player.
 *
 * Invariants:
 * - The recorder is handed every event before any window can see it.
 * - A checkpoint with sequence number S is the fold of all events up to S, and every closed bar up to S has
 *   been handed to the recorder before it.
 */
import type { LivePlayer } from '../../../shared/feed/livePlayer';
import type { Checkpoint } from '../../../shared/feed/source';
import type { FigureLog } from '../../../shared/market/figureLog';
import type { MarketModel } from '../../../shared/market/marketModel';
import type { CandleEvent, MarketEvent } from '../../../shared/model/events';
import { MINUTE_MS } from '../../../shared/model/time';

/** Seeking folds at most this much market time forward. */
export const CHECKPOINT_EVERY_MS = 5 * MINUTE_MS;

export interface PipelineRecorder {
  write(events: readonly MarketEvent[]): void;
  appendCheckpoint(checkpoint: Checkpoint): void;
}

export interface PipelineParts {
  readonly model: MarketModel;
  readonly player: LivePlayer;
  readonly recorder: PipelineRecorder;
  /** Gives events of the engine's own making the next places in the sequence. */
  readonly stamp: (events: readonly MarketEvent[]) => void;
  readonly figureLog?: FigureLog | undefined;
}

export class MarketPipeline {
  readonly #parts: PipelineParts;
  #nextCheckpointMs = 0;

  constructor(parts: PipelineParts) {
    this.#parts = parts;
  }

  /** One batch of stamped events, in `seq` order. */
  take(events: readonly MarketEvent[]): void {
    const { model, player, recorder, figureLog } = this.#parts;
    recorder.write(events);
    let hasGap = false;
    for (const event of events) {
      figureLog?.before(event);
      model.apply(event);
      if (event.kind === 'gap') hasGap = true;
    }
    const bars = this.#recordClosedBars();
    const nowMs = model.nowMs;
    if (nowMs !== null && (hasGap || nowMs >= this.#nextCheckpointMs)) this.#recordCheckpoint(nowMs, bars);
    player.push(events);
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
    return { candles, checkpoint: this.#checkpoint(nowMs, candles.at(-1)?.seq ?? model.seq) };
  }

  /** The last word before a session is closed: whoever continues it folds nothing. */
  finish(): void {
    const nowMs = this.#parts.model.nowMs;
    if (nowMs !== null) this.#recordCheckpoint(nowMs, this.#recordClosedBars());
  }

  #recordClosedBars(): readonly CandleEvent[] {
    const bars = this.#parts.model.drainClosedBars();
    if (bars.length === 0) return bars;
    this.#parts.stamp(bars);
    this.#parts.recorder.write(bars);
    return bars;
  }

  #recordCheckpoint(nowMs: number, bars: readonly CandleEvent[]): void {
    const seq = Math.max(this.#parts.model.seq, bars.at(-1)?.seq ?? 0);
    this.#parts.recorder.appendCheckpoint(this.#checkpoint(nowMs, seq));
    this.#nextCheckpointMs = nowMs + CHECKPOINT_EVERY_MS;
  }

  #checkpoint(nowMs: number, seq: number): Checkpoint {
    return { seq, marketTimeMs: nowMs, state: this.#parts.model.snapshot() };
  }
}
