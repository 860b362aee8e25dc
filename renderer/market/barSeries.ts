/**
 * The bars a chart shows, kept outside React and fed by frames.
 *
 * Invariants: open times rise strictly; at most `MOST_BARS` are held (the oldest leave in blocks, so that a
 * chart is not redrawn from scratch at every new bar); an unknown value is null, never 0.
 */
import { BAR_FORMING, BAR_GAP, type BarsFrame } from '../../shared/contract/frames';
import { MOST_BARS } from '../../shared/model/time';

export interface ChartBar {
  readonly openTimeMs: number;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volumeBase: number | null;
  readonly takerBuyBase: number | null;
  /** USD over all venues of the asset. */
  readonly shortsUsd: number | null;
  readonly longsUsd: number | null;
  readonly forming: boolean;
  readonly gap: boolean;
}

/** What changed since the chart was last drawn. */
export type BarsDelta =
  | { readonly kind: 'none' }
  /** Everything may differ: draw all bars. */
  | { readonly kind: 'all' }
  /** Only these, in order of time, none older than the newest bar drawn before. */
  | { readonly kind: 'tail'; readonly bars: readonly ChartBar[] };

const TRIM_TO = MOST_BARS - 500;

export class BarSeries {
  #bars: ChartBar[] = [];
  #epoch = 0;
  #loaded = false;
  #redrawAll = false;
  /** Newest open time already drawn; bars at or after it may be drawn one by one. */
  #drawnThroughMs = Number.NEGATIVE_INFINITY;
  #tailFromMs = Number.POSITIVE_INFINITY;

  /** False until the first snapshot has come. */
  get loaded(): boolean {
    return this.#loaded;
  }

  get bars(): readonly ChartBar[] {
    return this.#bars;
  }

  get last(): ChartBar | undefined {
    return this.#bars.at(-1);
  }

  /** The bar that opens at a time. */
  at(openTimeMs: number): ChartBar | undefined {
    const bar = this.#bars[this.#indexFrom(openTimeMs)];
    return bar?.openTimeMs === openTimeMs ? bar : undefined;
  }

  /** The last bar that opens before a time. */
  before(openTimeMs: number): ChartBar | undefined {
    return this.#bars[this.#indexFrom(openTimeMs) - 1];
  }

  /** Updates of an epoch other than the last snapshot's are stale and ignored. */
  apply(frame: BarsFrame): void {
    if (frame.mode === 'snapshot') {
      this.#epoch = frame.epoch;
      this.#loaded = true;
      this.#redrawAll = true;
      this.#bars = [];
    } else if (frame.epoch !== this.#epoch || !this.#loaded) {
      return;
    }
    for (let row = 0; row < frame.openTimeMs.length; row++) this.#put(barAt(frame, row));
    if (this.#bars.length > MOST_BARS) {
      this.#bars = this.#bars.slice(-TRIM_TO);
      this.#redrawAll = true;
    }
  }

  /** What to draw now; the caller is taken to have drawn it. */
  takeDelta(): BarsDelta {
    const redrawAll = this.#redrawAll;
    const tailFromMs = this.#tailFromMs;
    this.#redrawAll = false;
    this.#tailFromMs = Number.POSITIVE_INFINITY;
    this.#drawnThroughMs = this.last?.openTimeMs ?? Number.NEGATIVE_INFINITY;
    if (redrawAll) return { kind: 'all' };
    if (tailFromMs === Number.POSITIVE_INFINITY) return { kind: 'none' };
    return { kind: 'tail', bars: this.#bars.slice(this.#indexFrom(tailFromMs)) };
  }

  #put(bar: ChartBar): void {
    const last = this.last;
    if (last === undefined || bar.openTimeMs > last.openTimeMs) {
      this.#bars.push(bar);
    } else {
      const index = this.#indexFrom(bar.openTimeMs);
      const exists = this.#bars[index]?.openTimeMs === bar.openTimeMs;
      this.#bars.splice(index, exists ? 1 : 0, bar);
    }
    if (bar.openTimeMs < this.#drawnThroughMs) this.#redrawAll = true;
    else this.#tailFromMs = Math.min(this.#tailFromMs, bar.openTimeMs);
  }

  /** Index of the first bar that opens at or after a time. */
  #indexFrom(openTimeMs: number): number {
    let low = 0;
    let high = this.#bars.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#bars[middle]?.openTimeMs ?? 0) < openTimeMs) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

function barAt(frame: BarsFrame, row: number): ChartBar {
  const flags = frame.flags[row] ?? 0;
  return {
    openTimeMs: numberAt(frame.openTimeMs, row),
    open: numberAt(frame.open, row),
    high: numberAt(frame.high, row),
    low: numberAt(frame.low, row),
    close: numberAt(frame.close, row),
    volumeBase: valueAt(frame.volumeBase, row),
    takerBuyBase: valueAt(frame.takerBuyBase, row),
    shortsUsd: valueAt(frame.shortsUsd, row),
    longsUsd: valueAt(frame.longsUsd, row),
    forming: (flags & BAR_FORMING) !== 0,
    gap: (flags & BAR_GAP) !== 0,
  };
}

function numberAt(column: Float64Array, row: number): number {
  return column[row] ?? Number.NaN;
}

function valueAt(column: Float64Array, row: number): number | null {
  const value = column[row];
  return value === undefined || Number.isNaN(value) ? null : value;
}
