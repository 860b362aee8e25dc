import { exp } from '../random/portableMath';
import type { RandomStream } from '../random/randomStream';

/** From this mean on the normal distribution is as good. */
const LARGE_MEAN = 30;

/** A count with this mean; takes one draw more than the count, or a few when the mean is large. */
export function poisson(random: RandomStream, mean: number): number {
  if (mean > LARGE_MEAN) return Math.max(0, Math.round(mean + Math.sqrt(mean) * random.normal()));
  const limit = exp(-mean);
  let count = 0;
  for (let product = random.uniform(); product > limit; product *= random.uniform()) count += 1;
  return count;
}
