/** "Since when" in words. What is counted decides the words; the finding decides whether there are any. */
import type { SinceDirection, SinceFinding, SinceSeries } from './sinceSeries';
import { exactDay, sinceWhen } from './sinceWords';

/** What the series is of. Prices say which price of a day they compare; flows are claimed by their own sign. */
export type SinceMeasure = 'intradayHigh' | 'intradayLow' | 'close' | 'flow' | 'total';

export interface SinceQuestion {
  readonly measure: SinceMeasure;
  readonly value: number;
  /** 00:00 UTC of the day it is of. */
  readonly dayMs: number;
  /** The day is not over: the claim holds so far. */
  readonly soFar: boolean;
  /** When the value was known, for a reader of a claim that a revision may change. */
  readonly asOfMs: number;
}

export interface SinceClaim {
  readonly kind: SinceDirection | 'sign';
  /** "highest close since Oct", "matches 5 Dec; largest inflow on record (since 11 Jan 2024)". */
  readonly text: string;
  /** The day named; null for a record. */
  readonly sinceMs: number | null;
  readonly tieMs: number | null;
  readonly asOfMs: number;
}

export interface SinceAnswer {
  readonly claims: readonly SinceClaim[];
  /** Why a claim that could be made is not; empty otherwise. */
  readonly suppressed: readonly string[];
}

const EXTREMES: Readonly<Record<SinceMeasure, Readonly<Record<SinceDirection, string | null>>>> = {
  intradayHigh: { high: 'highest intraday high', low: null },
  intradayLow: { high: null, low: 'lowest intraday low' },
  close: { high: 'highest close', low: 'lowest close' },
  flow: { high: 'largest inflow', low: 'largest outflow' },
  total: { high: 'highest', low: 'lowest' },
};

/** All that can be claimed of a value, against the days before it. */
export function sinceClaims(series: SinceSeries, question: SinceQuestion): SinceAnswer {
  const claims: SinceClaim[] = [];
  const suppressed: string[] = [];
  const add = (kind: SinceClaim['kind'], words: string, finding: SinceFinding) => {
    if (finding.state === 'suppressed') suppressed.push(`${words}: ${finding.reason}`);
    if (finding.state === 'found') claims.push(claimOf(kind, words, finding, question));
  };
  for (const direction of ['high', 'low'] as const) {
    const words = EXTREMES[question.measure][direction];
    if (words === null || !isOfItsSign(question, direction)) continue;
    add(direction, words, series.extreme(direction, question.value, question.dayMs));
  }
  if (question.measure === 'flow' || question.measure === 'total') {
    const words = question.value > 0 ? 'first positive' : 'first negative';
    add('sign', words, series.sign(question.value, question.dayMs));
  }
  return { claims, suppressed };
}

/** An outflow is never the largest inflow, however small the others were. */
function isOfItsSign({ measure, value }: SinceQuestion, direction: SinceDirection): boolean {
  return measure !== 'flow' || (direction === 'high' ? value > 0 : value < 0);
}

function claimOf(
  kind: SinceClaim['kind'],
  words: string,
  { beyondMs, tieMs, firstMs }: Extract<SinceFinding, { state: 'found' }>,
  { dayMs, soFar, asOfMs }: SinceQuestion,
): SinceClaim {
  const when =
    beyondMs === null ? `on record (since ${exactDay(firstMs)})` : `since ${sinceWhen(beyondMs, dayMs)}`;
  const matches = tieMs === null ? '' : `matches ${sinceWhen(tieMs, dayMs)}; `;
  return {
    kind,
    text: `${matches}${words} ${when}${soFar ? ' so far' : ''}`,
    sinceMs: beyondMs,
    tieMs,
    asOfMs,
  };
}
