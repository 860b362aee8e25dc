/**
 * Prices at the end of each hour, through given points: between two of them a random walk that is tied at both
 * ends (a bridge).
 *
 * Invariants:
 * - The path goes exactly through each point, at the full hour nearest to it.
 * - No price leaves the span of the points: what would is thrown back from its edge.
 */
import { HOUR_MS } from '../../../../shared/model/time';
import { exp, log } from '../random/portableMath';
import type { RandomStream } from '../random/randomStream';

export interface PricePoint {
  readonly timeMs: number;
  readonly price: number;
}

/**
 * Prices at `points[0]` and at the end of every hour after it, up to the last point.
 *
 * @param points at least two, in ascending order of time
 * @param deviation of the logarithm of the price in an hour
 */
export function hourlyPath(
  points: readonly PricePoint[],
  deviation: number,
  stream: RandomStream,
): Float64Array {
  const first = points[0];
  const last = points.at(-1);
  if (first === undefined || last === undefined) throw new RangeError('a path needs points');
  const hourOf = ({ timeMs }: PricePoint) => Math.round((timeMs - first.timeMs) / HOUR_MS);
  const floor = log(Math.min(...points.map(({ price }) => price)));
  const ceiling = log(Math.max(...points.map(({ price }) => price)));
  const path = new Float64Array(hourOf(last) + 1);
  path[0] = first.price;
  let hour = 0;
  let at = log(first.price);
  for (const point of points.slice(1)) {
    const target = log(point.price);
    for (const end = hourOf(point); hour < end; hour++) {
      const left = end - hour;
      const drift = (target - at) / left;
      at = thrownBack(
        at + drift + deviation * Math.sqrt((left - 1) / left) * stream.normal(),
        floor,
        ceiling,
      );
      path[hour + 1] = left === 1 ? point.price : exp(at);
    }
    at = target;
  }
  return path;
}

function thrownBack(value: number, floor: number, ceiling: number): number {
  const mirrored = value > ceiling ? 2 * ceiling - value : value < floor ? 2 * floor - value : value;
  return Math.min(ceiling, Math.max(floor, mirrored));
}
