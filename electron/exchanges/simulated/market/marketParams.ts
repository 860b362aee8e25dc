/** Everything the market of one asset is made of, in absolute terms: UTC ms, USD, fractions. */
import type { MarginTier } from './marginTiers';

export interface TimedValue {
  readonly timeMs: number;
  readonly value: number;
}

export interface AssetMarketParams {
  readonly asset: string;
  /** Spot price at the start of the market. */
  readonly startPrice: number;
  readonly leader: 'spot' | 'perp';
  readonly range: { readonly low: number; readonly high: number };
  /** From `fromMs` to the catalyst the price waits around `price`; null in a market without a catalyst. */
  readonly approach: { readonly fromMs: number; readonly price: number } | null;
  readonly catalystMs: number | null;
  /** Fundamental price after the catalyst; empty without one. */
  readonly path: readonly TimedValue[];
  /** Factor on the depth of the books. */
  readonly depth: readonly TimedValue[];
  /** Trading right after the catalyst is 1 + `peak` times the ordinary; the surplus falls to 1/e in `decayMs`. */
  readonly reaction: { readonly peak: number; readonly decayMs: number };
  readonly volatilityPerHour: number;
  readonly depth1PercentUsd: number;
  readonly spotDepthShare: number;
  readonly dailyVolumeUsd: { readonly spot: number; readonly perpetual: number };
  /** Net taker buying of spot as a share of its volume, met by makers without a move. */
  readonly spotPressure: readonly TimedValue[];
  readonly hedgedOpenInterestUsd: number;
  /** Openings per hour and side in an ordinary hour. */
  readonly openingsPerHour: number;
  /** Smallest position. */
  readonly positionUsd: { readonly long: number; readonly short: number };
  /** What leaves the market is multiplied by this; no price depends on it. */
  readonly quantityFactor: { readonly long: number; readonly short: number };
  readonly marginTiers: readonly MarginTier[];
}
