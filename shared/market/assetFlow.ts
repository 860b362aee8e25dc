/** Who bought over the last 90 days: taker flow of an asset by day, spot and perpetuals apart, over all its venues. */
import { type FlowDay, FlowDays, sumOfFlows } from '../indicators/flow/flowDays';
import { rollingFlow } from '../indicators/flow/rollingFlow';
import type { InstrumentKind } from '../model/instrument';
import type { Flow } from '../model/structure';
import { barOpenTimeMs, DAY_MS, HOUR_MS } from '../model/time';
import { BarFoldRun } from './barFoldRun';
import type { ClosedBars } from './closedBars';
import type { InstrumentState } from './instrumentState';

export class AssetFlow {
  readonly #hoursOf: (state: InstrumentState) => ClosedBars;
  readonly #runs = new Map<InstrumentState, BarFoldRun<readonly FlowDay[]>>();

  /** `hoursOf` gives the hourly bars of an instrument, brought up to date. */
  constructor(hoursOf: (state: InstrumentState) => ClosedBars) {
    this.#hoursOf = hoursOf;
  }

  /** Over the instruments of a kind; null without one that had a bar. */
  read(members: readonly InstrumentState[], kind: InstrumentKind, nowMs: number): Flow | null {
    const known = members
      .filter(({ row }) => row.kind === kind)
      .map((state) => ({ venue: state.row.venue, days: this.#days(state) }))
      .filter(({ days }) => days.length > 0);
    if (known.length === 0) return null;
    const days = sumOfFlows(known.map((one) => one.days));
    const { flip, ...flow } = rollingFlow(days, barOpenTimeMs(nowMs, DAY_MS));
    const { deltaUsd, volumeUsd, inUsd, outUsd, weekChangeUsd, phase, wholeDays, completeness } = flow;
    const venues = [...new Set(known.map(({ venue }) => venue))].sort();
    const flipDayMs = flip !== null && (flip.to === 'buy') === deltaUsd > 0 ? flip.dayMs : null;
    const sums = { deltaUsd, volumeUsd, inUsd, outUsd, weekChangeUsd };
    return { kind, ...sums, phase, flipDayMs, wholeDays, venues, completeness };
  }

  #days(state: InstrumentState): readonly FlowDay[] {
    const run = this.#runs.get(state) ?? new BarFoldRun(() => new FlowDays(HOUR_MS));
    this.#runs.set(state, run);
    const bars = this.#hoursOf(state);
    run.sync(bars);
    return run.fold.read(bars.forming);
  }
}
