/** Shortest and longest radius of a dot, px. */
export const SMALLEST_DOT_PX = 1.5;
export const LARGEST_DOT_PX = 14;
/** Dollars of the smallest dot: $1K. */
const SMALLEST_USD = 1_000;

const GROWTH = 0.235;

/**
 * Radius in px of the dot of `usd` dollars liquidated in a bar; 0 for none or unknown. An absolute scale, so
 * that a dot says the same on every chart. Ten times the dollars are √3 times the radius, nearly: $1K (1.5 px)
 * and $10M (13 px) both fit beside candles, which stay the most readable thing on the screen.
 */
export function dotRadius(usd: number | null): number {
  if (usd === null || !(usd > 0)) return 0;
  const radius = SMALLEST_DOT_PX * (usd / SMALLEST_USD) ** GROWTH;
  return Math.min(Math.max(radius, SMALLEST_DOT_PX), LARGEST_DOT_PX);
}
