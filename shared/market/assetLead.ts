/**
 * Who leads an asset, as of now: over the move from the newest break on, at most the newest 4 hours.
 *
 * Invariant: the answer is a function of the state of the market. It is made anew every five minutes of market
 * time, because the interval around it takes a hundred regressions.
 */
import { leadOf } from '../indicators/flow/leadership';
import { LEAD_SPAN_MS } from '../indicators/flow/leadLeg';
import type { Breakout, Lead } from '../model/structure';
import { barOpenTimeMs, intervalMs, MINUTE_MS } from '../model/time';
import type { EventFolds } from './eventFolds';

const TOLD_EVERY_MS = 5 * MINUTE_MS;
/** Nothing is concluded from less (`leadership.ts`). */
const LEAST_MS = 20 * MINUTE_MS;

export class AssetLead {
  #key = '';
  #lead: Lead | null = null;

  read(folds: EventFolds, asset: string, breakouts: readonly Breakout[], nowMs: number): Lead | null {
    const toMs = barOpenTimeMs(nowMs, TOLD_EVERY_MS);
    const fromMs = Math.max(toMs - LEAD_SPAN_MS, Math.min(moveBeganMs(breakouts), toMs - LEAST_MS));
    const key = `${fromMs} ${toMs}`;
    if (key === this.#key) return this.#lead;
    const window = folds.leadPrices.window(asset, fromMs, toMs);
    const openInterestChangePercent = folds.openInterest.change(asset, toMs - fromMs)?.changePercent ?? null;
    this.#key = key;
    this.#lead = window === null ? null : leadOf({ ...window, openInterestChangePercent });
    return this.#lead;
  }
}

/** The open of the bar that broke last; minus infinity without a break, so that all that is kept is looked at. */
function moveBeganMs(breakouts: readonly Breakout[]): number {
  const began = breakouts.map(({ brokeAtMs, interval }) => brokeAtMs - intervalMs(interval));
  return Math.max(Number.NEGATIVE_INFINITY, ...began);
}
