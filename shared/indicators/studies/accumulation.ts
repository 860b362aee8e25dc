/**
 * Accumulation/Distribution (Chaikin) since the anchor: the sum of volume × ((C−L)−(H−C))/(H−L), of a flat bar
 * nothing. Its level depends on the start, the length of bars, the venue and the unit, so all of them are said
 * with it; only its changes compare. A bar touched by a gap contributes nothing and leaves a hole; the total is
 * an estimate from there.
 */
import type { IndicatorBar } from '../indicator';
import { anchoredStudy } from './anchoredStudy';
import { averagePrice, hasVolume } from './studyCore';

/** Where the close lies between low (−1) and high (+1). */
function moneyFlowMultiplier({ high, low, close }: IndicatorBar): number {
  return high > low ? (close - low - (high - close)) / (high - low) : 0;
}

/** In base units: exact. */
export const accumulation = anchoredStudy({
  id: 'accumulation',
  title: 'Accumulation/Distribution (base units)',
  unit: 'base',
  line: { id: 'ad', title: 'A/D', style: 'line', placement: 'own' },
  anchor: 'start',
  part: (bar) => (hasVolume(bar) ? { amount: moneyFlowMultiplier(bar) * bar.volumeBase, weight: 0 } : null),
  value: ({ amount }) => amount,
  exact: true,
});

/** In dollars at each bar's average price, which is itself estimated where quote volume is not known: est. */
export const accumulationUsd = anchoredStudy({
  id: 'accumulationUsd',
  title: 'Accumulation/Distribution (USD, est.)',
  unit: 'usd',
  line: { id: 'ad', title: 'A/D', style: 'line', placement: 'own' },
  anchor: 'start',
  part: (bar) =>
    hasVolume(bar)
      ? { amount: moneyFlowMultiplier(bar) * bar.volumeBase * averagePrice(bar), weight: 0 }
      : null,
  value: ({ amount }) => amount,
  exact: false,
});
