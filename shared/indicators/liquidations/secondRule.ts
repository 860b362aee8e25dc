/** What the reporting rules of venues leave of a stream of liquidation orders: at most one a second. */
import type { LiquidationReporting } from '../../model/venue';

/** Rules that leave something out, and something in. */
export type SamplingRule = Exclude<LiquidationReporting, 'full' | 'none'>;

const BADGES: Readonly<Record<LiquidationReporting, string>> = {
  full: 'full',
  latestPerSecond: 'latest per second',
  largestPerSecond: 'largest per second',
  none: 'none',
};

/** How fully a venue reports, in words. */
export function reportingBadge(rule: LiquidationReporting): string {
  return BADGES[rule];
}

export interface SecondOrder {
  /** Of the minute, 0 … 59. */
  readonly second: number;
  readonly usd: number;
}

/**
 * USD the rule leaves of `copies` of the orders of a minute, one after the other in time: every copy is moved by
 * its part of the minute, round its end, so that the seconds in which orders crowd are not the same in all.
 */
export function leftOf(orders: readonly SecondOrder[], rule: SamplingRule, copies: number): number {
  const kept = new Float64Array(60);
  for (let copy = 0; copy < copies; copy++) {
    const shift = Math.round((60 * copy) / copies);
    for (const { second, usd } of orders) {
      const at = (second + shift) % 60;
      kept[at] = rule === 'latestPerSecond' ? usd : Math.max(kept[at] ?? 0, usd);
    }
  }
  return kept.reduce((sum, usd) => sum + usd, 0);
}

/** The same of a number of copies that is not whole: between its neighbours. */
export function leftOfShare(orders: readonly SecondOrder[], rule: SamplingRule, copies: number): number {
  const whole = Math.floor(copies);
  const less = leftOf(orders, rule, whole);
  return copies === whole ? less : less + (copies - whole) * (leftOf(orders, rule, whole + 1) - less);
}
