/**
 * What becomes of a confirmed breakout: CONFIRMED → RETEST → HELD, and INVALIDATED from any of them, models §3.
 * The old edge, now on the other side of the price, is the flip zone.
 *
 * Invariant: a breakout is followed until it is invalidated or the next one is confirmed; being held once does
 * not end it.
 */
import type { Breakout, BreakoutState, Transition } from '../../model/structure';
import { beyondEdge, type PendingBreak, withExtreme } from './pendingBreak';
import { type ClosedBar, closesDay } from './structureBar';
import { BREAKOUT_RULES, type RangeRules } from './structureRules';

export interface FollowedBreakout {
  readonly breakout: Breakout;
  readonly averageTrueRange: number;
  readonly zone: number;
  /** Farthest price on the breakout's side of the bar that began the retest; null before it. */
  readonly touchExtreme: number | null;
  /** Closes in a row on the right side of the flip zone since then. */
  readonly closesHeld: number;
}

export function followBreakout({ breakout, averageTrueRange, zone }: PendingBreak): FollowedBreakout {
  return { breakout, averageTrueRange, zone, touchExtreme: null, closesHeld: 0 };
}

export function advanceFollowed(
  before: FollowedBreakout,
  bar: ClosedBar,
  invalidation: RangeRules['invalidation'],
): FollowedBreakout {
  let next: FollowedBreakout = { ...before, breakout: withExtreme(before.breakout, bar) };
  if (next.breakout.state === 'confirmed') next = tested(next, bar);
  if (isInvalid(next, bar, invalidation)) {
    const ended = withStep(next, bar, 'invalidated', 'invalidated.close-behind-edge');
    return { ...ended, breakout: { ...ended.breakout, endedAtMs: bar.closeTimeMs } };
  }
  // The bar that touched the zone cannot close beyond its own extreme.
  return next.breakout.state === 'retest' && before.touchExtreme !== null ? held(next, bar) : next;
}

/** The next breakout took its place. */
export function superseded({ breakout }: FollowedBreakout, atMs: number): Breakout {
  const step: Transition = {
    atMs,
    from: breakout.state,
    to: 'search',
    rule: 'ended.next-breakout-confirmed',
    values: {},
  };
  return { ...breakout, endedAtMs: atMs, log: [...breakout.log, step] };
}

function tested(followed: FollowedBreakout, bar: ClosedBar): FollowedBreakout {
  const { breakout, zone } = followed;
  const isUp = breakout.direction === 'up';
  if (beyondEdge(breakout, isUp ? bar.low : bar.high) > zone) return followed;
  const next = withStep(followed, bar, 'retest', 'retest.flip-zone-touched');
  return { ...next, touchExtreme: isUp ? bar.high : bar.low };
}

function held(followed: FollowedBreakout, bar: ClosedBar): FollowedBreakout {
  const { breakout, zone, touchExtreme } = followed;
  const isRightSide = beyondEdge(breakout, bar.close) > -zone;
  const next = { ...followed, closesHeld: isRightSide ? followed.closesHeld + 1 : 0 };
  const isBeyondTouch = beyondEdge(breakout, bar.close) > beyondEdge(breakout, touchExtreme ?? bar.close);
  if (next.closesHeld < BREAKOUT_RULES.heldCloses || !isBeyondTouch) return next;
  return withStep(next, bar, 'held', 'held.closes-above-touch');
}

function isInvalid(
  { breakout, averageTrueRange, zone }: FollowedBreakout,
  bar: ClosedBar,
  invalidation: RangeRules['invalidation'],
): boolean {
  const distance = beyondEdge(breakout, bar.close);
  if (invalidation === 'dayClose') return closesDay(bar) && distance < -zone;
  return distance < -invalidation.averageTrueRanges * averageTrueRange;
}

function withStep(
  followed: FollowedBreakout,
  bar: ClosedBar,
  to: BreakoutState,
  rule: string,
): FollowedBreakout {
  const { breakout, averageTrueRange, zone, touchExtreme, closesHeld } = followed;
  const { close, high, low } = bar;
  const step: Transition = {
    atMs: bar.closeTimeMs,
    from: breakout.state,
    to,
    rule,
    values: { close, high, low, edge: breakout.edge, zone, averageTrueRange, touchExtreme, closesHeld },
  };
  return { ...followed, breakout: { ...breakout, state: to, log: [...breakout.log, step] } };
}
