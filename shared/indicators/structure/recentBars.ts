/**
 * The newest closed bars, as many as the longest window needs, with the highs and lows of each window in order.
 *
 * Invariant: the sorted windows are a function of the bars, so a snapshot holds the bars alone.
 */

import { SortedWindow } from './sortedWindow';
import type { RangeRules } from './structureRules';

export interface RecentBar {
  readonly openTimeMs: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
}

/** Columns, the oldest bar first. */
export interface RecentBarsState {
  readonly openTimesMs: readonly number[];
  readonly highs: readonly number[];
  readonly lows: readonly number[];
  readonly closes: readonly number[];
}

interface Edges {
  readonly low: number;
  readonly high: number;
}

interface SortedWindows {
  readonly bars: number;
  readonly share: number;
  readonly highs: SortedWindow;
  readonly lows: SortedWindow;
}

export class RecentBars {
  readonly #rules: RangeRules;
  readonly #capacity: number;
  readonly #openTimesMs: Float64Array;
  readonly #highs: Float64Array;
  readonly #lows: Float64Array;
  readonly #closes: Float64Array;
  #windows: readonly SortedWindows[];
  /** Bars ever taken. */
  #count = 0;

  constructor(rules: RangeRules) {
    this.#rules = rules;
    this.#capacity = Math.max(...rules.windows);
    this.#openTimesMs = new Float64Array(this.#capacity);
    this.#highs = new Float64Array(this.#capacity);
    this.#lows = new Float64Array(this.#capacity);
    this.#closes = new Float64Array(this.#capacity);
    this.#windows = this.#emptyWindows();
  }

  get length(): number {
    return Math.min(this.#count, this.#capacity);
  }

  add({ openTimeMs, high, low, close }: RecentBar): void {
    for (const { bars, highs, lows } of this.#windows) {
      if (this.#count >= bars) {
        const leaving = (this.#count - bars) % this.#capacity;
        highs.remove(this.#highs[leaving] ?? Number.NaN);
        lows.remove(this.#lows[leaving] ?? Number.NaN);
      }
      highs.add(high);
      lows.add(low);
    }
    const at = this.#count % this.#capacity;
    this.#openTimesMs[at] = openTimeMs;
    this.#highs[at] = high;
    this.#lows[at] = low;
    this.#closes[at] = close;
    this.#count += 1;
  }

  /** Of one of the windows of the rules; null until it is full. */
  edges(bars: number): Edges | null {
    const window = this.#windows.find((each) => each.bars === bars);
    if (window === undefined || this.#count < bars) return null;
    return { low: window.lows.quantile(1 - window.share), high: window.highs.quantile(window.share) };
  }

  /** The newest bar is 0 ago. Throws for one that is not held. */
  bar(ago: number): RecentBar {
    if (ago < 0 || ago >= this.length) throw new RangeError(`no bar ${ago} ago`);
    const at = (this.#count - 1 - ago) % this.#capacity;
    const value = (column: Float64Array) => column[at] ?? Number.NaN;
    return {
      openTimeMs: value(this.#openTimesMs),
      high: value(this.#highs),
      low: value(this.#lows),
      close: value(this.#closes),
    };
  }

  /** Visits the newest `bars`, the oldest of them first, without making an object of each. */
  forEach(bars: number, visit: (high: number, low: number, close: number, index: number) => void): void {
    if (bars > this.length) throw new RangeError(`no ${bars} bars`);
    for (let index = 0; index < bars; index += 1) {
      const at = (this.#count - bars + index) % this.#capacity;
      visit(this.#highs[at] as number, this.#lows[at] as number, this.#closes[at] as number, index);
    }
  }

  copy(): RecentBars {
    const copy = new RecentBars(this.#rules);
    copy.#openTimesMs.set(this.#openTimesMs);
    copy.#highs.set(this.#highs);
    copy.#lows.set(this.#lows);
    copy.#closes.set(this.#closes);
    copy.#windows = this.#windows.map((window) => ({
      ...window,
      highs: window.highs.copy(),
      lows: window.lows.copy(),
    }));
    copy.#count = this.#count;
    return copy;
  }

  snapshot(): RecentBarsState {
    const bars = Array.from({ length: this.length }, (_, index) => this.bar(this.length - 1 - index));
    return {
      openTimesMs: bars.map(({ openTimeMs }) => openTimeMs),
      highs: bars.map(({ high }) => high),
      lows: bars.map(({ low }) => low),
      closes: bars.map(({ close }) => close),
    };
  }

  restore({ openTimesMs, highs, lows, closes }: RecentBarsState): void {
    this.#count = 0;
    this.#windows = this.#emptyWindows();
    for (const [index, openTimeMs] of openTimesMs.entries()) {
      const value = (column: readonly number[]) => column[index] ?? Number.NaN;
      this.add({ openTimeMs, high: value(highs), low: value(lows), close: value(closes) });
    }
  }

  #emptyWindows(): SortedWindows[] {
    const { windows, edgeShare, shortEdgeShare, shortWindow } = this.#rules;
    return windows.map((bars) => ({
      bars,
      share: bars < shortWindow ? shortEdgeShare : edgeShare,
      highs: new SortedWindow(bars),
      lows: new SortedWindow(bars),
    }));
  }
}
