/**
 * Cumulative volume delta over a rolling window of 90 completed UTC days and today, its phase and its last flip:
 * models §5. A window, not a total since inception: a day that leaves changes it as much as one that comes.
 *
 * Invariant: every sum is made anew from its days, so that a day that left has left exactly.
 */
import type { Completeness } from '../../model/figure';
import { DAY_MS } from '../../model/time';
import { type FlowDay, isWhole } from './flowDays';

export type FlowPhase = 'buy' | 'sell' | 'neutral';

/** A change of sign that two daily closes held. */
export interface FlowFlip {
  readonly to: 'buy' | 'sell';
  /** The first day that closed with the new sign, 00:00 UTC. */
  readonly dayMs: number;
  /** When the second close made it known. */
  readonly knownAtMs: number;
}

export interface RollingFlow {
  readonly todayMs: number;
  readonly deltaBase: number;
  readonly deltaUsd: number;
  readonly volumeUsd: number;
  /** What today added so far. */
  readonly inUsd: number;
  /** Delta of the day that left the window when today began: the sum fell by this. Null when it is not known. */
  readonly outUsd: number | null;
  /** Since the close seven days ago; null when a window as of then is not known. */
  readonly weekChangeUsd: number | null;
  /** Null when too much of the window is missing to say. */
  readonly phase: FlowPhase | null;
  /** The latest one; null when none is known. */
  readonly flip: FlowFlip | null;
  /** Completed days of the window that are known as a whole, out of `WINDOW_DAYS`. */
  readonly wholeDays: number;
  /** Dollars are estimates at best; `missing` when no day is known. */
  readonly completeness: Completeness;
}

export const WINDOW_DAYS = 90;
const WEEK_DAYS = 7;
/** Share of volume from which on the delta is dominant. */
const DOMINANT_SHARE = 0.0025;
/** More missing days than this leave the phase open. */
const MOST_MISSING_DAYS = 4;

/** As of `todayMs`, 00:00 UTC of the current day. `days` oldest first; later ones than today are not looked at. */
export function rollingFlow(days: readonly FlowDay[], todayMs: number): RollingFlow {
  const byDay = new Map(days.map((day) => [day.dayMs, day]));
  const now = windowSum(byDay, todayMs);
  const leftToday = byDay.get(todayMs - (WINDOW_DAYS + 1) * DAY_MS);
  const weekAgo = windowSum(byDay, todayMs - WEEK_DAYS * DAY_MS);
  const isKnown = now.wholeDays >= WINDOW_DAYS - MOST_MISSING_DAYS;
  const wasKnown = weekAgo.wholeDays >= WINDOW_DAYS - MOST_MISSING_DAYS;
  const weekChangeUsd = wasKnown ? now.deltaUsd - weekAgo.deltaUsd : null;
  return {
    todayMs,
    deltaBase: now.deltaBase,
    deltaUsd: now.deltaUsd,
    volumeUsd: now.volumeUsd,
    inUsd: byDay.get(todayMs)?.deltaUsd ?? 0,
    outUsd: leftToday === undefined || !isWhole(leftToday) ? null : leftToday.deltaUsd,
    weekChangeUsd,
    phase: isKnown && weekChangeUsd !== null ? phaseOf(now.deltaUsd, now.volumeUsd, weekChangeUsd) : null,
    flip: lastFlip(byDay, days[0]?.dayMs ?? todayMs, todayMs),
    wholeDays: now.wholeDays,
    completeness: now.knownDays === 0 ? 'missing' : 'estimate',
  };
}

interface WindowSum {
  readonly deltaBase: number;
  readonly deltaUsd: number;
  readonly volumeUsd: number;
  /** Today, though it is not over, is not among them. */
  readonly wholeDays: number;
  readonly knownDays: number;
}

/** The 90 days before `dayMs`, and that day as far as it is known. */
function windowSum(byDay: ReadonlyMap<number, FlowDay>, dayMs: number): WindowSum {
  let [deltaBase, deltaUsd, volumeUsd, wholeDays, knownDays] = [0, 0, 0, 0, 0];
  for (let back = WINDOW_DAYS; back >= 0; back--) {
    const day = byDay.get(dayMs - back * DAY_MS);
    if (day === undefined) continue;
    deltaBase += day.deltaBase;
    deltaUsd += day.deltaUsd;
    volumeUsd += day.volumeUsd;
    if (back > 0 && isWhole(day)) wholeDays++;
    if (day.volumeBase > 0 || day.knownMs > 0) knownDays++;
  }
  return { deltaBase, deltaUsd, volumeUsd, wholeDays, knownDays };
}

function phaseOf(deltaUsd: number, volumeUsd: number, weekChangeUsd: number): FlowPhase {
  const isDominant = volumeUsd > 0 && Math.abs(deltaUsd) / volumeUsd >= DOMINANT_SHARE;
  if (!isDominant || Math.sign(weekChangeUsd) !== Math.sign(deltaUsd)) return 'neutral';
  return deltaUsd > 0 ? 'buy' : 'sell';
}

/** Looks at the closes of completed days whose window is known; a window with holes is passed over. */
function lastFlip(byDay: ReadonlyMap<number, FlowDay>, firstMs: number, todayMs: number): FlowFlip | null {
  let held = 0;
  let before = 0;
  let flip: FlowFlip | null = null;
  for (let dayMs = firstMs + WINDOW_DAYS * DAY_MS; dayMs < todayMs; dayMs += DAY_MS) {
    const { deltaUsd, wholeDays } = windowSum(byDay, dayMs);
    const day = byDay.get(dayMs);
    const isKnown = wholeDays >= WINDOW_DAYS - MOST_MISSING_DAYS && day !== undefined && isWhole(day);
    const sign = isKnown ? Math.sign(deltaUsd) : 0;
    if (sign !== 0 && sign === before && sign !== held) {
      if (held !== 0) {
        flip = { to: sign > 0 ? 'buy' : 'sell', dayMs: dayMs - DAY_MS, knownAtMs: dayMs + DAY_MS };
      }
      held = sign;
    }
    before = sign;
  }
  return flip;
}
