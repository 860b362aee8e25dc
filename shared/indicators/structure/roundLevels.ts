/**
 * Psychological levels: round prices that orders gather at.
 *
 * Of a price P the unit is u = 10^⌊log10 P⌋, the major step u / 2 and the minor one u / 10: 97,000 looks up to
 * 100,000, 3,390 to 3,500, 2.19 to 2.5.
 */
import type { Level } from '../../model/structure';

/** A level this near counts as reached. */
const REACHED = 0.001;

/**
 * The next major level above (`up`) or below a price. Its strength is the number of zeros it ends with in minor
 * steps, and one more above `highestPrice`, where nobody has an older price to go by; null is an unknown highest.
 * Null without a positive price, and below the last level.
 */
export function nextRoundLevel(
  price: number,
  direction: 'up' | 'down',
  highestPrice: number | null = null,
): Level | null {
  if (!(price > 0) || !Number.isFinite(price)) return null;
  const place = unitPlace(price);
  const steps = direction === 'up' ? nextAbove(price, place) : nextBelow(price, place);
  if (steps <= 0) return null;
  // In whole minor steps, so that no level is 2.5000000000000004.
  const minorSteps = steps * 5;
  const level = scaled(minorSteps, place - 1);
  const isNew = highestPrice !== null && level > highestPrice;
  return {
    kind: 'round',
    price: level,
    atMs: null,
    distancePercent: (100 * (level - price)) / price,
    strength: zerosOf(minorSteps) + (isNew ? 1 : 0),
  };
}

/** In major steps of the price's unit. */
function nextAbove(price: number, place: number): number {
  const from = price * (1 + REACHED);
  let steps = Math.floor(from / scaled(5, place - 1));
  while (scaled(steps * 5, place - 1) <= from) steps += 1;
  return steps;
}

function nextBelow(price: number, place: number): number {
  const from = price * (1 - REACHED);
  let steps = Math.ceil(from / scaled(5, place - 1));
  while (scaled(steps * 5, place - 1) >= from) steps -= 1;
  return steps;
}

/** ⌊log10 price⌋, exact at powers of ten. */
function unitPlace(price: number): number {
  let place = Math.floor(Math.log10(price));
  if (scaled(1, place + 1) <= price) place += 1;
  if (scaled(1, place) > price) place -= 1;
  return place;
}

/** whole · 10^place, by one division at most. */
function scaled(whole: number, place: number): number {
  return place >= 0 ? whole * 10 ** place : whole / 10 ** -place;
}

function zerosOf(whole: number): number {
  let zeros = 0;
  for (let rest = whole; rest > 0 && rest % 10 === 0; rest /= 10) zeros += 1;
  return zeros;
}
