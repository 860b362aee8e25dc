/** The objects of market structure in words. */
import type {
  Breakout,
  BreakoutState,
  Burst,
  ConsolidationRange,
  Lead,
} from '../../../shared/model/structure';
import { DAY_MS, HOUR_MS } from '../../../shared/model/time';
import {
  completenessMark,
  formatPrice,
  formatQuantity,
  formatShare,
  formatSignedPercent,
  formatUsd,
  UNKNOWN,
} from '../../../shared/text/format';

const STATE_WORDS: Readonly<Record<BreakoutState, string>> = {
  break: 'Break',
  confirmed: 'Confirmed',
  false: 'False',
  weak: 'Weak',
  retest: 'Retest',
  held: 'Held',
  invalidated: 'Invalidated',
};

/** "▲ Confirmed" */
export function stateWords({ direction, state }: Pick<Breakout, 'direction' | 'state'>): string {
  return `${direction === 'up' ? '▲' : '▼'} ${STATE_WORDS[state]}`;
}

/** "3.4×"; of two kinds of market "3.4× / 2.1×". */
export function ratioWords(ratios: readonly (number | null)[]): string {
  return ratios.map((ratio) => (ratio === null ? UNKNOWN : `${ratio.toFixed(1)}×`)).join(' / ');
}

/** "47 d", of less than two days "31 h". */
function lengthWords(lengthMs: number): string {
  return lengthMs < 2 * DAY_MS ? `${Math.round(lengthMs / HOUR_MS)} h` : `${Math.round(lengthMs / DAY_MS)} d`;
}

/** "47 d · 5/4 touches · 98% inside · strength 78", as of `nowMs` when it still stands. */
export function rangeWords(range: ConsolidationRange, nowMs: number | null): string {
  const end = range.toMs ?? nowMs;
  return [
    end === null ? '' : lengthWords(end - range.fromMs),
    `${range.touchesHigh}/${range.touchesLow} touches`,
    `${formatShare(range.containment)} inside`,
    `strength ${range.strength.toFixed(0)}`,
  ]
    .filter((part) => part !== '')
    .join(' · ');
}

/** "vol 3.4× / 2.1× · farthest 97,300.0 · objective 100,000.0" */
export function breakoutWords(breakout: Breakout, decimals: number): string {
  return [
    `vol ${ratioWords([breakout.relativeVolumeSpot, breakout.relativeVolumePerp])}`,
    `farthest ${formatPrice(breakout.extreme, decimals)}`,
    `objective ${formatPrice(breakout.objective, decimals)}`,
  ].join(' · ');
}

/** "≥ $41.2M": as reported, of the side that was closed. */
export function burstSum({ sideUsd, completeness }: Burst): string {
  return completeness === 'missing' ? UNKNOWN : `${completenessMark(completeness)}${formatUsd(sideUsd)}`;
}

/** "+2.00%", from its first price to its last. */
export function burstMove({ fromPrice, toPrice }: Burst): string {
  return fromPrice === null || toPrice === null || fromPrice === 0
    ? UNKNOWN
    : formatSignedPercent((toPrice / fromPrice - 1) * 100);
}

/** "80.0k → 74.4k", in coins. */
export function burstOpenInterest({ openInterestBeforeBase, openInterestAfterBase }: Burst): string {
  return `${formatQuantity(openInterestBeforeBase)} → ${formatQuantity(openInterestAfterBase)}`;
}

const VERDICTS: Readonly<Record<Lead['verdict'], string>> = {
  spot: 'Spot leads',
  futures: 'Futures lead',
  mixed: 'Neither leads',
  undetermined: 'Undetermined',
};

/** "Spot leads", "Undetermined: prices are missing in the window" */
export function leadVerdict({ verdict, reason }: Lead): string {
  return reason === '' ? VERDICTS[verdict] : `${VERDICTS[verdict]}: ${reason}`;
}

const VOTES = { spot: 'spot', futures: 'futures', none: 'no vote' } as const;

export function voteWords(vote: Lead['tests'][number]['vote']): string {
  return VOTES[vote];
}

/** What a test of the lead was decided on. */
export function leadInputs(lead: Lead, testId: string): string {
  switch (testId) {
    case 'priceDiscovery': {
      const { value, low, high } = lead.componentShare;
      const { middle } = lead.informationShare;
      return `component share of spot ${formatShare(value)} (90%: ${formatShare(low)} – ${formatShare(high)}), information share ${formatShare(middle)}`;
    }
    case 'takerFlow':
      return `spot ${sigma(lead.takerDeltaSpotZ)}, futures ${sigma(lead.takerDeltaPerpZ)}`;
    case 'basis':
      return `basis ${formatSignedPercent(percent(lead.basisChange), 3)} with the price ${formatSignedPercent(lead.returnPercent)}`;
    case 'openInterest':
      return `open interest ${formatSignedPercent(lead.openInterestChangePercent)} with the price ${formatSignedPercent(lead.returnPercent)}`;
    default:
      return '';
  }
}

function percent(fraction: number | null): number | null {
  return fraction === null ? null : fraction * 100;
}

/** A z score: "+3.2σ" */
function sigma(z: number | null): string {
  if (z === null) return UNKNOWN;
  return `${z < 0 ? '−' : '+'}${Math.abs(z).toFixed(1)}σ`;
}

/** "relative volume spot" */
export function valueName(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

/** Six digits; a rule may have been decided on anything. */
export function valueWords(value: number | null): string {
  if (value === null) return UNKNOWN;
  return value.toLocaleString('en', { maximumSignificantDigits: 6 }).replace('-', '−');
}
