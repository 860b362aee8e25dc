/** The words on the drawings of market structure. Pure. */
import type { Breakout, Burst, ConsolidationRange, Level } from '../../../shared/model/structure';
import {
  formatAge,
  formatPrice,
  formatShare,
  formatSignedPercent,
  formatUsdFigure,
  UNKNOWN,
} from '../../../shared/text/format';

/** Digits before and after the point that tell one edge from another. */
const TELLING_DIGITS = 5;

/** A price of the chart as short as it still tells: 94,000, 3,341.1, 2.1504. */
function shortPrice(price: number, decimals: number): string {
  const whole = price >= 1 ? Math.floor(Math.log10(price)) + 1 : 0;
  return formatPrice(price, Math.min(decimals, Math.max(0, TELLING_DIGITS - whole)));
}

/** "88,000 – 94,000". */
function priceSpan(low: number, high: number, decimals: number): string {
  return `${shortPrice(low, decimals)} – ${shortPrice(high, decimals)}`;
}

/** "Range 88,000 – 94,000 · 47 d · 5/4 touches". */
export function rangeLabel(range: ConsolidationRange, nowMs: number, decimals: number): string {
  const { low, high, fromMs, toMs, touchesHigh, touchesLow } = range;
  const length = formatAge((toMs ?? nowMs) - fromMs);
  return `Range ${priceSpan(low, high, decimals)} · ${length} · ${touchesHigh}/${touchesLow} touches`;
}

/** "Resistance → support 94,000 – 95,000". */
export function flipLabel({ direction, flipZone }: Breakout, decimals: number): string {
  const roles = direction === 'up' ? 'Resistance → support' : 'Support → resistance';
  return `${roles} ${priceSpan(flipZone.low, flipZone.high, decimals)}`;
}

const PRIOR_LABELS: Readonly<Record<Exclude<Level['kind'], 'round'>, string>> = {
  priorDayHigh: 'PDH',
  priorDayLow: 'PDL',
  priorWeekHigh: 'PWH',
  priorWeekLow: 'PWL',
  priorMonthHigh: 'PMH',
  priorMonthLow: 'PML',
};

/** "100,000 · +3.3%" of a round number, "PDH" of a prior day's high. */
export function levelLabel({ kind, price, distancePercent }: Level, decimals: number): string {
  if (kind !== 'round') return PRIOR_LABELS[kind];
  return `${shortPrice(price, decimals)} · ${formatSignedPercent(distancePercent, 1)}`;
}

const WORDS: Readonly<Record<Breakout['state'], string>> = {
  break: 'Break, not confirmed',
  confirmed: 'confirmed',
  retest: 'confirmed · retest',
  held: 'confirmed · retest held',
  false: 'False break',
  weak: 'Weak break',
  invalidated: 'invalidated',
};

/** Which breaks had volume and a close behind them: they are drawn large. */
export function isStrong({ state }: Breakout): boolean {
  return state === 'confirmed' || state === 'retest' || state === 'held';
}

/** "▲ Breakout confirmed" and what it rests on; a weak or failed one is a word. */
export function breakoutLabel(breakout: Breakout, decimals: number): readonly string[] {
  const { direction, state } = breakout;
  const name = direction === 'up' ? 'Breakout' : 'Breakdown';
  if (!isStrong(breakout)) {
    if (state === 'invalidated') return [`✕ ${name} invalidated`];
    const shape =
      state === 'false'
        ? '✕'
        : direction === 'up'
          ? state === 'weak'
            ? '△'
            : '▲'
          : state === 'weak'
            ? '▽'
            : '▼';
    return [`${shape} ${WORDS[state]}`];
  }
  return [`${direction === 'up' ? '▲' : '▼'} ${name} ${WORDS[state]}`, basisOf(breakout, decimals)];
}

/** The volume is that of the market which traded the most above its usual, as in the story. */
function basisOf({ confirmedClose, breakClose, ...volumes }: Breakout, decimals: number): string {
  const known = [volumes.relativeVolumeSpot, volumes.relativeVolumePerp].filter((ratio) => ratio !== null);
  const volume = known.length === 0 ? UNKNOWN : `${Math.max(...known).toFixed(1)}×`;
  return `close ${shortPrice(confirmedClose ?? breakClose, decimals)} · vol ${volume}`;
}

/** "SHORT SQUEEZE ≥ $38M". */
export function burstLabel({ positionSide, sideUsd, completeness }: Burst): string {
  const name = positionSide === 'short' ? 'SHORT SQUEEZE' : 'LONG CASCADE';
  return `${name} ${formatUsdFigure(sideUsd, completeness)}`;
}

/** All that a range rests on, in a sentence. */
export function rangeDetail(range: ConsolidationRange, decimals: number): string {
  const { interval, low, high, touchesHigh, touchesLow, containment, rho, strength } = range;
  const edges = `${formatPrice(low, decimals)} – ${formatPrice(high, decimals)}`;
  const falseBreaks = `${range.falseBreaksHigh} above and ${range.falseBreaksLow} below`;
  return `Range ${edges} on ${interval} bars: touched ${touchesHigh} times above and ${touchesLow} below, ${formatShare(containment)} of closes inside, width over a random walk's ${rho.toFixed(2)}, strength ${Math.round(strength)} of 100, false breaks ${falseBreaks}.`;
}

/** All that a break rests on, in a sentence. */
export function breakoutDetail(breakout: Breakout, decimals: number): string {
  const { direction, edge, interval, confirmedClose, breakClose, objective } = breakout;
  const [headline = ''] = breakoutLabel(breakout, decimals);
  const side = direction === 'up' ? 'above' : 'below';
  const spot = ratioText(breakout.relativeVolumeSpot);
  const perp = ratioText(breakout.relativeVolumePerp);
  const close = formatPrice(confirmedClose ?? breakClose, decimals);
  return `${headline} on ${interval} bars: close ${close}, ${side} ${formatPrice(edge, decimals)}; highest volume since over the median of the hour of day: spot ${spot}, perpetuals ${perp}; measured objective ${formatPrice(objective, decimals)}.`;
}

/** All that a burst of liquidations rests on, in a sentence. */
export function burstDetail(burst: Burst): string {
  const { positionSide, otherSideUsd, completeness, peakZ, severity, forcedShare, venues } = burst;
  const other = formatUsdFigure(otherSideUsd, completeness);
  const from = venues.length === 0 ? '' : `, reported by ${venues.join(', ')}`;
  return `${burstLabel(burst)} of ${positionSide}s liquidated, ${other} of the other side${from}; ${peakZ.toFixed(1)}σ, severity ${severity} of 4, forced share of taker volume ${formatShare(forcedShare)}.`;
}

function ratioText(ratio: number | null): string {
  return ratio === null ? UNKNOWN : `${ratio.toFixed(1)}×`;
}
