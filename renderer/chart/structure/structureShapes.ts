/**
 * What of the market structure of an asset is drawn on a chart of one interval. Pure.
 *
 * Ranges and breaks found on shorter bars than the chart's are left out, so that boxes do not pile up; the longest
 * range that stands is always there. Two boxes that are nearly the same are drawn once.
 */
import type {
  Breakout,
  Burst,
  ConsolidationRange,
  Level,
  MarketStructure,
} from '../../../shared/model/structure';
import { type Interval, intervalMs } from '../../../shared/model/time';
import { mainBreakout, mainRange } from '../../../shared/story/mainObjects';
import {
  breakoutDetail,
  breakoutLabel,
  burstDetail,
  burstLabel,
  flipLabel,
  isStrong,
  levelLabel,
  rangeDetail,
  rangeLabel,
} from './structureTexts';

/** A box of time and price; without an end it runs on to the right edge. */
export interface PriceBox {
  readonly fromMs: number;
  readonly toMs: number | null;
  readonly low: number;
  readonly high: number;
}

interface Explained {
  /** Every number behind it, for the one who points at it. */
  readonly detail: string;
}

export interface RangeBand extends PriceBox, Explained {
  readonly label: string;
  /** Over, and not the one the story is about. */
  readonly past: boolean;
}

export interface FlipZone extends PriceBox, Explained {
  readonly direction: Breakout['direction'];
  readonly label: string;
}

export interface LevelLine {
  readonly price: number;
  readonly label: string;
  readonly round: boolean;
}

export interface BreakoutMark extends Explained {
  readonly atMs: number;
  readonly price: number;
  readonly direction: Breakout['direction'];
  readonly strong: boolean;
  readonly lines: readonly string[];
}

export interface BurstSpan extends Explained {
  readonly fromMs: number;
  /** Null while it runs. */
  readonly toMs: number | null;
  readonly positionSide: Burst['positionSide'];
  readonly severity: number;
  readonly sideUsd: number;
  readonly label: string;
}

export interface StructureShapes {
  readonly bands: readonly RangeBand[];
  readonly zones: readonly FlipZone[];
  readonly levels: readonly LevelLine[];
  /** The most telling first. */
  readonly breakouts: readonly BreakoutMark[];
  readonly bursts: readonly BurstSpan[];
}

export const NO_SHAPES: StructureShapes = { bands: [], zones: [], levels: [], breakouts: [], bursts: [] };

/** `priceDecimals`: of the instrument that is shown. */
export function structureShapes(
  structure: MarketStructure,
  interval: Interval,
  priceDecimals: number,
): StructureShapes {
  const { nowMs } = structure;
  if (nowMs === null) return NO_SHAPES;
  const ranges = drawnRanges(structure, interval);
  const main = mainRange(structure, nowMs);
  const newest = mainBreakout(structure, nowMs);
  const shortestMs = intervalMs(interval);
  const breakouts = structure.breakouts.filter(
    (breakout) => breakout === newest || intervalMs(breakout.interval) >= shortestMs,
  );
  return {
    bands: ranges.map((range) => ({
      fromMs: range.fromMs,
      toMs: range.toMs,
      low: range.low,
      high: range.high,
      past: range.toMs !== null && range !== main,
      label: rangeLabel(range, nowMs, priceDecimals),
      detail: rangeDetail(range, priceDecimals),
    })),
    zones: flipZones(breakouts, priceDecimals),
    levels: structure.levels.map((level) => lineOf(level, priceDecimals)),
    breakouts: breakouts
      .toSorted((a, b) => Number(isStrong(b)) - Number(isStrong(a)) || b.brokeAtMs - a.brokeAtMs)
      .map((breakout) => markOf(breakout, priceDecimals)),
    bursts: structure.bursts.map((burst) => ({
      fromMs: burst.fromMs,
      toMs: burst.toMs,
      positionSide: burst.positionSide,
      severity: burst.severity,
      sideUsd: burst.sideUsd,
      label: burstLabel(burst),
      detail: burstDetail(burst),
    })),
  };
}

/** Two boxes that share more than this of what both cover are the same to the eye. */
const SAME_BOX = 0.5;

/** The ranges of a chart, the more important ones first. */
export function drawnRanges(
  { ranges, breakouts, nowMs }: MarketStructure,
  interval: Interval,
): readonly ConsolidationRange[] {
  const shortestMs = intervalMs(interval);
  const endMs = (range: ConsolidationRange) => range.toMs ?? Math.max(nowMs ?? range.fromMs, range.fromMs);
  const length = (range: ConsolidationRange) => endMs(range) - range.fromMs;
  const main = mainRange({ ranges, breakouts }, nowMs ?? 0);
  const rank = (range: ConsolidationRange) => (range === main ? 0 : range.toMs === null ? 1 : 2);
  const ordered = ranges.toSorted((a, b) => rank(a) - rank(b) || length(b) - length(a));
  const longestStanding = ranges
    .filter((range) => range.toMs === null)
    .reduce<ConsolidationRange | null>(
      (longest, range) => (longest === null || length(range) > length(longest) ? range : longest),
      null,
    );
  const drawn: ConsolidationRange[] = [];
  for (const range of ordered) {
    if (range !== longestStanding && intervalMs(range.interval) < shortestMs) continue;
    const isSame = drawn.some((other) => sharedShare(range, other, endMs) > SAME_BOX);
    if (!isSame) drawn.push(range);
  }
  return drawn;
}

/** Area in both over area in either. */
function sharedShare(
  a: ConsolidationRange,
  b: ConsolidationRange,
  endMs: (range: ConsolidationRange) => number,
): number {
  const area = ({ low, high }: ConsolidationRange, ms: number) => Math.max(0, high - low) * Math.max(0, ms);
  const sharedMs = Math.max(0, Math.min(endMs(a), endMs(b)) - Math.max(a.fromMs, b.fromMs));
  const shared = Math.max(0, Math.min(a.high, b.high) - Math.max(a.low, b.low)) * sharedMs;
  const either = area(a, endMs(a) - a.fromMs) + area(b, endMs(b) - b.fromMs) - shared;
  return either === 0 ? 0 : shared / either;
}

/** The zone of the newest breakout that stands, one a direction. */
function flipZones(breakouts: readonly Breakout[], decimals: number): readonly FlipZone[] {
  return (['up', 'down'] as const).flatMap((direction) => {
    const standing = breakouts
      .filter((breakout) => breakout.direction === direction && isStrong(breakout))
      .toSorted((a, b) => (a.confirmedAtMs ?? 0) - (b.confirmedAtMs ?? 0))
      .at(-1);
    if (standing === undefined || standing.confirmedAtMs === null) return [];
    const { confirmedAtMs, flipZone } = standing;
    const label = flipLabel(standing, decimals);
    return [
      {
        ...flipZone,
        fromMs: confirmedAtMs,
        toMs: null,
        direction,
        label,
        detail: `${label}: ${breakoutDetail(standing, decimals)}`,
      },
    ];
  });
}

function lineOf(level: Level, decimals: number): LevelLine {
  return { price: level.price, label: levelLabel(level, decimals), round: level.kind === 'round' };
}

/** It stands at the bar that decided it: its times are those at which bars closed. */
function markOf(breakout: Breakout, decimals: number): BreakoutMark {
  const { confirmedAtMs, brokeAtMs, confirmedClose, breakClose, direction } = breakout;
  return {
    atMs: (confirmedAtMs ?? brokeAtMs) - 1,
    price: confirmedClose ?? breakClose,
    direction,
    strong: isStrong(breakout),
    lines: breakoutLabel(breakout, decimals),
    detail: breakoutDetail(breakout, decimals),
  };
}
