/**
 * The story of an asset in seven lines, made of what was found: verdict, range, breakout, support now, next level,
 * who leads, and who bought over 90 days. Text only; every number in it stands in the objects it was made from.
 *
 * Invariant: a line whose facts are not known says "—", and its detail says what is missing. It never says more
 * than its facts: how far spot ran ahead in seconds has no formula, so it is not told.
 */
import { WINDOW_DAYS } from '../indicators/flow/rollingFlow';
import { exactDay } from '../indicators/since/sinceWords';
import type { Breakout, Burst, ConsolidationRange, Flow, Lead, Level, StoryLine } from '../model/structure';
import { DAY_MS } from '../model/time';
import {
  completenessMark,
  formatAge,
  formatPrice,
  formatSignedPercent,
  formatUsd,
  formatUsdFigure,
  plural,
  UNKNOWN,
} from '../text/format';
import { mainBreakout, mainRange } from './mainObjects';

export interface StoryFacts {
  readonly nowMs: number;
  readonly priceDecimals: number;
  /** Venue of the instrument whose bars were looked at. */
  readonly venue: string;
  readonly ranges: ConsolidationRange[];
  readonly breakouts: Breakout[];
  readonly bursts: readonly Burst[];
  readonly nextLevel: Level | null;
  readonly lead: Lead | null;
  readonly spotFlow: Flow | null;
}

type Line = Omit<StoryLine, 'id' | 'label'>;

/** A burst that ended longer ago is no longer the verdict. */
const BURST_IS_NEWS_MS = DAY_MS;

const STATE_WORDS: Readonly<Record<Breakout['state'], string>> = {
  break: 'broken, not confirmed',
  confirmed: 'confirmed',
  false: 'false',
  weak: 'without volume',
  retest: 'retest',
  held: 'retest held',
  invalidated: 'invalidated',
};

export function storyOf(facts: StoryFacts): StoryLine[] {
  const range = mainRange(facts, facts.nowMs);
  const breakout = mainBreakout(facts, facts.nowMs);
  const supports = breakout?.direction === 'down' ? 'Resistance now' : 'Support now';
  return [
    { id: 'verdict', label: 'Verdict', ...verdictLine(facts, range, breakout) },
    { id: 'range', label: 'Range', ...rangeLine(facts, range) },
    { id: 'breakout', label: 'Breakout', ...breakoutLine(facts, breakout) },
    { id: 'support', label: supports, ...supportLine(facts, breakout) },
    { id: 'next', label: 'Next level', ...nextLine(facts) },
    { id: 'lead', label: 'Led by', ...leadLine(facts) },
    { id: 'cvd', label: 'Taker CVD 90d', ...flowLine(facts) },
  ];
}

function verdictLine(
  facts: StoryFacts,
  range: ConsolidationRange | undefined,
  breakout: Breakout | undefined,
): Line {
  const burst = facts.bursts.findLast(({ toMs }) => toMs === null || toMs > facts.nowMs - BURST_IS_NEWS_MS);
  if (burst !== undefined) {
    const isShort = burst.positionSide === 'short';
    const sum = formatUsdFigure(burst.sideUsd, burst.completeness);
    return {
      text: `${isShort ? 'short squeeze' : 'long cascade'} · ${burst.peakZ.toFixed(1)}σ`,
      tone: isShort ? 'shorts' : 'longs',
      detail: `${sum} of ${isShort ? 'shorts' : 'longs'} liquidated as reported${burst.toMs === null ? ', and it goes on' : ''}; severity ${burst.severity} of 4.`,
      venues: burst.venues,
      asOfMs: burst.toMs ?? facts.nowMs,
      completeness: burst.completeness,
      momentMs: burst.fromMs,
    };
  }
  if (breakout !== undefined) {
    return {
      ...fromBars(facts, `breakout ${STATE_WORDS[breakout.state]}`, breakout.brokeAtMs),
      tone: toneOf(breakout),
      detail: 'No burst of liquidations in the last 24 hours.',
    };
  }
  if (range !== undefined && range.toMs === null) {
    return { ...fromBars(facts, 'in range', range.fromMs), detail: 'No break of the range stands.' };
  }
  return nothing('Neither a range nor a breakout was found in the bars that are known.');
}

function rangeLine(facts: StoryFacts, range: ConsolidationRange | undefined): Line {
  if (range === undefined) return nothing('No consolidation was found in the bars that are known.');
  const { low, high, fromMs, toMs, interval } = range;
  const days = Math.round(((toMs ?? facts.nowMs) - fromMs) / DAY_MS);
  const length = days > 0 ? `${days} d` : formatAge((toMs ?? facts.nowMs) - fromMs);
  return {
    ...fromBars(facts, `${span(facts, low, high)} · ${length}`, fromMs),
    detail: `On ${interval} bars: touched ${range.touchesHigh} times above and ${range.touchesLow} below, ${Math.round(range.containment * 100)}% of closes inside, width over a random walk's ${range.rho.toFixed(2)}, strength ${Math.round(range.strength)} of 100.`,
  };
}

function breakoutLine(facts: StoryFacts, breakout: Breakout | undefined): Line {
  if (breakout === undefined) return nothing('No break of a range in the bars that are known.');
  const { state, confirmedClose, breakClose, relativeVolumeSpot, relativeVolumePerp, interval } = breakout;
  const volume = Math.max(relativeVolumeSpot ?? Number.NaN, relativeVolumePerp ?? Number.NaN);
  const either = Number.isNaN(volume) ? (relativeVolumeSpot ?? relativeVolumePerp) : volume;
  const ratio = (value: number | null) => (value === null ? UNKNOWN : `${value.toFixed(1)}×`);
  return {
    ...fromBars(
      facts,
      `${STATE_WORDS[state]} ${formatPrice(confirmedClose ?? breakClose, facts.priceDecimals)} · vol ${ratio(either)}`,
      breakout.confirmedAtMs ?? breakout.brokeAtMs,
    ),
    tone: toneOf(breakout),
    detail: `On ${interval} bars, ${breakout.direction === 'up' ? 'above' : 'below'} ${formatPrice(breakout.edge, facts.priceDecimals)}. Highest volume since, over the median of the hour of day: spot ${ratio(relativeVolumeSpot)}, perpetuals ${ratio(relativeVolumePerp)}. Measured objective ${formatPrice(breakout.objective, facts.priceDecimals)}.`,
  };
}

function supportLine(facts: StoryFacts, breakout: Breakout | undefined): Line {
  const stands = breakout !== undefined && ['confirmed', 'retest', 'held'].includes(breakout.state);
  if (!stands) return nothing('No confirmed breakout has turned an edge over.');
  const { low, high } = breakout.flipZone;
  return {
    ...fromBars(facts, span(facts, low, high), breakout.confirmedAtMs ?? breakout.brokeAtMs),
    detail: 'The zone around the broken edge; it holds as long as the breakout is not invalidated.',
  };
}

function nextLine(facts: StoryFacts): Line {
  const { nextLevel } = facts;
  if (nextLevel === null) return nothing('The price is not known.');
  const { price, distancePercent, strength } = nextLevel;
  const distance = distancePercent === null ? '' : ` · ${formatSignedPercent(distancePercent, 1)}`;
  return {
    ...fromBars(facts, `${formatPrice(price, facts.priceDecimals)}${distance}`, null),
    detail: `The next round price, of strength ${strength ?? UNKNOWN}: its zeros, and one more above every price known.`,
  };
}

function leadLine({ lead, nowMs }: StoryFacts): Line {
  if (lead === null) return nothing('Trades of both spot and futures are needed.');
  const { low, high, value } = lead.componentShare;
  const percent = (share: number | null) => (share === null ? UNKNOWN : `${Math.round(share * 100)}%`);
  const votes = lead.tests.map(({ title, vote }) => `${title}: ${vote === 'none' ? 'says nothing' : vote}`);
  return {
    text: lead.verdict === 'undetermined' ? UNKNOWN : lead.verdict,
    tone: 'none',
    detail: `${lead.reason === '' ? `Spot makes ${percent(value)} of the price (90% interval ${percent(low)} to ${percent(high)}), est.` : `Undetermined: ${lead.reason}.`} ${votes.join('; ')}.`,
    venues: lead.venues,
    asOfMs: Math.min(lead.toMs, nowMs),
    completeness: lead.verdict === 'undetermined' ? 'missing' : 'estimate',
    momentMs: lead.fromMs,
  };
}

function flowLine({ spotFlow, nowMs }: StoryFacts): Line {
  if (spotFlow === null || spotFlow.completeness === 'missing') {
    return nothing('No spot market with known taker volume.');
  }
  const { deltaUsd, flipDayMs, phase, wholeDays } = spotFlow;
  const days = `${wholeDays} of ${WINDOW_DAYS} days are known`;
  const mark = completenessMark(spotFlow.completeness);
  const phaseWords = { buy: 'takers buy', sell: 'takers sell', neutral: 'neutral' } as const;
  const sign = deltaUsd > 0 ? 'positive' : deltaUsd < 0 ? 'negative' : 'flat';
  return {
    text: phase === null ? UNKNOWN : flipDayMs === null ? sign : `${sign} since ${exactDay(flipDayMs)}`,
    tone: phase === null || deltaUsd === 0 ? 'none' : deltaUsd > 0 ? 'up' : 'down',
    detail: `Spot takers bought ${mark}${formatUsd(deltaUsd)} more than they sold${phase === null ? '' : `; ${phaseWords[phase]}`}. ${days}${phase === null ? `, too few to say: ${plural(WINDOW_DAYS - wholeDays, 'day is', 'days are')} missing, or the week before is` : ''}.`,
    venues: spotFlow.venues,
    asOfMs: nowMs,
    completeness: phase === null ? 'missing' : spotFlow.completeness,
    momentMs: flipDayMs,
  };
}

function span({ priceDecimals }: StoryFacts, low: number, high: number): string {
  return `${formatPrice(low, priceDecimals)} – ${formatPrice(high, priceDecimals)}`;
}

function toneOf({ direction, state }: Breakout): StoryLine['tone'] {
  if (state === 'false' || state === 'weak' || state === 'invalidated') return 'none';
  return direction;
}

/** A line that rests on the bars of the reference instrument. */
function fromBars({ venue, nowMs }: StoryFacts, text: string, momentMs: number | null): Line {
  return {
    text,
    tone: 'none',
    detail: '',
    venues: [venue],
    asOfMs: nowMs,
    completeness: 'complete',
    momentMs,
  };
}

function nothing(why: string): Line {
  return {
    text: UNKNOWN,
    tone: 'none',
    detail: why,
    venues: [],
    asOfMs: null,
    completeness: 'missing',
    momentMs: null,
  };
}
