/**
 * The bars of one instrument and interval as indicators see them: those that are over, and the forming one.
 *
 * Invariant: the bars are what the candle series says now, whatever was read before. `changes` tells readers
 * from which bar on they differ from an earlier reading, so that a fold goes on from there.
 */
import type { IndicatorBar } from '../indicators/indicator';
import { INTERVALS, type Interval, intervalMs, MOST_BARS, type TimeRange } from '../model/time';
import type { Candle, Kline } from './candleEvents';
import { ChangeLog } from './changeLog';
import type { GapLedger } from './gapLedger';
import type { InstrumentState } from './instrumentState';
import type { Listening } from './listening';
import { anyOverlap } from './ranges';

/** What bars rest on beside the candles. */
export interface BarKnowledge {
  readonly nowMs: number | null;
  /** Of the last event applied: nothing changes without another. */
  readonly seq: number;
  /** Grows when what is known about completeness changes. */
  readonly coverageRevision: number;
  readonly listening: Pick<Listening, 'holes'>;
  readonly gaps: Pick<GapLedger, 'of'>;
}

const NEVER = Number.POSITIVE_INFINITY;

/** What the held bars were read from. */
interface Reading {
  readonly changes: number;
  readonly coverage: number;
  readonly sinceMs: number | null;
  /** Ordinals: the oldest bar that is kept, and the one that was forming. */
  readonly oldest: number;
  readonly forming: number;
}

export class ClosedBars {
  /** Open times from which on bars changed, for the folds that read them. */
  readonly changes = new ChangeLog();
  readonly #state: InstrumentState;
  readonly #level: number;
  readonly #lengthMs: number;
  #seq: number | null = null;
  #reading: Reading | null = null;
  #bars: IndicatorBar[] = [];
  #forming: IndicatorBar | undefined;

  constructor(state: InstrumentState, interval: Interval) {
    this.#state = state;
    this.#level = INTERVALS.indexOf(interval);
    this.#lengthMs = intervalMs(interval);
  }

  /** Bars that are over, oldest first, as of the last `sync`. */
  get bars(): readonly IndicatorBar[] {
    return this.#bars;
  }

  /** The bar that market time is in; undefined before its first trade. */
  get forming(): IndicatorBar | undefined {
    return this.#forming;
  }

  /** Brings `bars` and `forming` up to date; what changed among the bars stands in `changes`. */
  sync(knowledge: BarKnowledge): void {
    if (knowledge.nowMs === null || knowledge.seq === this.#seq) return;
    this.#seq = knowledge.seq;
    const { id, venue } = this.#state.row;
    const reader = this.#state.reader(knowledge.listening.holes(venue, 'trades', [id]));
    const forming = Math.floor(knowledge.nowMs / this.#lengthMs);
    const formingCandle = reader.at(this.#level, forming);
    const gaps = knowledge.gaps.of(venue, 'trades', [id]);
    this.#forming = formingCandle && indicatorBar(formingCandle, forming, this.#lengthMs, gaps);
    const extent = reader.extent(this.#level);
    if (extent === undefined) return;
    const oldest = Math.max(extent.oldest, extent.newest - MOST_BARS + 1);
    const { candles, sinceMs } = this.#state;
    const changes = candles.changes.revision;
    const next = { changes, coverage: knowledge.coverageRevision, sinceMs, oldest, forming };
    const first = this.#firstStale(next);
    this.#reading = next;
    if (first >= forming) return;
    const stale = this.#cut(first * this.#lengthMs);
    const kept = this.#bars.length;
    const last = Math.min(forming - 1, extent.newest);
    for (const ordinal of reader.ordinals(this.#level, Math.max(first, oldest), last)) {
      const candle = reader.at(this.#level, ordinal);
      if (candle !== undefined) this.#bars.push(indicatorBar(candle, ordinal, this.#lengthMs, gaps));
    }
    for (let index = 0; index < stale.length || kept + index < this.#bars.length; index++) {
      const before = stale[index];
      const now = this.#bars[kept + index];
      if (before !== undefined && now !== undefined && isEqual(before, now)) continue;
      this.changes.note(Math.min(before?.openTimeMs ?? NEVER, now?.openTimeMs ?? NEVER));
      return;
    }
  }

  /** Takes off the bars from a time on. */
  #cut(fromMs: number): readonly IndicatorBar[] {
    let kept = this.#bars.length;
    while (kept > 0 && (this.#bars[kept - 1]?.openTimeMs ?? 0) >= fromMs) kept--;
    return this.#bars.splice(kept);
  }

  /** Ordinal of the first bar that may differ from what is held; minus infinity when any may. */
  #firstStale(next: Reading): number {
    const held = this.#reading;
    if (
      held === null ||
      held.coverage !== next.coverage ||
      held.sinceMs !== next.sinceMs ||
      held.oldest !== next.oldest
    ) {
      return Number.NEGATIVE_INFINITY;
    }
    const changedMs = this.#state.candles.changes.since(held.changes);
    return Math.min(held.forming, Math.floor(changedMs / this.#lengthMs));
  }
}

function indicatorBar(
  candle: Candle | Kline,
  ordinal: number,
  lengthMs: number,
  gaps: readonly TimeRange[],
): IndicatorBar {
  const { open, high, low, close, volumeBase, takerBuyBase } = candle;
  const openTimeMs = ordinal * lengthMs;
  // The venue's own candle has what we missed.
  const isWhole = 'closed' in candle && candle.closed;
  const touchedByGap = !isWhole && anyOverlap(gaps, { fromMs: openTimeMs, toMs: openTimeMs + lengthMs });
  return { openTimeMs, open, high, low, close, volumeBase, takerBuyBase, touchedByGap };
}

function isEqual(one: IndicatorBar, other: IndicatorBar): boolean {
  return (
    one.openTimeMs === other.openTimeMs &&
    one.close === other.close &&
    one.high === other.high &&
    one.low === other.low &&
    one.open === other.open &&
    Object.is(one.volumeBase, other.volumeBase) &&
    Object.is(one.takerBuyBase, other.takerBuyBase) &&
    one.touchedByGap === other.touchedByGap
  );
}
