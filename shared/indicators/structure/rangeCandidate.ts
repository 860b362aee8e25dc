/**
 * Whether the newest bars are a consolidation: models §3.
 *
 * The edges come from sorted windows; the tests that need every bar run only over windows whose width passed, so
 * a trend costs nothing and a range one pass a bar.
 */
import type { RecentBars } from './recentBars';
import { RANGE_LIMITS, type RangeRules } from './structureRules';
import { NO_TOUCHES, type SwingTouches, withBar } from './swingTouches';

/** Known before the bars in between are looked at. */
export interface CandidateEdges {
  readonly bars: number;
  readonly low: number;
  readonly high: number;
}

export interface RangeCandidate extends CandidateEdges {
  /** Open time of its first bar. */
  readonly fromMs: number;
  readonly zone: number;
  readonly averageTrueRange: number;
  readonly rho: number;
  /** Least-squares slope times bars, as a share of the width. */
  readonly drift: number;
  /** Closes in [low, high]. */
  readonly closesInside: number;
  readonly touches: SwingTouches;
}

/**
 * Width in average true ranges over the square root of bars: 1 for a random walk, whatever its scale.
 * Dreiss's choppiness over the same bars is 100 · (1/2 − ln ρ / ln bars).
 */
export function scaleFreeWidth(width: number, averageTrueRange: number, bars: number): number {
  return width / (averageTrueRange * Math.sqrt(bars));
}

/** Over the longest window that passes and is wanted; null when none does. */
export function findRange(
  recent: RecentBars,
  averageTrueRange: number,
  rules: RangeRules,
  isWanted: (edges: CandidateEdges) => boolean = () => true,
): RangeCandidate | null {
  for (const bars of rules.windows) {
    const edges = recent.edges(bars);
    if (edges === null || !isWanted({ ...edges, bars })) continue;
    const candidate = rangeOver(recent, averageTrueRange, rules, { ...edges, bars });
    if (candidate !== null) return candidate;
  }
  return null;
}

function rangeOver(
  recent: RecentBars,
  averageTrueRange: number,
  { mostRho }: RangeRules,
  { bars, low, high }: CandidateEdges,
): RangeCandidate | null {
  if (!(averageTrueRange > 0)) return null;
  const width = high - low;
  const rho = scaleFreeWidth(width, averageTrueRange, bars);
  const widthPercent = (100 * width) / ((high + low) / 2);
  const { leastWidthPercent, mostWidthPercent } = RANGE_LIMITS;
  if (rho > mostRho || widthPercent < leastWidthPercent || widthPercent > mostWidthPercent) return null;
  const newest = recent.bar(0).close;
  if (newest < low || newest > high) return null;
  const zone = zoneOf(width, averageTrueRange);
  const path = pathThrough(recent, { low, high, zone }, bars);
  const drift = (path.slope * bars) / width;
  const passes =
    Math.min(path.touches.high, path.touches.low) >= RANGE_LIMITS.leastTouches &&
    Math.abs(drift) <= RANGE_LIMITS.mostDrift &&
    path.closesInside >= RANGE_LIMITS.leastContainment * bars;
  if (!passes) return null;
  const fromMs = recent.bar(bars - 1).openTimeMs;
  const { closesInside, touches } = path;
  return { bars, fromMs, low, high, zone, averageTrueRange, rho, drift, closesInside, touches };
}

/** Depth of the zones at the edges. */
function zoneOf(width: number, averageTrueRange: number): number {
  const { zoneOfWidth, zoneOfTrueRange, mostZoneOfWidth } = RANGE_LIMITS;
  const wanted = Math.max(zoneOfWidth * width, zoneOfTrueRange * averageTrueRange);
  return Math.min(wanted, mostZoneOfWidth * width);
}

interface Path {
  readonly touches: SwingTouches;
  readonly closesInside: number;
  /** Of closes, price a bar, by least squares. */
  readonly slope: number;
}

function pathThrough(
  recent: RecentBars,
  edges: { readonly low: number; readonly high: number; readonly zone: number },
  bars: number,
): Path {
  const middle = (bars - 1) / 2;
  let touches = NO_TOUCHES;
  let closesInside = 0;
  let products = 0;
  recent.forEach(bars, (high, low, close, index) => {
    if (close >= edges.low && close <= edges.high) closesInside += 1;
    touches = withBar(touches, edges, high, low);
    // Distances from the middle sum to zero, so any constant may be taken off the prices.
    products += (index - middle) * (close - edges.low);
  });
  const squares = (bars * (bars * bars - 1)) / 12;
  return { touches, closesInside, slope: products / squares };
}
