/** What funding says: the rate a year at its real interval, who is crowded, and the basis between markets. */

const HOURS_A_YEAR = 365 * 24;
/** Rate a year from which on a side is crowded. */
const CROWDED_RATE = 0.2;

/** Rate a year as a fraction, without compounding; null when the interval is not known. */
export function annualisedFunding(rate: number, intervalHours: number | null): number | null {
  return intervalHours === null || intervalHours <= 0 ? null : (rate * HOURS_A_YEAR) / intervalHours;
}

/** The side that pays much to stay in. */
export function crowdedSide(annualRate: number | null): 'longs' | 'shorts' | 'none' | null {
  if (annualRate === null) return null;
  if (Math.abs(annualRate) <= CROWDED_RATE) return 'none';
  return annualRate > 0 ? 'longs' : 'shorts';
}

/** Shorts pay, and more of them come while the price stands still: what a squeeze is made of. */
export function isSqueezeFuel(
  annualRate: number | null,
  openInterestChange: number | null,
  inRange: boolean,
): boolean | null {
  if (annualRate === null || openInterestChange === null) return null;
  return inRange && annualRate < 0 && openInterestChange > 0;
}

/** Perpetual over spot, less one: 0.001 is 10 basis points. Null when a price is not known. */
export function basisFraction(perpetualPrice: number | null, spotPrice: number | null): number | null {
  if (perpetualPrice === null || spotPrice === null || !(spotPrice > 0)) return null;
  return perpetualPrice / spotPrice - 1;
}
