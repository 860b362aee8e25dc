import { anchoredStudy } from './anchoredStudy';
import { hasVolume, typicalPrice } from './studyCore';

/**
 * Volume-weighted average price since the anchor: Σ typical price × volume / Σ volume. A bar touched by a gap
 * weighs nothing and leaves a hole; the run is an estimate from there. Unknown while nothing was traded.
 */
export const anchoredVwap = anchoredStudy({
  id: 'anchoredVwap',
  title: 'Anchored VWAP',
  unit: 'price',
  line: { id: 'vwap', title: 'VWAP', style: 'line', placement: 'price' },
  anchor: 'day',
  part: (bar) =>
    hasVolume(bar) ? { amount: typicalPrice(bar) * bar.volumeBase, weight: bar.volumeBase } : null,
  value: ({ amount, weight }) => (weight > 0 ? amount / weight : Number.NaN),
  exact: true,
});
