/**
 * A range was broken and it is not decided yet what that was: BREAK → CONFIRMED | FALSE | WEAK, models §3.
 *
 * Invariants:
 * - It is decided within `pendingBars` bars.
 * - Edges, zone and average true range are those of the moment of the break.
 * - Volume that is unknown confirms nothing.
 */
import type { Breakout, ConsolidationRange, Transition } from '../../model/structure';
import type { RelativeVolume } from './relativeVolume';
import type { ClosedBar } from './structureBar';
import { BREAKOUT_RULES } from './structureRules';

type Direction = Breakout['direction'];

/** Of a bar; null is unknown. */
export interface BarVolume {
  readonly spot: RelativeVolume | null;
  readonly perp: RelativeVolume | null;
}

/** Highest since the break; null is unknown. */
interface MostVolume {
  readonly spotRatio: number | null;
  readonly spotZ: number | null;
  readonly perpRatio: number | null;
  readonly perpZ: number | null;
}

export interface PendingBreak {
  readonly breakout: Breakout;
  readonly averageTrueRange: number;
  readonly zone: number;
  /** Closed bars after the one that broke the edge. */
  readonly barsSince: number;
  /** Newest closes since the break, whether each is beyond the edge; the newest last. */
  readonly beyond: readonly boolean[];
  readonly most: MostVolume;
  /** It was said why an accepted price waits. */
  readonly waitTold: boolean;
}

const NO_VOLUME: MostVolume = { spotRatio: null, spotZ: null, perpRatio: null, perpZ: null };

/** How far the price is beyond the edge, negative inside. */
export function beyondEdge({ direction, edge }: Breakout, price: number): number {
  return direction === 'up' ? price - edge : edge - price;
}

/** The direction in which a close breaks the range; null for none. */
export function breakOf(
  range: ConsolidationRange,
  averageTrueRange: number,
  close: number,
): Direction | null {
  const least = breakDistance(averageTrueRange, close);
  if (close > range.high + least) return 'up';
  if (close < range.low - least) return 'down';
  return null;
}

export function startBreak(
  range: ConsolidationRange,
  direction: Direction,
  averageTrueRange: number,
  bar: ClosedBar,
  volume: BarVolume,
): PendingBreak {
  const { low, high, zone } = range;
  const edge = direction === 'up' ? high : low;
  const most = withVolume(NO_VOLUME, volume);
  const step: Transition = {
    atMs: bar.closeTimeMs,
    from: 'range',
    to: 'break',
    rule: 'break.close-beyond-edge',
    values: {
      close: bar.close,
      edge,
      leastDistance: breakDistance(averageTrueRange, bar.close),
      averageTrueRange,
      ...volumeValues(volume),
    },
  };
  return {
    breakout: {
      id: `${range.id}:${bar.closeTimeMs}`,
      rangeId: range.id,
      interval: range.interval,
      direction,
      state: 'break',
      edge,
      brokeAtMs: bar.closeTimeMs,
      breakClose: bar.close,
      confirmedAtMs: null,
      confirmedClose: null,
      endedAtMs: null,
      relativeVolumeSpot: most.spotRatio,
      relativeVolumePerp: most.perpRatio,
      extreme: direction === 'up' ? bar.high : bar.low,
      flipZone: { low: edge - zone, high: edge + zone },
      objective: direction === 'up' ? high + (high - low) : low - (high - low),
      log: [step],
    },
    averageTrueRange,
    zone,
    barsSince: 0,
    beyond: [true],
    most,
    waitTold: false,
  };
}

/** With the next closed bar; its breakout is in state `break` while nothing is decided. */
export function advanceBreak(before: PendingBreak, bar: ClosedBar, volume: BarVolume): PendingBreak {
  const distance = beyondEdge(before.breakout, bar.close);
  const most = withVolume(before.most, volume);
  const pending: PendingBreak = {
    ...before,
    breakout: {
      ...withExtreme(before.breakout, bar),
      relativeVolumeSpot: most.spotRatio,
      relativeVolumePerp: most.perpRatio,
    },
    barsSince: before.barsSince + 1,
    beyond: [...before.beyond, distance > 0].slice(-BREAKOUT_RULES.acceptedOf),
    most,
  };
  return decided(pending, bar, distance);
}

export function withExtreme(breakout: Breakout, { high, low }: ClosedBar): Breakout {
  const extreme =
    breakout.direction === 'up' ? Math.max(breakout.extreme, high) : Math.min(breakout.extreme, low);
  return { ...breakout, extreme };
}

function decided(pending: PendingBreak, bar: ClosedBar, distance: number): PendingBreak {
  const { averageTrueRange, barsSince, most, waitTold } = pending;
  if (distance < -BREAKOUT_RULES.falseTrueRanges * averageTrueRange) {
    return ended(pending, bar, 'false', 'false.close-inside');
  }
  const isAccepted = accepted(pending);
  if (isAccepted && hasVolume(most)) return confirmed(pending, bar, 'confirmed.accepted-with-volume');
  if (isFast(pending, distance)) return confirmed(pending, bar, 'confirmed.fast');
  if (barsSince >= BREAKOUT_RULES.pendingBars) {
    if (!isAccepted) return ended(pending, bar, 'weak', 'weak.not-accepted');
    return ended(pending, bar, 'weak', isUnknown(most) ? 'weak.volume-unknown' : 'weak.no-volume');
  }
  if (!isAccepted || waitTold) return pending;
  const rule = isUnknown(most) ? 'pending.volume-unknown' : 'pending.no-volume';
  return { ...withStep(pending, bar, 'break', rule), waitTold: true };
}

function accepted({ barsSince, beyond }: PendingBreak): boolean {
  const { acceptedOf, acceptedCloses } = BREAKOUT_RULES;
  return barsSince >= acceptedOf && beyond.filter((is) => is).length >= acceptedCloses;
}

function isFast({ averageTrueRange, beyond, most }: PendingBreak, distance: number): boolean {
  const { fastCloses, fastTrueRanges, fastVolumeRatio } = BREAKOUT_RULES;
  const newest = beyond.slice(-fastCloses);
  return (
    newest.length === fastCloses &&
    newest.every((is) => is) &&
    distance >= fastTrueRanges * averageTrueRange &&
    Math.max(most.spotRatio ?? 0, most.perpRatio ?? 0) >= fastVolumeRatio
  );
}

/** Of spot or of perpetuals. */
function hasVolume({ spotRatio, spotZ, perpRatio, perpZ }: MostVolume): boolean {
  const { volumeRatio, volumeZ } = BREAKOUT_RULES;
  return (
    [spotRatio, perpRatio].some((ratio) => ratio !== null && ratio >= volumeRatio) ||
    [spotZ, perpZ].some((z) => z !== null && z >= volumeZ)
  );
}

function isUnknown({ spotRatio, perpRatio }: MostVolume): boolean {
  return spotRatio === null && perpRatio === null;
}

function confirmed(pending: PendingBreak, bar: ClosedBar, rule: string): PendingBreak {
  const next = withStep(pending, bar, 'confirmed', rule);
  const breakout = { ...next.breakout, confirmedAtMs: bar.closeTimeMs, confirmedClose: bar.close };
  return { ...next, breakout };
}

function ended(pending: PendingBreak, bar: ClosedBar, to: 'false' | 'weak', rule: string): PendingBreak {
  const next = withStep(pending, bar, to, rule);
  return { ...next, breakout: { ...next.breakout, endedAtMs: bar.closeTimeMs } };
}

function withStep(
  pending: PendingBreak,
  bar: ClosedBar,
  to: 'break' | 'confirmed' | 'false' | 'weak',
  rule: string,
): PendingBreak {
  const { breakout, barsSince, averageTrueRange, beyond, most } = pending;
  const step: Transition = {
    atMs: bar.closeTimeMs,
    from: 'break',
    to,
    rule,
    values: {
      close: bar.close,
      beyondEdge: beyondEdge(breakout, bar.close),
      averageTrueRange,
      barsSince,
      closesBeyond: beyond.filter((is) => is).length,
      extreme: breakout.extreme,
      relativeVolumeSpot: most.spotRatio,
      relativeVolumeSpotZ: most.spotZ,
      relativeVolumePerp: most.perpRatio,
      relativeVolumePerpZ: most.perpZ,
    },
  };
  return { ...pending, breakout: { ...breakout, state: to, log: [...breakout.log, step] } };
}

function breakDistance(averageTrueRange: number, close: number): number {
  const { breakTrueRanges, breakPercent } = BREAKOUT_RULES;
  return Math.max(breakTrueRanges * averageTrueRange, (breakPercent / 100) * close);
}

function withVolume(most: MostVolume, { spot, perp }: BarVolume): MostVolume {
  return {
    spotRatio: larger(most.spotRatio, spot?.ratio ?? null),
    spotZ: larger(most.spotZ, spot?.z ?? null),
    perpRatio: larger(most.perpRatio, perp?.ratio ?? null),
    perpZ: larger(most.perpZ, perp?.z ?? null),
  };
}

function larger(a: number | null, b: number | null): number | null {
  if (a === null) return b;
  return b === null ? a : Math.max(a, b);
}

function volumeValues({ spot, perp }: BarVolume): Record<string, number | null> {
  return {
    relativeVolumeSpot: spot?.ratio ?? null,
    relativeVolumeSpotZ: spot?.z ?? null,
    relativeVolumePerp: perp?.ratio ?? null,
    relativeVolumePerpZ: perp?.z ?? null,
  };
}
