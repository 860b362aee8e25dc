/** Shortest and longest radius of a dot, px. */
export const SMALLEST_DOT_PX = 2;
export const LARGEST_DOT_PX = 22;
/** Dollars of the smallest dot: $1K. */
const SMALLEST_USD = 1_000;

/**
 * Radius in px of the dot of `usd` dollars liquidated in a bar; 0 for none or unknown. An absolute scale, so
 * that a dot says the same on every chart, and by the fourth root, so that $1K (2 px) and $10M (20 px) both
 * fit beside candles.
 */
export function dotRadius(usd: number | null): number {
  if (usd === null || !(usd > 0)) return 0;
  const radius = SMALLEST_DOT_PX * (usd / SMALLEST_USD) ** 0.25;
  return Math.min(Math.max(radius, SMALLEST_DOT_PX), LARGEST_DOT_PX);
}
