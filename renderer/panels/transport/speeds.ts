import { MAX_FEED_SPEED } from '../../../shared/feed/marketFeed';
import { MAX_SPEED, MIN_SPEED } from '../../../shared/feed/player';

/** Speeds offered; the engine takes any between its smallest and largest. */
export const SPEEDS: readonly number[] = [MIN_SPEED, 0.5, 1, 2, 5, 10, 30, 60, 120, 300, MAX_SPEED];

/** Of a running market. */
export const FEED_SPEEDS: readonly number[] = [1, 5, 20, 60, MAX_FEED_SPEED];

/** "0.25×", "60×" */
export function speedLabel(speed: number): string {
  return `${speed}×`;
}
