/** How far a venue's clock is from ours, in words. */
import { DAY_MS } from '../../shared/model/time';
import { formatAge } from '../../shared/text/format';
import { formatDate } from './time';

/**
 * "lag 38 ms". A day or more is no lag: such a market lives at another time (a playback), so its own date is
 * told: "market clock 8 Aug 2024".
 */
export function formatLag(lagMs: number, marketTimeMs: number | null, timeZone: string): string {
  if (Math.abs(lagMs) < DAY_MS || marketTimeMs === null) return `lag ${formatAge(lagMs)}`;
  return `market clock ${formatDate(marketTimeMs, timeZone)}`;
}
