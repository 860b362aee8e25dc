/**
 * What one connection has brought, and which span is missing after it was lost.
 *
 * Invariant: every interruption of a connection that had brought data ends in exactly one call of `onGap`
 * per stream: with the first data after it, or when the run ends before any.
 */
import { STREAMS, type Stream } from '../../../shared/model/venue';

export interface LostSpan {
  readonly stream: Stream;
  readonly fromMs: number;
  readonly toMs: number;
  readonly reason: string;
}

interface Loss {
  readonly reason: string;
  readonly fromMs: ReadonlyMap<Stream, number>;
  readonly lostAtMonotonicMs: number;
}

export class LaneState {
  readonly streams: readonly Stream[];
  #onGap: (span: LostSpan) => void = () => {};
  /** Exchange time of the newest data. */
  #lastMs = 0;
  #loss: Loss | null = null;
  /** Since when a silent stream brought nothing, though the connection did. */
  readonly #silentSinceMs = new Map<Stream, number>();

  constructor(streams: readonly Stream[]) {
    this.streams = STREAMS.filter((stream) => streams.includes(stream));
  }

  /** Each run reports its own gaps; the state itself outlives a run. */
  onGap(listener: (span: LostSpan) => void): void {
    this.#onGap = listener;
  }

  arrived(exchangeTimeMs: number): void {
    if (this.#loss !== null) this.#close(this.#loss, exchangeTimeMs);
    if (exchangeTimeMs > this.#lastMs) this.#lastMs = exchangeTimeMs;
  }

  silent(stream: Stream, sinceMs: number): void {
    const earlier = this.#silentSinceMs.get(stream);
    if (earlier === undefined || sinceMs < earlier) this.#silentSinceMs.set(stream, sinceMs);
  }

  lost(reason: string, monotonicMs: number): void {
    if (this.#loss !== null || this.#lastMs === 0) return;
    const fromMs = new Map<Stream, number>();
    for (const stream of this.streams) fromMs.set(stream, this.#silentSinceMs.get(stream) ?? this.#lastMs);
    this.#silentSinceMs.clear();
    this.#loss = { reason, fromMs, lostAtMonotonicMs: monotonicMs };
  }

  /** The run ends: an interruption that lasts is closed where the market must be by now. */
  end(monotonicMs: number): void {
    const loss = this.#loss;
    if (loss !== null) this.#close(loss, this.#lastMs + Math.ceil(monotonicMs - loss.lostAtMonotonicMs));
    this.lost('the feed was stopped', monotonicMs);
  }

  #close(loss: Loss, toMs: number): void {
    this.#loss = null;
    for (const [stream, fromMs] of loss.fromMs) {
      this.#onGap({ stream, fromMs, toMs, reason: loss.reason });
    }
  }
}
