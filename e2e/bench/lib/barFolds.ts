/** Every fold of bars there is, by name, and longer bars made of minutes for them. */
import { FlowDays } from '../../../shared/indicators/flow/flowDays';
import type { BarFold, IndicatorBar } from '../../../shared/indicators/indicator';
import type { StructureBar } from '../../../shared/indicators/structure/structureBar';
import { StructureFold } from '../../../shared/indicators/structure/structureFold';
import { STRUCTURE_INTERVALS } from '../../../shared/indicators/structure/structureRules';
import { STUDIES } from '../../../shared/indicators/studies/registry';
import { barOpenTimeMs, HOUR_MS, INTERVALS, type Interval, intervalMs } from '../../../shared/model/time';

export interface NamedFold {
  readonly name: string;
  readonly intervalMs: number;
  readonly fold: BarFold<unknown>;
}

/** All studies with their standard parameters. */
export function studyFolds(interval: Interval): NamedFold[] {
  const lengthMs = intervalMs(interval);
  return STUDIES.map((study) => ({
    name: study.id,
    intervalMs: lengthMs,
    fold: study.create(study.params.parse({}), { intervalMs: lengthMs }),
  }));
}

/** What is folded once an asset beside the studies: flow by day and market structure. */
export function assetFolds(): NamedFold[] {
  const structures = STRUCTURE_INTERVALS.map((interval) => {
    const fold = new StructureFold(interval);
    const structureBar = (bar: IndicatorBar): StructureBar => ({
      ...bar,
      spotVolumeBase: bar.volumeBase,
      perpVolumeBase: bar.volumeBase,
    });
    return {
      name: `structure ${interval}`,
      intervalMs: intervalMs(interval),
      fold: {
        close: (bar: IndicatorBar) => fold.close(structureBar(bar)),
        read: () => fold.read(),
        snapshot: () => fold.snapshot(),
        restore: (state: unknown) => fold.restore(state),
      },
    };
  });
  return [{ name: 'flow by day', intervalMs: HOUR_MS, fold: new FlowDays(HOUR_MS) }, ...structures];
}

/** Calls back with each bar of each interval that a minute completes, the minute itself first. */
export class LongerBars {
  readonly #open = new Map<number, IndicatorBar>();

  close(minute: IndicatorBar, closed: (bar: IndicatorBar, lengthMs: number) => void): void {
    for (const interval of INTERVALS) {
      const lengthMs = intervalMs(interval);
      const openTimeMs = barOpenTimeMs(minute.openTimeMs, lengthMs);
      const before = this.#open.get(lengthMs);
      const bar = before?.openTimeMs === openTimeMs ? joined(before, minute) : { ...minute, openTimeMs };
      this.#open.set(lengthMs, bar);
      const minuteMs = intervalMs('1m');
      if (minute.openTimeMs + minuteMs === openTimeMs + lengthMs) closed(bar, lengthMs);
    }
  }
}

function joined(bar: IndicatorBar, minute: IndicatorBar): IndicatorBar {
  return {
    ...bar,
    high: Math.max(bar.high, minute.high),
    low: Math.min(bar.low, minute.low),
    close: minute.close,
    volumeBase: bar.volumeBase + minute.volumeBase,
    takerBuyBase: bar.takerBuyBase + minute.takerBuyBase,
  };
}
