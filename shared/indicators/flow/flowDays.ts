/**
 * Taker flow of one instrument by UTC day, folded from its bars, and sums of several instruments.
 *
 * Dollars are base units at each bar's average price (`averagePrice`), as what buyers and sellers paid apart is
 * not known: est. Invariant: a day is `whole` only when bars with known taker volume cover all of it.
 */
import { barOpenTimeMs, DAY_MS } from '../../model/time';
import type { BarFold, IndicatorBar, IndicatorState } from '../indicator';
import { averagePrice, hasVolume } from '../studies/studyCore';
import { takerDeltaBase } from '../studies/takerDelta';

export interface FlowDay {
  /** 00:00 UTC. */
  readonly dayMs: number;
  /** Bought by takers less sold by them. */
  readonly deltaBase: number;
  readonly deltaUsd: number;
  /** Of the bars whose taker volume is known. */
  readonly volumeBase: number;
  readonly volumeUsd: number;
  /** Length of those bars; of several instruments, of the one least known. */
  readonly knownMs: number;
}

/** Room for a window of 90 days as of each day of the last year. */
const MOST_DAYS = 470;

export function isWhole({ knownMs }: FlowDay): boolean {
  return knownMs === DAY_MS;
}

/** Reads all days that are known, oldest first; the last one is that of the last bar. */
export class FlowDays implements BarFold<readonly FlowDay[]> {
  readonly #intervalMs: number;
  #days: FlowDay[] = [];

  constructor(intervalMs: number) {
    this.#intervalMs = intervalMs;
  }

  close(bar: IndicatorBar): void {
    const day = this.#dayWith(bar);
    if (this.#days.at(-1)?.dayMs === day.dayMs) this.#days.pop();
    this.#days.push(day);
    if (this.#days.length > MOST_DAYS) this.#days.shift();
  }

  read(forming?: IndicatorBar): readonly FlowDay[] {
    if (forming === undefined) return this.#days;
    const day = this.#dayWith(forming);
    const before = this.#days.at(-1)?.dayMs === day.dayMs ? this.#days.slice(0, -1) : this.#days;
    return [...before, day].slice(-MOST_DAYS);
  }

  snapshot(): IndicatorState {
    return [...this.#days];
  }

  restore(state: IndicatorState): void {
    this.#days = [...(state as readonly FlowDay[])];
  }

  /** The day of a bar, including it. */
  #dayWith(bar: IndicatorBar): FlowDay {
    const dayMs = barOpenTimeMs(bar.openTimeMs, DAY_MS);
    const last = this.#days.at(-1);
    const day = last?.dayMs === dayMs ? last : emptyDay(dayMs);
    const deltaBase = takerDeltaBase(bar);
    if (deltaBase === null || !hasVolume(bar)) return day;
    const price = averagePrice(bar);
    return {
      dayMs,
      deltaBase: day.deltaBase + deltaBase,
      deltaUsd: day.deltaUsd + deltaBase * price,
      volumeBase: day.volumeBase + bar.volumeBase,
      volumeUsd: day.volumeUsd + bar.volumeBase * price,
      knownMs: day.knownMs + this.#intervalMs,
    };
  }
}

/**
 * Sum of several instruments of one asset, day by day. A day that one of them does not know at all is known to
 * nobody: it counts as far as the others know it, with nothing of it known.
 */
export function sumOfFlows(flows: readonly (readonly FlowDay[])[]): FlowDay[] {
  const days = new Map<number, { day: FlowDay; flows: number }>();
  for (const day of flows.flat()) {
    const known = days.get(day.dayMs);
    days.set(day.dayMs, {
      day: known === undefined ? day : joined(known.day, day),
      flows: (known?.flows ?? 0) + 1,
    });
  }
  return [...days.values()]
    .map((entry) => (entry.flows < flows.length ? { ...entry.day, knownMs: 0 } : entry.day))
    .sort((a, b) => a.dayMs - b.dayMs);
}

function joined(a: FlowDay, b: FlowDay): FlowDay {
  return {
    dayMs: a.dayMs,
    deltaBase: a.deltaBase + b.deltaBase,
    deltaUsd: a.deltaUsd + b.deltaUsd,
    volumeBase: a.volumeBase + b.volumeBase,
    volumeUsd: a.volumeUsd + b.volumeUsd,
    knownMs: Math.min(a.knownMs, b.knownMs),
  };
}

function emptyDay(dayMs: number): FlowDay {
  return { dayMs, deltaBase: 0, deltaUsd: 0, volumeBase: 0, volumeUsd: 0, knownMs: 0 };
}
