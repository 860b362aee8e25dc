/**
 * Ranges and breakouts of one played seed, against what its script meant.
 *
 * What is scored: the range that stood on 1h at the catalyst; the first break of 1h after it and its end; every
 * CONFIRMED, on any interval, that the script did not mean.
 */
import type { StructureBar } from '../../../shared/indicators/structure/structureBar';
import { StructureFold, type StructureObjects } from '../../../shared/indicators/structure/structureFold';
import {
  STRUCTURE_INTERVALS,
  type StructureInterval,
} from '../../../shared/indicators/structure/structureRules';
import type { MarketEvent } from '../../../shared/model/events';
import type { InstrumentSpec } from '../../../shared/model/instrument';
import type { Breakout, ConsolidationRange } from '../../../shared/model/structure';
import { DAY_MS, HOUR_MS, intervalMs } from '../../../shared/model/time';
import type { LabelTruth } from '../../../shared/model/truth';
import { StructureBars } from './structureBars';

const SCORED: StructureInterval = '1h';
/** A breakout is to be known for one so long after the catalyst. */
const SOON_MS = 12 * HOUR_MS;
/** Of the upper edge of the scripted range: where the article saw support, 94,000 to 94,500. */
const SUPPORT_ABOVE_EDGE = 500 / 94_000;

interface Lane {
  readonly interval: StructureInterval;
  readonly fold: StructureFold;
  readonly bars: StructureBars;
}

export interface RangeScore {
  /** Overlap of the range that stood on 1h with the scripted one, over their union; 0 without one. */
  readonly iou: number;
  /** From the catalyst to the first CONFIRMED up on 1h, hours; null within 12 h none came. */
  readonly confirmedAfterHours: number | null;
  /** A break up on 1h within 12 h of the catalyst that ended FALSE. */
  readonly wasFalse: boolean;
  /** The flip zone of the confirmed breakout holds the support that the script comes back to; null without one. */
  readonly flipZoneHolds: boolean | null;
  /** CONFIRMED that were not meant, on all intervals, and the days they were counted over. */
  readonly spurious: number;
  readonly days: number;
  /** No range on 1h, or no break: a miss whatever else. */
  readonly isSilent: boolean;
}

/** Folds the bars of one asset, and remembers what stood at the catalyst. */
export class RangeWatch {
  readonly #catalystMs: number;
  readonly #lanes: readonly Lane[];
  #atCatalyst: StructureObjects | null = null;

  constructor(catalystMs: number) {
    this.#catalystMs = catalystMs;
    this.#lanes = STRUCTURE_INTERVALS.map((interval) => {
      const fold = new StructureFold(interval);
      const bars = new StructureBars(intervalMs(interval), (bar) => this.#close(interval, fold, bar));
      return { interval, fold, bars };
    });
  }

  take(event: MarketEvent, instruments: readonly InstrumentSpec[]): void {
    if (event.kind !== 'candle') return;
    for (const { bars } of this.#lanes) bars.add(event, instruments);
  }

  /** Once the seed is over. `isMeant`: the script breaks the range for good, upwards. */
  score(labels: readonly LabelTruth[], isMeant: boolean): RangeScore {
    for (const { bars } of this.#lanes) bars.end();
    const [low, high] = [labelOf(labels, 'range.low'), labelOf(labels, 'range.high')];
    const scored = this.#of(SCORED).fold.read();
    const standing = this.#atCatalyst?.ranges.find(({ toMs }) => toMs === null);
    const after = scored.breakouts
      .filter(({ brokeAtMs }) => brokeAtMs >= this.#catalystMs)
      .sort((a, b) => a.brokeAtMs - b.brokeAtMs);
    const soon = this.#catalystMs + SOON_MS;
    const confirmed = after.find(
      ({ direction, confirmedAtMs }) => direction === 'up' && confirmedAtMs !== null && confirmedAtMs <= soon,
    );
    const support = { low: high.value, high: high.value * (1 + SUPPORT_ABOVE_EDGE) };
    return {
      iou: standing === undefined ? 0 : overlap(standing, low.value, high.value),
      confirmedAfterHours:
        confirmed === undefined ? null : ((confirmed.confirmedAtMs ?? 0) - this.#catalystMs) / HOUR_MS,
      wasFalse: after.some(
        ({ direction, state, brokeAtMs }) => direction === 'up' && state === 'false' && brokeAtMs <= soon,
      ),
      flipZoneHolds: confirmed === undefined ? null : holds(confirmed, support),
      ...this.#spurious(low.fromMs, isMeant),
      isSilent: standing === undefined || after.length === 0,
    };
  }

  #spurious(fromMs: number, isMeant: boolean): { spurious: number; days: number } {
    let endMs = fromMs;
    let spurious = 0;
    for (const { fold, bars } of this.#lanes) {
      endMs = Math.max(endMs, bars.endMs);
      spurious += fold
        .read()
        .breakouts.filter(
          ({ confirmedAtMs, brokeAtMs, direction }) =>
            confirmedAtMs !== null &&
            brokeAtMs > fromMs &&
            !(isMeant && direction === 'up' && brokeAtMs >= this.#catalystMs),
        ).length;
    }
    return { spurious, days: (endMs - fromMs) / DAY_MS };
  }

  #close(interval: StructureInterval, fold: StructureFold, bar: StructureBar): void {
    fold.close(bar);
    const isKnownBefore = bar.openTimeMs + intervalMs(interval) <= this.#catalystMs;
    if (interval === SCORED && isKnownBefore) this.#atCatalyst = fold.read();
  }

  #of(interval: StructureInterval): Lane {
    const lane = this.#lanes.find((each) => each.interval === interval);
    if (lane === undefined) throw new Error(`no lane of ${interval}`);
    return lane;
  }
}

function labelOf(labels: readonly LabelTruth[], name: string): { value: number; fromMs: number } {
  const label = labels.find((each) => each.name === name);
  if (label === undefined || label.value === null) throw new Error(`the script has no label ${name}`);
  return { value: label.value, fromMs: label.timeMs };
}

function overlap(range: ConsolidationRange, low: number, high: number): number {
  const shared = Math.min(range.high, high) - Math.max(range.low, low);
  return Math.max(0, shared) / (Math.max(range.high, high) - Math.min(range.low, low));
}

function holds({ flipZone }: Breakout, support: { readonly low: number; readonly high: number }): boolean {
  return flipZone.low <= support.low && flipZone.high >= support.high;
}
