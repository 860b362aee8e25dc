/**
 * How a study is built: a core that knows only its arithmetic, and a fold around it that keeps the books on
 * what was not known.
 *
 * Invariant: a core only ever sees bars that are usable for it, so that no NaN gets into its state.
 */
import type { IndicatorBar, IndicatorState, StudyFold, StudyQuality } from '../indicator';

/** The arithmetic of a study over usable bars. */
export interface StudyCore {
  take(bar: IndicatorBar): void;
  /** As of the last bar taken, or as if `forming` were taken now, which changes nothing. */
  read(forming?: IndicatorBar): readonly number[];
  snapshot(): IndicatorState;
  restore(state: IndicatorState): void;
}

/** A study that is a pure step over a small plain state. */
export interface StepRule<S> {
  readonly start: S;
  step(state: S, bar: IndicatorBar): S;
  read(state: S): readonly number[];
}

export function stepCore<S>(rule: StepRule<S>): StudyCore {
  let state = rule.start;
  return {
    take: (bar) => {
      state = rule.step(state, bar);
    },
    read: (forming) => rule.read(forming === undefined ? state : rule.step(state, forming)),
    snapshot: () => state,
    restore: (saved) => {
      state = saved as S;
    },
  };
}

interface Books {
  readonly sinceMs: number | null;
  readonly lastOpenMs: number | null;
  /** The last bar was not usable. */
  readonly hole: boolean;
  /** Bars since one was touched by a gap, not usable or left out; null when none was. */
  readonly barsSinceGap: number | null;
}

const EMPTY_BOOKS: Books = { sinceMs: null, lastOpenMs: null, hole: false, barsSinceGap: null };

export interface StudyFoldOptions {
  readonly core: StudyCore;
  readonly intervalMs: number;
  /** A bar that is not usable contributes nothing, and the lines have a hole there. */
  readonly usable: (bar: IndicatorBar) => boolean;
  /** For how many bars a gap makes the values an estimate: until it weighs nothing, or next to nothing. */
  readonly memoryBars: number;
}

export function studyFold({ core, intervalMs, usable, memoryBars }: StudyFoldOptions): StudyFold {
  let books = EMPTY_BOOKS;
  const holes = () => core.read().map(() => Number.NaN);
  return {
    close(bar) {
      const hole = !usable(bar);
      const skipped = books.lastOpenMs !== null && bar.openTimeMs !== books.lastOpenMs + intervalMs;
      const isGap = hole || skipped || bar.touchedByGap;
      books = {
        sinceMs: books.sinceMs ?? bar.openTimeMs,
        lastOpenMs: bar.openTimeMs,
        hole,
        barsSinceGap: isGap ? 0 : books.barsSinceGap === null ? null : books.barsSinceGap + 1,
      };
      if (!hole) core.take(bar);
    },
    read(forming) {
      if (forming === undefined) return books.hole ? holes() : core.read();
      return usable(forming) ? core.read(forming) : holes();
    },
    quality(): StudyQuality {
      const { sinceMs, barsSinceGap, hole } = books;
      if (hole || core.read().some(Number.isNaN)) return { completeness: 'missing', sinceMs };
      const isEstimate = barsSinceGap !== null && barsSinceGap < memoryBars;
      return { completeness: isEstimate ? 'estimate' : 'complete', sinceMs };
    },
    snapshot: () => ({ books, core: core.snapshot() }),
    restore(state) {
      const saved = state as { readonly books: Books; readonly core: IndicatorState };
      books = saved.books;
      core.restore(saved.core);
    },
  };
}

/**
 * Studies of prices use a bar that a gap touched: its prices are those the chart draws. Only unknown prices make
 * a hole.
 */
export function hasPrices({ high, low, close }: IndicatorBar): boolean {
  return Number.isFinite(high) && Number.isFinite(low) && Number.isFinite(close);
}

/** Volume is a sum: of a bar that a gap touched it is unknown. */
export function hasVolume(bar: IndicatorBar): boolean {
  return hasPrices(bar) && Number.isFinite(bar.volumeBase) && !bar.touchedByGap;
}

/** (high + low + close) / 3 */
export function typicalPrice({ high, low, close }: IndicatorBar): number {
  return (high + low + close) / 3;
}

/** What a base unit cost on average: exact where the quote volume is known, else the typical price stands for it. */
export function averagePrice(bar: IndicatorBar): number {
  const { volumeQuote, volumeBase } = bar;
  const isKnown = volumeQuote !== undefined && Number.isFinite(volumeQuote) && volumeBase > 0;
  return isKnown ? volumeQuote / volumeBase : typicalPrice(bar);
}
