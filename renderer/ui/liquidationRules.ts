/** How much a venue tells of its liquidations, in words. */
import type { LiquidationReporting } from '../../shared/model/venue';

export interface LiquidationRule {
  /** Beside the venue's name. */
  readonly word: 'full' | 'sampled' | 'none';
  /** By itself. */
  readonly badge: string;
  readonly meaning: string;
}

export const LIQUIDATION_RULES: Readonly<Record<LiquidationReporting, LiquidationRule>> = {
  full: {
    word: 'full',
    badge: 'all liquidations',
    meaning: 'Publishes every liquidation: its sums are complete.',
  },
  latestPerSecond: {
    word: 'sampled',
    badge: 'sampled liquidations',
    meaning: 'Publishes the latest liquidation per symbol and second: its sums are lower bounds (≥).',
  },
  largestPerSecond: {
    word: 'sampled',
    badge: 'sampled liquidations',
    meaning: 'Publishes the largest liquidation per symbol and second: its sums are lower bounds (≥).',
  },
  none: { word: 'none', badge: 'no liquidations', meaning: 'Publishes no liquidations.' },
};
