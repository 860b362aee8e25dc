/**
 * Decimal text to scaled integers and back, exactly.
 *
 * Invariant: a price or an amount is never rounded silently. Text that needs more decimals than the scale
 * offers, or more digits than a double holds, gives `null`; the caller widens the instrument's scale
 * (`InstrumentTable.widen`) or reports the frame.
 */

const MAX_DECIMALS = 15;

/**
 * `parseScaled("61800.30", 2)` is 6180030; `parseScaled("0.125", 2)` is `null` because it does not fit.
 * Trailing zeros beyond the scale are accepted. Accepts plain decimal notation with an optional sign.
 */
export function parseScaled(text: string, decimals: number): number | null {
  const length = text.length;
  let index = 0;
  let negative = false;
  if (length > 0) {
    const first = text.charCodeAt(0);
    if (first === 45 || first === 43) {
      negative = first === 45;
      index = 1;
    }
  }
  let value = 0;
  let digits = 0;
  let fraction = -1;
  for (; index < length; index++) {
    const code = text.charCodeAt(index);
    if (code === 46) {
      if (fraction >= 0) return null;
      fraction = 0;
      continue;
    }
    const digit = code - 48;
    if (digit < 0 || digit > 9) return null;
    digits++;
    if (fraction >= 0) {
      if (fraction === decimals) {
        if (digit !== 0) return null;
        continue;
      }
      fraction++;
    }
    value = value * 10 + digit;
  }
  if (digits === 0) return null;
  for (let missing = decimals - Math.max(fraction, 0); missing > 0; missing--) value *= 10;
  if (value > Number.MAX_SAFE_INTEGER) return null;
  return negative && value !== 0 ? -value : value;
}

/** Decimals that `text` really needs: "82651.90" needs 1. `null` when it is not a plain decimal. */
export function decimalsOf(text: string): number | null {
  if (!/^[+-]?(\d+\.?\d*|\.\d+)$/.test(text)) return null;
  const point = text.indexOf('.');
  if (point < 0) return 0;
  let end = text.length;
  while (end > point + 1 && text.charCodeAt(end - 1) === 48) end--;
  const decimals = end - point - 1;
  return decimals > MAX_DECIMALS ? null : decimals;
}

/** Plain decimal text of a scaled integer: `formatScaled(6180030, 2)` is "61800.30". */
export function formatScaled(value: number, decimals: number): string {
  const sign = value < 0 ? '-' : '';
  const text = Math.abs(value)
    .toFixed(0)
    .padStart(decimals + 1, '0');
  if (decimals === 0) return sign + text;
  return `${sign}${text.slice(0, -decimals)}.${text.slice(-decimals)}`;
}

const POWERS = Array.from({ length: 23 }, (_, exponent) => Number(`1e${exponent}`));

/** Nearest double of a scaled integer. Division by an exact power of ten is correctly rounded. */
export function fromScaled(value: number, decimals: number): number {
  return value / (POWERS[decimals] ?? 10 ** decimals);
}
