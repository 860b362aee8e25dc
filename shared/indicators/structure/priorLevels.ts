/**
 * Highs and lows of the UTC day, week and month before, from closed bars.
 *
 * Invariant: a period counts when its bars are known from its beginning to its end without a hole; otherwise its
 * levels are unknown, not those of the part that is known.
 */
import type { Level } from '../../model/structure';
import type { BarFold, IndicatorBar, IndicatorState } from '../indicator';
import { type Period, periodStartMs } from './calendarPeriods';

/** Levels as they are, apart from where the price is. */
export interface PriorLevels {
  readonly levels: readonly Omit<Level, 'distancePercent'>[];
  /** Of all bars; null before the first. */
  readonly highestPrice: number | null;
}

interface Extremes {
  readonly startMs: number;
  readonly high: number;
  readonly highAtMs: number;
  readonly low: number;
  readonly lowAtMs: number;
  readonly isWhole: boolean;
}

interface PeriodState {
  readonly running: Extremes | null;
  readonly prior: Extremes | null;
}

interface PriorState {
  readonly periods: Readonly<Record<Period, PeriodState>>;
  readonly nextOpenMs: number | null;
  readonly highestPrice: number | null;
}

const PERIODS: readonly Period[] = ['day', 'week', 'month'];
const KINDS = {
  day: { high: 'priorDayHigh', low: 'priorDayLow' },
  week: { high: 'priorWeekHigh', low: 'priorWeekLow' },
  month: { high: 'priorMonthHigh', low: 'priorMonthLow' },
} as const;
const NOTHING: PeriodState = { running: null, prior: null };

/** Of bars of any interval that divides a day. */
export class PriorLevelsFold implements BarFold<PriorLevels> {
  readonly #intervalMs: number;
  #state: PriorState = {
    periods: { day: NOTHING, week: NOTHING, month: NOTHING },
    nextOpenMs: null,
    highestPrice: null,
  };

  constructor(bars: { readonly intervalMs: number }) {
    this.#intervalMs = bars.intervalMs;
  }

  close(bar: IndicatorBar): void {
    this.#state = this.#after(bar);
  }

  /** As of the end of the last bar: of a day that ended with it, the levels count already. */
  read(forming?: IndicatorBar): PriorLevels {
    const { periods, highestPrice, nextOpenMs } = forming === undefined ? this.#state : this.#after(forming);
    if (nextOpenMs === null) return { levels: [], highestPrice };
    const levels = PERIODS.flatMap((period) => {
      const { running, prior } = periods[period];
      const isOver = running !== null && running.startMs !== periodStartMs(period, nextOpenMs);
      const before = isOver ? running : prior;
      return before?.isWhole ? levelsOf(period, before) : [];
    });
    return { levels, highestPrice };
  }

  snapshot(): IndicatorState {
    return this.#state;
  }

  restore(state: IndicatorState): void {
    this.#state = state as PriorState;
  }

  #after(bar: IndicatorBar): PriorState {
    const { periods, nextOpenMs, highestPrice } = this.#state;
    const isNext = bar.openTimeMs === nextOpenMs;
    return {
      periods: {
        day: withBar('day', periods.day, bar, isNext),
        week: withBar('week', periods.week, bar, isNext),
        month: withBar('month', periods.month, bar, isNext),
      },
      nextOpenMs: bar.openTimeMs + this.#intervalMs,
      highestPrice: isKnown(bar) ? Math.max(highestPrice ?? bar.high, bar.high) : highestPrice,
    };
  }
}

/** `isNext`: it opens where the bar before it closed. */
function withBar(
  period: Period,
  { running, prior }: PeriodState,
  bar: IndicatorBar,
  isNext: boolean,
): PeriodState {
  const startMs = periodStartMs(period, bar.openTimeMs);
  if (running === null || running.startMs !== startMs) {
    const isWhole = bar.openTimeMs === startMs && isKnown(bar);
    const { high, low, openTimeMs } = bar;
    return {
      running: { startMs, high, highAtMs: openTimeMs, low, lowAtMs: openTimeMs, isWhole },
      prior: isNext ? running : null,
    };
  }
  const isHigher = bar.high > running.high;
  const isLower = bar.low < running.low;
  return {
    prior,
    running: {
      startMs,
      high: isHigher ? bar.high : running.high,
      highAtMs: isHigher ? bar.openTimeMs : running.highAtMs,
      low: isLower ? bar.low : running.low,
      lowAtMs: isLower ? bar.openTimeMs : running.lowAtMs,
      isWhole: running.isWhole && isNext && isKnown(bar),
    },
  };
}

function levelsOf(period: Period, { high, highAtMs, low, lowAtMs }: Extremes): PriorLevels['levels'] {
  return [
    { kind: KINDS[period].high, price: high, atMs: highAtMs, strength: null },
    { kind: KINDS[period].low, price: low, atMs: lowAtMs, strength: null },
  ];
}

function isKnown({ high, low }: IndicatorBar): boolean {
  return Number.isFinite(high + low);
}
