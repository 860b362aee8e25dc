/**
 * Where the price is made, out of the error correction of spot and perpetual.
 *
 * - Gonzalo–Granger: who adjusts follows. The share of spot is the perpetual's adjustment over both. A price that
 *   moves away from the other one does not adjust: that counts as no adjustment, not as its size.
 * - Hasbrouck: the share of spot in the variance of the common price. What both learn at once belongs to neither,
 *   so that it has bounds: each counted first (both Cholesky orders), and their middle.
 * - The interval of the first is of a bootstrap over blocks of 60 s, seeded: the same points, the same interval.
 */
import { blockSums, type ErrorCorrection, errorCorrectionOf, pointsOf, totalOf } from './errorCorrection';
import { seededNumbers } from './seededNumbers';

const RESAMPLES = 100;
/** Of the interval, at either end. */
const TAIL = 0.05;

export interface Discovery {
  /** Points that counted. */
  readonly points: number;
  /** Share of spot, 0 … 1, with its 90 % interval. */
  readonly componentShare: { readonly value: number; readonly low: number; readonly high: number };
  readonly informationShare: { readonly low: number; readonly middle: number; readonly high: number };
}

/** Prices on one grid of 5 s, NaN where not known. Null where they do not tell. */
export function priceDiscovery(
  spot: ArrayLike<number>,
  perp: ArrayLike<number>,
  seed: number,
): Discovery | null {
  const blocks = blockSums(spot, perp).filter((sums) => pointsOf(sums) > 0);
  const total = totalOf(blocks);
  const whole = errorCorrectionOf(total);
  const value = whole === null ? null : componentShareOf(whole);
  if (whole === null || value === null) return null;
  const next = seededNumbers(seed);
  const shares: number[] = [];
  for (let resample = 0; resample < RESAMPLES; resample++) {
    const drawn = blocks.map(() => blocks[Math.floor(next() * blocks.length)] ?? total);
    const correction = errorCorrectionOf(totalOf(drawn));
    const share = correction === null ? null : componentShareOf(correction);
    if (share !== null) shares.push(share);
  }
  shares.sort((a, b) => a - b);
  const low = shares[Math.floor(TAIL * shares.length)] ?? value;
  const high = shares[Math.ceil((1 - TAIL) * shares.length) - 1] ?? value;
  return {
    points: pointsOf(total),
    componentShare: { value, low, high },
    informationShare: informationShareOf(whole),
  };
}

/** Null where neither adjusts: the two do not belong together then. */
export function componentShareOf({ spotAdjustment, perpAdjustment }: ErrorCorrection): number | null {
  const spotFollows = Math.max(0, spotAdjustment);
  const perpFollows = Math.max(0, -perpAdjustment);
  return spotFollows + perpFollows > 0 ? perpFollows / (spotFollows + perpFollows) : null;
}

export function informationShareOf(correction: ErrorCorrection): Discovery['informationShare'] {
  const { spotAdjustment, perpAdjustment, spotVariance, perpVariance, covariance } = correction;
  // Weights of both innovations in the common price.
  const spotWeight = Math.max(0, -perpAdjustment);
  const perpWeight = Math.max(0, spotAdjustment);
  const total =
    spotWeight ** 2 * spotVariance +
    2 * spotWeight * perpWeight * covariance +
    perpWeight ** 2 * perpVariance;
  const spotFirst = (spotWeight * spotVariance + perpWeight * covariance) ** 2 / spotVariance / total;
  const spotLast = (spotWeight ** 2 * (spotVariance - covariance ** 2 / perpVariance)) / total;
  const low = Math.min(spotFirst, spotLast);
  const high = Math.max(spotFirst, spotLast);
  return { low, middle: (low + high) / 2, high };
}
