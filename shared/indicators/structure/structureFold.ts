/**
 * Ranges and breakouts of one instrument and interval, bar by bar: models §3.
 *
 * The machine is SEARCH → RANGE → BREAK → CONFIRMED | FALSE → RANGE | WEAK. A range that was left for good ends,
 * and the next is searched for at once, while the breakout lives on (followedBreakout.ts).
 *
 * Invariants:
 * - A bar is judged by edges that were known before it; what it changes itself counts from the next bar on.
 * - At most one range stands, one break is pending and one confirmed breakout is followed.
 * - Objects are replaced, never changed, so an output stays what it was.
 */
import type { BaseRate, Breakout, ConsolidationRange, Sweep } from '../../model/structure';
import { intervalMs } from '../../model/time';
import type { BarFold, IndicatorState, StudyFold } from '../indicator';
import { averageTrueRange } from '../studies/averageTrueRange';
import { BreakoutRates, type BreakoutRatesState } from './breakoutRates';
import { advanceFollowed, type FollowedBreakout, followBreakout, superseded } from './followedBreakout';
import { advanceBreak, type BarVolume, breakOf, type PendingBreak, startBreak } from './pendingBreak';
import { findRange } from './rangeCandidate';
import { RecentBars, type RecentBarsState } from './recentBars';
import { HourlyVolume, type RelativeVolumeState } from './relativeVolume';
import {
  adopted,
  extended,
  foundRange,
  isNewVersion,
  logged,
  type StandingRange,
  withFalseBreak,
} from './standingRange';
import type { ClosedBar, StructureBar } from './structureBar';
import { KEPT_OBJECTS, RANGE_RULES, type RangeRules, type StructureInterval } from './structureRules';

/** In the order in which they ended, live ones last; the newest `KEPT_OBJECTS` of each kind that ended. */
export interface StructureObjects {
  /** The last one stands while its `toMs` is null. */
  readonly ranges: readonly ConsolidationRange[];
  readonly breakouts: readonly Breakout[];
  readonly sweeps: readonly Sweep[];
  readonly baseRate: BaseRate;
  /** Of the newest bar, against its hour of day. */
  readonly volume: BarVolume;
}

/** What the machine is at: at most one of each. */
interface Present {
  readonly standing: StandingRange | null;
  readonly pending: PendingBreak | null;
  readonly followed: FollowedBreakout | null;
}

interface Past {
  readonly ranges: readonly ConsolidationRange[];
  readonly breakouts: readonly Breakout[];
  readonly sweeps: readonly Sweep[];
}

interface StateWithoutBars {
  readonly trueRange: IndicatorState;
  readonly spotVolume: RelativeVolumeState;
  readonly perpVolume: RelativeVolumeState;
  readonly rates: BreakoutRatesState;
  readonly volume: BarVolume;
  readonly present: Present;
  readonly past: Past;
}

interface StructureState extends StateWithoutBars {
  readonly recent: RecentBarsState;
}

export class StructureFold implements BarFold<StructureObjects, StructureBar> {
  readonly #interval: StructureInterval;
  readonly #rules: RangeRules;
  #recent: RecentBars;
  readonly #trueRange: StudyFold;
  readonly #spotVolume = new HourlyVolume();
  readonly #perpVolume = new HourlyVolume();
  readonly #rates: BreakoutRates;
  #volume: BarVolume = { spot: null, perp: null };
  #present: Present = { standing: null, pending: null, followed: null };
  #past: Past = { ranges: [], breakouts: [], sweeps: [] };

  constructor(interval: StructureInterval) {
    this.#interval = interval;
    this.#rules = RANGE_RULES[interval];
    this.#recent = new RecentBars(this.#rules);
    const period = this.#rules.averageTrueRangeBars;
    const bars = { intervalMs: intervalMs(interval) };
    this.#trueRange = averageTrueRange.create({ period, seed: 'tradingView' }, bars);
    this.#rates = new BreakoutRates(interval);
  }

  /** A bar without prices says nothing and is passed over. */
  close(input: StructureBar): void {
    if (!Number.isFinite(input.high + input.low + input.close)) return;
    const bar: ClosedBar = { ...input, closeTimeMs: input.openTimeMs + intervalMs(this.#interval) };
    this.#recent.add(bar);
    this.#trueRange.close(bar);
    this.#volume = {
      spot: this.#spotVolume.close(bar.openTimeMs, bar.spotVolumeBase),
      perp: this.#perpVolume.close(bar.openTimeMs, bar.perpVolumeBase),
    };
    this.#rates.close(bar);
    this.#follow(bar);
    if (this.#present.pending !== null) this.#decide(bar, this.#present.pending);
    else if (this.#present.standing !== null) this.#watch(bar, this.#present.standing);
    else this.#search(bar);
  }

  read(forming?: StructureBar): StructureObjects {
    if (forming !== undefined) {
      const copy = this.#copy();
      copy.close(forming);
      return copy.read();
    }
    const { standing, pending, followed } = this.#present;
    const { ranges, breakouts, sweeps } = this.#past;
    const live = [followed?.breakout, pending?.breakout].filter((each) => each !== undefined);
    return {
      ranges: standing === null ? ranges : [...ranges, standing.range],
      breakouts: live.length === 0 ? breakouts : [...breakouts, ...live],
      sweeps,
      baseRate: this.#rates.rate,
      volume: this.#volume,
    };
  }

  snapshot(): IndicatorState {
    const state: StructureState = { ...this.#withoutBars(), recent: this.#recent.snapshot() };
    return state;
  }

  restore(state: IndicatorState): void {
    const { recent, ...rest } = state as StructureState;
    this.#recent.restore(recent);
    this.#restoreWithoutBars(rest);
  }

  /** Without sorting the windows again, because it is made for every look at a forming bar. */
  #copy(): StructureFold {
    const copy = new StructureFold(this.#interval);
    copy.#recent = this.#recent.copy();
    copy.#restoreWithoutBars(this.#withoutBars());
    return copy;
  }

  #withoutBars(): StateWithoutBars {
    return {
      trueRange: this.#trueRange.snapshot(),
      spotVolume: this.#spotVolume.snapshot(),
      perpVolume: this.#perpVolume.snapshot(),
      rates: this.#rates.snapshot(),
      volume: this.#volume,
      present: this.#present,
      past: this.#past,
    };
  }

  #restoreWithoutBars(saved: StateWithoutBars): void {
    this.#trueRange.restore(saved.trueRange);
    this.#spotVolume.restore(saved.spotVolume);
    this.#perpVolume.restore(saved.perpVolume);
    this.#rates.restore(saved.rates);
    this.#volume = saved.volume;
    this.#present = saved.present;
    this.#past = saved.past;
  }

  /** NaN while too few bars are known. */
  get #averageTrueRange(): number {
    return this.#trueRange.read()[0] ?? Number.NaN;
  }

  #search(bar: ClosedBar): void {
    const candidate = findRange(this.#recent, this.#averageTrueRange, this.#rules);
    if (candidate === null) return;
    const standing = foundRange(candidate, this.#interval, Math.max(...this.#rules.windows), bar.closeTimeMs);
    this.#present = { ...this.#present, standing };
  }

  /** RANGE: broken, swept, or one bar longer. */
  #watch(bar: ClosedBar, before: StandingRange): void {
    const { range } = before;
    const trueRange = this.#averageTrueRange;
    const direction = breakOf(range, trueRange, bar.close);
    if (direction !== null) {
      const pending = startBreak(range, direction, trueRange, bar, this.#volume);
      this.#rates.countBreak();
      const standing = logged(before, stepOf(pending.breakout));
      this.#present = { ...this.#present, standing, pending };
      return;
    }
    this.#sweep(bar, range);
    let standing = extended(before, bar);
    const candidate = findRange(this.#recent, trueRange, this.#rules, (edges) =>
      isNewVersion(standing, edges),
    );
    if (candidate !== null) standing = adopted(standing, candidate, bar.closeTimeMs);
    this.#present = { ...this.#present, standing };
  }

  /** BREAK: confirmed, false, weak, or still open. */
  #decide(bar: ClosedBar, before: PendingBreak): void {
    const pending = advanceBreak(before, bar, this.#volume);
    const { breakout } = pending;
    const { standing } = this.#present;
    if (breakout.state === 'break') {
      this.#present = { ...this.#present, pending };
      return;
    }
    this.#rates.countEnd(breakout);
    if (breakout.state === 'false') {
      this.#keepBreakout(breakout);
      this.#present = {
        ...this.#present,
        pending: null,
        standing: standing && this.#returned(standing, pending),
      };
      return;
    }
    this.#endRange(breakout);
    if (breakout.state === 'confirmed') {
      const { followed } = this.#present;
      if (followed !== null) this.#keepBreakout(superseded(followed, bar.closeTimeMs));
      this.#present = { standing: null, pending: null, followed: followBreakout(pending) };
    } else {
      this.#keepBreakout(breakout);
      this.#present = { ...this.#present, standing: null, pending: null };
    }
  }

  #follow(bar: ClosedBar): void {
    const { followed } = this.#present;
    if (followed === null) return;
    const next = advanceFollowed(followed, bar, this.#rules.invalidation);
    const isOver = next.breakout.endedAtMs !== null;
    if (isOver) this.#keepBreakout(next.breakout);
    this.#present = { ...this.#present, followed: isOver ? null : next };
  }

  /** A wick beyond an edge; the close is known not to have broken it. */
  #sweep(bar: ClosedBar, { id, low, high, interval }: ConsolidationRange): void {
    const swept = (direction: 'up' | 'down', extreme: number) => {
      const sweep: Sweep = { rangeId: id, interval, direction, atMs: bar.closeTimeMs, extreme };
      this.#past = { ...this.#past, sweeps: kept(this.#past.sweeps, sweep) };
    };
    if (bar.high > high && bar.close <= high) swept('up', bar.high);
    if (bar.low < low && bar.close >= low) swept('down', bar.low);
  }

  /** A range that a false break came back to: what was outside belongs to it after all. */
  #returned(standing: StandingRange, { breakout, barsSince }: PendingBreak): StandingRange {
    let next = logged(standing, { ...stepOf(breakout), to: 'range' });
    for (let ago = barsSince; ago >= 0; ago -= 1) next = extended(next, this.#recent.bar(ago));
    return withFalseBreak(next, breakout.direction);
  }

  /** The price left it: it ended with the bar that broke it. */
  #endRange(breakout: Breakout): void {
    const { standing } = this.#present;
    if (standing === null) return;
    const { range } = logged(standing, stepOf(breakout));
    const ended: ConsolidationRange = { ...range, toMs: breakout.brokeAtMs };
    this.#past = { ...this.#past, ranges: kept(this.#past.ranges, ended) };
  }

  #keepBreakout(breakout: Breakout): void {
    this.#past = { ...this.#past, breakouts: kept(this.#past.breakouts, breakout) };
  }
}

/** The newest step in the life of a breakout. */
function stepOf({ log }: Breakout) {
  const step = log.at(-1);
  if (step === undefined) throw new Error('a breakout begins with a step');
  return step;
}

function kept<T>(objects: readonly T[], object: T): readonly T[] {
  return [...objects, object].slice(-KEPT_OBJECTS);
}
