/**
 * Who leads an asset, as of now: over the move from the newest break on, at most the newest 4 hours.
 *
 * Invariant: the answer is a function of the state of the market. The window moves every five minutes of market
 * time, because the interval around its answer takes a hundred regressions; they are made anew only when one of
 * its prices has changed.
 */
import { leadOf } from '../indicators/flow/leadership';
import { LEAD_SPAN_MS } from '../indicators/flow/leadLeg';
import { type Discovery, priceDiscovery } from '../indicators/flow/priceDiscovery';
import type { Breakout, Lead } from '../model/structure';
import { barOpenTimeMs, intervalMs, MINUTE_MS } from '../model/time';
import type { EventFolds } from './eventFolds';

const MOVES_EVERY_MS = 5 * MINUTE_MS;
/** Nothing is concluded from less (`leadership.ts`). */
const LEAST_MS = 20 * MINUTE_MS;

interface Discovered {
  readonly spot: ArrayLike<number>;
  readonly perp: ArrayLike<number>;
  readonly seed: number;
  readonly discovery: Discovery | null;
}

export class AssetLead {
  #discovered: Discovered | null = null;

  read(folds: EventFolds, asset: string, breakouts: readonly Breakout[], nowMs: number): Lead | null {
    const toMs = barOpenTimeMs(nowMs, MOVES_EVERY_MS);
    const fromMs = Math.max(toMs - LEAD_SPAN_MS, Math.min(moveBeganMs(breakouts), toMs - LEAST_MS));
    const window = folds.leadPrices.window(asset, fromMs, toMs);
    if (window === null) return null;
    const openInterestChangePercent = folds.openInterest.change(asset, toMs - fromMs)?.changePercent ?? null;
    return leadOf({ ...window, openInterestChangePercent }, this.#discover);
  }

  readonly #discover: typeof priceDiscovery = (spot, perp, seed) => {
    const known = this.#discovered;
    if (known !== null && known.seed === seed && isEqual(known.spot, spot) && isEqual(known.perp, perp)) {
      return known.discovery;
    }
    const discovery = priceDiscovery(spot, perp, seed);
    this.#discovered = { spot, perp, seed, discovery };
    return discovery;
  };
}

function isEqual(one: ArrayLike<number>, other: ArrayLike<number>): boolean {
  if (one.length !== other.length) return false;
  for (let index = 0; index < one.length; index++) if (!Object.is(one[index], other[index])) return false;
  return true;
}

/** The open of the bar that broke last; minus infinity without a break: then all that is kept is looked at. */
function moveBeganMs(breakouts: readonly Breakout[]): number {
  const began = breakouts.map(({ brokeAtMs, interval }) => brokeAtMs - intervalMs(interval));
  return Math.max(Number.NEGATIVE_INFINITY, ...began);
}
