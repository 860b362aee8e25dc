/**
 * Cumulative volume delta: what takers bought less what they sold, since the anchor; of a bar that is
 * 2 × taker bought − volume. A bar touched by a gap, or of a venue that does not say what takers bought,
 * contributes nothing and leaves a hole; the total is an estimate from there.
 */
import type { IndicatorBar } from '../indicator';
import { anchoredStudy } from './anchoredStudy';
import { averagePrice, hasVolume } from './studyCore';

/** Taker bought − taker sold of one bar in base units; null when it is not known. */
export function takerDeltaBase(bar: IndicatorBar): number | null {
  return hasVolume(bar) && Number.isFinite(bar.takerBuyBase) ? 2 * bar.takerBuyBase - bar.volumeBase : null;
}

/** In base units: exact. */
export const takerDelta = anchoredStudy({
  id: 'takerDelta',
  title: 'CVD (base units)',
  unit: 'base',
  line: { id: 'cvd', title: 'CVD', style: 'line', placement: 'own' },
  anchor: 'day',
  part: (bar) => partOf(takerDeltaBase(bar)),
  value: ({ amount }) => amount,
  exact: true,
});

/** In dollars at each bar's average price, as the prices of the buys and sells apart are not known: est. */
export const takerDeltaUsd = anchoredStudy({
  id: 'takerDeltaUsd',
  title: 'CVD (USD, est.)',
  unit: 'usd',
  line: { id: 'cvd', title: 'CVD', style: 'line', placement: 'own' },
  anchor: 'day',
  part: (bar) => partOf(takerDeltaBase(bar), averagePrice(bar)),
  value: ({ amount }) => amount,
  exact: false,
});

function partOf(base: number | null, price = 1) {
  return base === null ? null : { amount: base * price, weight: 0 };
}
