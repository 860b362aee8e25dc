/**
 * The numbers that ranges and breakouts are judged by: models §3 of the design. Starting values, kept as data, so
 * that what was tuned can be read in one place.
 */

/** Intervals that ranges are looked for in. */
export const STRUCTURE_INTERVALS = ['1h', '4h', '1d'] as const;
export type StructureInterval = (typeof STRUCTURE_INTERVALS)[number];

export interface RangeRules {
  /** Bars a range is looked for over, the longest first. */
  readonly windows: readonly number[];
  /** Share of highs at or below the upper edge, and of lows at or above the lower one. */
  readonly edgeShare: number;
  /** The same over windows shorter than `shortWindow`, where a single bar would be the edge. */
  readonly shortEdgeShare: number;
  readonly shortWindow: number;
  readonly averageTrueRangeBars: number;
  /** Width over average true range and the square root of bars; a random walk has 1. */
  readonly mostRho: number;
  /**
   * What ends a confirmed breakout: a close this many average true ranges behind the edge, or the close of a UTC
   * day behind the flip zone.
   */
  readonly invalidation: { readonly averageTrueRanges: number } | 'dayClose';
}

export const RANGE_RULES: Readonly<Record<StructureInterval, RangeRules>> = {
  '1h': {
    windows: [720, 480, 336, 168],
    edgeShare: 0.995,
    shortEdgeShare: 0.995,
    shortWindow: 0,
    averageTrueRangeBars: 72,
    mostRho: 0.75,
    invalidation: { averageTrueRanges: 1 },
  },
  '4h': {
    windows: [180, 120, 84, 60],
    edgeShare: 0.995,
    shortEdgeShare: 0.995,
    shortWindow: 0,
    averageTrueRangeBars: 42,
    mostRho: 0.8,
    invalidation: 'dayClose',
  },
  '1d': {
    windows: [90, 60, 40, 21],
    edgeShare: 0.995,
    shortEdgeShare: 0.97,
    shortWindow: 60,
    averageTrueRangeBars: 14,
    mostRho: 0.7,
    invalidation: 'dayClose',
  },
};

/** Of every interval. */
export const RANGE_LIMITS = {
  zoneOfWidth: 0.08,
  zoneOfTrueRange: 0.5,
  /** A day can be half as high as the range it is in: its zones must not meet. */
  mostZoneOfWidth: 0.2,
  leastTouches: 2,
  /** Of the width, over the window. */
  mostDrift: 0.5,
  leastContainment: 0.97,
  leastWidthPercent: 1.5,
  mostWidthPercent: 15,
  /** Touches, bars and rho make up the strength. */
  strengthPoints: { touches: 40, bars: 30, rho: 30 },
  touchesOfFullStrength: 8,
} as const;

/** Of every interval; bars are those of the interval. */
export const BREAKOUT_RULES = {
  /** A close this far beyond the edge breaks it: the larger of the two. */
  breakTrueRanges: 0.75,
  breakPercent: 0.25,
  /** A close this far back inside, within `pendingBars`, makes it false. */
  falseTrueRanges: 0.25,
  pendingBars: 24,
  /** Accepted: of the last `acceptedOf` closes since the break, all but one beyond the edge. */
  acceptedOf: 6,
  acceptedCloses: 5,
  /** Either is volume enough. */
  volumeRatio: 1.5,
  volumeZ: 2,
  /** The fast path: much volume, far beyond, `fastCloses` closes in a row. */
  fastVolumeRatio: 2.5,
  fastTrueRanges: 1.5,
  fastCloses: 3,
  /** Closes in a row on the right side of the flip zone after it was touched. */
  heldCloses: 3,
} as const;

/** Past objects of each kind that are kept. */
export const KEPT_OBJECTS = 200;
