/**
 * A range that stands: frozen edges, and counts that go on with every bar.
 *
 * Invariants:
 * - Edges change only when a candidate over more bars, or one whose edges lie more than a zone away, is adopted;
 *   each such change is a version.
 * - Ranges are never changed in place, so who holds one keeps what it was.
 */
import type { Breakout, ConsolidationRange, Transition } from '../../model/structure';
import type { CandidateEdges, RangeCandidate } from './rangeCandidate';
import type { RecentBar } from './recentBars';
import { RANGE_LIMITS, type StructureInterval } from './structureRules';
import { type SwingTouches, withBar } from './swingTouches';

export interface StandingRange {
  readonly range: ConsolidationRange;
  readonly touches: SwingTouches;
  readonly closesInside: number;
  /** Of the version that stands, and of the longest window there is. */
  readonly windowBars: number;
  readonly longestWindow: number;
}

export function foundRange(
  candidate: RangeCandidate,
  interval: StructureInterval,
  longestWindow: number,
  atMs: number,
): StandingRange {
  const { fromMs, touches, closesInside, bars } = candidate;
  const range: ConsolidationRange = {
    id: `${interval}:${atMs}`,
    interval,
    fromMs,
    toMs: null,
    ...figuresOf(candidate),
    bars,
    touchesHigh: touches.high,
    touchesLow: touches.low,
    containment: closesInside / bars,
    strength: 0,
    falseBreaksHigh: 0,
    falseBreaksLow: 0,
    versions: [versionOf(candidate, fromMs, atMs)],
    log: [foundStep(candidate, 'search', 'range.found', atMs)],
  };
  return graded({ range, touches, closesInside, windowBars: bars, longestWindow });
}

/** With one more bar under the edges that stand. */
export function extended(standing: StandingRange, bar: RecentBar): StandingRange {
  const { range } = standing;
  const touches = withBar(standing.touches, range, bar.high, bar.low);
  const isInside = bar.close >= range.low && bar.close <= range.high;
  const closesInside = standing.closesInside + (isInside ? 1 : 0);
  return graded(counted({ ...standing, touches, closesInside }, range.bars + 1));
}

/** Whether a range with these edges would be a new version: over more bars, or over as many and moved. */
export function isNewVersion(
  { range, windowBars }: StandingRange,
  { bars, low, high }: CandidateEdges,
): boolean {
  if (bars !== windowBars) return bars > windowBars;
  return Math.max(Math.abs(low - range.low), Math.abs(high - range.high)) > range.zone;
}

/**
 * With the edges of a candidate, and what happened in its window counted anew under them. A range that is older
 * than the window keeps its beginning and what was counted, unless it became narrower: then its older bars do not
 * lie in it any more.
 */
export function adopted(standing: StandingRange, candidate: RangeCandidate, atMs: number): StandingRange {
  const { range } = standing;
  const isOlder = range.fromMs < candidate.fromMs;
  const isNarrower = candidate.low > range.low + range.zone || candidate.high < range.high - range.zone;
  const keepsPast = isOlder && !isNarrower;
  const fromMs = keepsPast ? range.fromMs : candidate.fromMs;
  const rule = candidate.bars > standing.windowBars ? 'range.longer' : 'range.moved';
  const next = {
    ...standing,
    windowBars: candidate.bars,
    touches: keepsPast ? standing.touches : candidate.touches,
    closesInside: keepsPast ? standing.closesInside : candidate.closesInside,
    range: {
      ...range,
      ...figuresOf(candidate),
      fromMs,
      versions: [...range.versions, versionOf(candidate, fromMs, atMs)],
      log: [...range.log, foundStep(candidate, 'range', rule, atMs)],
    },
  };
  return graded(counted(next, keepsPast ? range.bars : candidate.bars));
}

/** A break of one of its edges failed. */
export function withFalseBreak(standing: StandingRange, direction: Breakout['direction']): StandingRange {
  const { range } = standing;
  const falseBreaksHigh = range.falseBreaksHigh + (direction === 'up' ? 1 : 0);
  const falseBreaksLow = range.falseBreaksLow + (direction === 'down' ? 1 : 0);
  return { ...standing, range: { ...range, falseBreaksHigh, falseBreaksLow } };
}

/** With a step in its log. */
export function logged(standing: StandingRange, step: Transition): StandingRange {
  const { range } = standing;
  return { ...standing, range: { ...range, log: [...range.log, step] } };
}

function counted(standing: StandingRange, bars: number): StandingRange {
  const { range, touches, closesInside } = standing;
  const containment = closesInside / bars;
  return {
    ...standing,
    range: { ...range, bars, containment, touchesHigh: touches.high, touchesLow: touches.low },
  };
}

function graded(standing: StandingRange): StandingRange {
  const { range, windowBars, longestWindow } = standing;
  const { strengthPoints, touchesOfFullStrength } = RANGE_LIMITS;
  const touches = Math.min(1, (range.touchesHigh + range.touchesLow) / touchesOfFullStrength);
  const strength =
    strengthPoints.touches * touches +
    strengthPoints.bars * Math.min(1, windowBars / longestWindow) +
    strengthPoints.rho * Math.max(0, 1 - range.rho);
  return { ...standing, range: { ...range, strength } };
}

function figuresOf({ low, high, zone, rho, drift, averageTrueRange }: RangeCandidate) {
  return { low, high, zone, rho, drift, averageTrueRange };
}

function versionOf({ low, high, bars }: RangeCandidate, fromMs: number, atMs: number) {
  return { atMs, fromMs, low, high, bars };
}

function foundStep(candidate: RangeCandidate, from: string, rule: string, atMs: number): Transition {
  const { bars, low, high, zone, rho, drift, averageTrueRange, touches, closesInside } = candidate;
  const containment = closesInside / bars;
  return {
    atMs,
    from,
    to: 'range',
    rule,
    values: {
      bars,
      low,
      high,
      zone,
      rho,
      drift,
      averageTrueRange,
      containment,
      touchesHigh: touches.high,
      touchesLow: touches.low,
    },
  };
}
