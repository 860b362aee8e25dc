/**
 * A bar fold kept in step with the bars it was folded from.
 *
 * Invariant: after `sync` the rows are those of a fresh fold over all bars, however often bars were corrected,
 * came in late or dropped out at the beginning in between.
 */
import type { BarFold, IndicatorBar, IndicatorState } from '../indicators/indicator';
import type { ChangeLog } from './changeLog';

/** Bars between two saved states; a correction folds at most this many anew besides what follows it. */
const BARS_BETWEEN_STATES = 500;

/** Bars in order of open time, and where they changed. */
export interface FoldedBars<Bar extends IndicatorBar> {
  readonly bars: readonly Bar[];
  readonly changes: ChangeLog;
}

export class BarFoldRun<Output, Bar extends IndicatorBar = IndicatorBar> {
  readonly #create: () => BarFold<Output, Bar>;
  readonly #onOutput: (index: number, bar: Bar, output: () => Output) => void;
  #fold: BarFold<Output, Bar>;
  /** State before the bar number `index * BARS_BETWEEN_STATES`. */
  #states: IndicatorState[] = [];
  #folded = 0;
  #seen = -1;

  /** `onOutput` is told after each bar, in order; a bar that is folded anew comes again. */
  constructor(
    create: () => BarFold<Output, Bar>,
    onOutput: (index: number, bar: Bar, output: () => Output) => void = () => undefined,
  ) {
    this.#create = create;
    this.#onOutput = onOutput;
    this.#fold = create();
  }

  get fold(): BarFold<Output, Bar> {
    return this.#fold;
  }

  /** Index of the first bar that was folded anew, or the number of bars when none was. */
  sync({ bars, changes }: FoldedBars<Bar>): number {
    if (this.#seen === changes.revision) return bars.length;
    const fromMs = this.#seen < 0 ? Number.NEGATIVE_INFINITY : changes.since(this.#seen);
    this.#seen = changes.revision;
    this.#goBackTo(firstFrom(bars, fromMs));
    const first = this.#folded;
    for (let index = first; index < bars.length; index++) {
      const bar = bars[index];
      if (bar === undefined) continue;
      if (index % BARS_BETWEEN_STATES === 0) this.#states.push(this.#fold.snapshot());
      this.#fold.close(bar);
      this.#onOutput(index, bar, () => this.#fold.read());
    }
    this.#folded = bars.length;
    return first;
  }

  /** To the newest saved state at or before the bar, unless the fold stands there already. */
  #goBackTo(index: number): void {
    if (index >= this.#folded) return;
    const saved = Math.floor(index / BARS_BETWEEN_STATES);
    this.#fold = this.#create();
    const state = this.#states[saved];
    if (saved > 0 && state !== undefined) this.#fold.restore(state);
    this.#states.length = saved;
    this.#folded = saved * BARS_BETWEEN_STATES;
  }
}

/** Index of the first bar that opens at or after a time. */
export function firstFrom(bars: readonly IndicatorBar[], timeMs: number): number {
  let low = 0;
  let high = bars.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((bars[middle]?.openTimeMs ?? 0) < timeMs) low = middle + 1;
    else high = middle;
  }
  return low;
}
