/**
 * How breakouts ended on the bars that were folded: the base rates a reader holds a new one against.
 *
 * Invariant: whether a confirmed one held is known a day later, by the bar that closes exactly then; where that
 * bar is missing it stays unknown and counts neither way.
 */
import type { BaseRate, Breakout } from '../../model/structure';
import { DAY_MS } from '../../model/time';
import { beyondEdge } from './pendingBreak';
import type { ClosedBar } from './structureBar';
import type { StructureInterval } from './structureRules';

export interface BreakoutRatesState {
  readonly rate: BaseRate;
  /** Confirmed breakouts of the last day. */
  readonly awaited: readonly Breakout[];
}

export class BreakoutRates {
  #state: BreakoutRatesState;

  constructor(interval: StructureInterval) {
    const rate = { interval, breaks: 0, confirmed: 0, falseBreaks: 0, weak: 0 };
    this.#state = { rate: { ...rate, heldAfterDay: 0, knownAfterDay: 0 }, awaited: [] };
  }

  get rate(): BaseRate {
    return this.#state.rate;
  }

  countBreak(): void {
    this.#add({ breaks: 1 });
  }

  /** It is decided what the break was. */
  countEnd(breakout: Breakout): void {
    if (breakout.state === 'false') this.#add({ falseBreaks: 1 });
    else if (breakout.state === 'weak') this.#add({ weak: 1 });
    else if (breakout.state === 'confirmed') {
      this.#add({ confirmed: 1 });
      this.#state = { ...this.#state, awaited: [...this.#state.awaited, breakout] };
    }
  }

  close({ closeTimeMs, close }: ClosedBar): void {
    const { awaited } = this.#state;
    if (awaited.length === 0) return;
    for (const breakout of awaited) {
      if (dueMs(breakout) !== closeTimeMs) continue;
      this.#add({ knownAfterDay: 1, heldAfterDay: beyondEdge(breakout, close) > 0 ? 1 : 0 });
    }
    this.#state = { ...this.#state, awaited: awaited.filter((each) => dueMs(each) > closeTimeMs) };
  }

  snapshot(): BreakoutRatesState {
    return this.#state;
  }

  restore(state: BreakoutRatesState): void {
    this.#state = state;
  }

  #add(more: Partial<Omit<BaseRate, 'interval'>>): void {
    const { rate } = this.#state;
    const next = { ...rate };
    for (const key of [
      'breaks',
      'confirmed',
      'falseBreaks',
      'weak',
      'heldAfterDay',
      'knownAfterDay',
    ] as const) {
      next[key] = rate[key] + (more[key] ?? 0);
    }
    this.#state = { ...this.#state, rate: next };
  }
}

function dueMs({ confirmedAtMs }: Breakout): number {
  return (confirmedAtMs ?? 0) + DAY_MS;
}
