/**
 * Elementary functions out of + − × ÷ and the square root.
 *
 * Invariant: equal arguments give equal bits on every engine and machine. `Math.exp` and its relatives are
 * approximations that each engine makes its own way; IEEE arithmetic and `Math.sqrt` are exact everywhere.
 * The constants of `Math` are fixed numbers. Precision is some 1e-15 relative, which is more than a market needs.
 */

// ln 2 and π/2 in two parts each, so that a multiple of them loses no digits.
const LN2_HIGH = 0.6931471803691238;
const LN2_LOW = 1.9082149292705877e-10;
const HALF_PI_HIGH = 1.5707963267341256;
const HALF_PI_LOW = 6.077100506506192e-11;
const INVERSE_HALF_PI = 0.6366197723675814;

const SMALLEST_EXPONENT = -1022;
const LARGEST_EXPONENT = 1023;
const powersOfTwo = makePowersOfTwo();
const bits = new DataView(new ArrayBuffer(8));

/** e to the power of `x`; 0 below the smallest normal number, Infinity above the largest. */
export function exp(x: number): number {
  const exponent = Math.floor(x * Math.LOG2E + 0.5);
  if (exponent < SMALLEST_EXPONENT) return 0;
  if (exponent > LARGEST_EXPONENT) return Number.POSITIVE_INFINITY;
  const r = x - exponent * LN2_HIGH - exponent * LN2_LOW;
  // Taylor to the 13th power: |r| ≤ ln2 / 2, so the remainder is below 1e-17.
  const high =
    1 / 5040 +
    r *
      (1 / 40320 +
        r * (1 / 362880 + r * (1 / 3628800 + r * (1 / 39916800 + r * (1 / 479001600 + r / 6227020800)))));
  const sum =
    1 + r * (1 + r * (1 / 2 + r * (1 / 6 + r * (1 / 24 + r * (1 / 120 + r * (1 / 720 + r * high))))));
  return sum * (powersOfTwo[exponent - SMALLEST_EXPONENT] ?? Number.NaN);
}

/** Natural logarithm of a positive normal number; −Infinity of 0, NaN below. */
export function log(x: number): number {
  if (!(x > 0)) return x === 0 ? Number.NEGATIVE_INFINITY : Number.NaN;
  bits.setFloat64(0, x);
  const word = bits.getUint32(0);
  let exponent = (word >>> 20) - 1023;
  bits.setUint32(0, (word & 0x000fffff) | 0x3ff00000);
  let mantissa = bits.getFloat64(0);
  if (mantissa > Math.SQRT2) {
    mantissa *= 0.5;
    exponent += 1;
  }
  // ln m = 2·artanh f; |f| ≤ 0.172, so the odd powers up to the 19th leave less than 1e-17.
  const f = (mantissa - 1) / (mantissa + 1);
  const square = f * f;
  const high = 1 / 11 + square * (1 / 13 + square * (1 / 15 + square * (1 / 17 + square / 19)));
  const sum = 1 + square * (1 / 3 + square * (1 / 5 + square * (1 / 7 + square * (1 / 9 + square * high))));
  return exponent * LN2_HIGH + (2 * f * sum + exponent * LN2_LOW);
}

/** `base` (positive) to the power of `exponent`. */
export function pow(base: number, exponent: number): number {
  return exp(exponent * log(base));
}

/** Sine of `x` radians; precise for |x| up to some thousands. */
export function sin(x: number): number {
  const quadrant = Math.floor(x * INVERSE_HALF_PI + 0.5);
  const r = x - quadrant * HALF_PI_HIGH - quadrant * HALF_PI_LOW;
  const turn = ((quadrant % 4) + 4) % 4;
  const value = turn % 2 === 0 ? smallSine(r) : smallCosine(r);
  return turn < 2 ? value : -value;
}

/** Cosine of `x` radians; precise for |x| up to some thousands. */
export function cos(x: number): number {
  return sin(x + HALF_PI_HIGH + HALF_PI_LOW);
}

/** Taylor series for |x| ≤ π/4. */
function smallSine(x: number): number {
  const square = x * x;
  let sum = 1;
  for (let n = 17; n >= 3; n -= 2) sum = 1 - (square / (n * (n - 1))) * sum;
  return x * sum;
}

function smallCosine(x: number): number {
  const square = x * x;
  let sum = 1;
  for (let n = 18; n >= 2; n -= 2) sum = 1 - (square / (n * (n - 1))) * sum;
  return sum;
}

function makePowersOfTwo(): Float64Array {
  const powers = new Float64Array(LARGEST_EXPONENT - SMALLEST_EXPONENT + 1);
  let power = 1;
  for (let exponent = 0; exponent <= LARGEST_EXPONENT; exponent += 1, power *= 2) {
    powers[exponent - SMALLEST_EXPONENT] = power;
    if (exponent <= -SMALLEST_EXPONENT) powers[-exponent - SMALLEST_EXPONENT] = 1 / power;
  }
  return powers;
}
