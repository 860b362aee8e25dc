/**
 * Numbers as a trader reads them. Pure text in, pure text out; no locale, no clock.
 *
 * Invariants: an unknown value is "—" and never 0; a negative number carries a true minus sign; three
 * significant digits never become four by rounding ("$999,950" is "$1.00M", not "$1000K").
 */
import type { Completeness } from '../model/figure';

export const UNKNOWN = '—';
const MINUS = '−';

interface Magnitude {
  readonly factor: number;
  readonly suffix: string;
}

const ONE: Magnitude = { factor: 1, suffix: '' };
const DOLLAR_MAGNITUDES: readonly Magnitude[] = [
  ONE,
  { factor: 1e3, suffix: 'K' },
  { factor: 1e6, suffix: 'M' },
  { factor: 1e9, suffix: 'B' },
  { factor: 1e12, suffix: 'T' },
];

function known(value: number | null | undefined): value is number {
  return value !== null && value !== undefined && Number.isFinite(value);
}

/** Decimals that leave three significant digits of a number scaled to its magnitude. */
function decimalsForThreeDigits(scaled: number): number {
  if (scaled >= 99.95) return 0;
  return scaled >= 9.995 ? 1 : 2;
}

function magnitudeOf(absolute: number): Magnitude {
  let best = ONE;
  // 999.5 of one magnitude rounds to 1000: the next one takes over from there.
  for (const magnitude of DOLLAR_MAGNITUDES) if (absolute >= magnitude.factor * 0.9995) best = magnitude;
  return best;
}

function compact(absolute: number): string {
  const magnitude = magnitudeOf(absolute);
  const scaled = absolute / magnitude.factor;
  const decimals = magnitude.factor === 1 ? 0 : decimalsForThreeDigits(scaled);
  return scaled.toFixed(decimals) + magnitude.suffix;
}

/** Whole and fraction with thousands separators: `groupDigits("96812.40")` is "96,812.40". */
function groupDigits(plain: string): string {
  const point = plain.indexOf('.');
  const whole = point < 0 ? plain : plain.slice(0, point);
  const fraction = point < 0 ? '' : plain.slice(point);
  return whole.replace(/\B(?=(\d{3})+$)/g, ',') + fraction;
}

/** "−" only when a digit other than zero is left after rounding. */
function signFor(value: number, digits: string): string {
  return value < 0 && /[1-9]/.test(digits) ? MINUS : '';
}

/** $789M, $1.24B, $969K, $512; three significant digits. */
export function formatUsd(value: number | null | undefined): string {
  if (!known(value)) return UNKNOWN;
  const absolute = Math.abs(value);
  if (absolute > 0 && absolute < 0.5) return '<$1';
  const digits = compact(absolute);
  return `${signFor(value, digits)}$${digits}`;
}

/** A round amount, as in a choice of sizes: $10K, $1M; zeros that say nothing are left out. */
export function formatRoundUsd(value: number): string {
  return formatUsd(value).replace(/\.?0+(?=[A-Z]?$)/, (zeros) => (zeros.startsWith('.') ? '' : zeros));
}

/** The same as `formatUsd` with an explicit plus sign: +$754M. */
export function formatSignedUsd(value: number | null | undefined): string {
  return withPlus(value, formatUsd(value));
}

/** Dollars of a figure: "≥ $789M" for a lower bound, "~ $789M" for an estimate, "—" when missing. */
export function formatUsdFigure(value: number | null | undefined, completeness: Completeness): string {
  if (!known(value) || completeness === 'missing') return UNKNOWN;
  return `${completenessMark(completeness)}${formatUsd(value)}`;
}

/** The sign in front of a figure: "≥ ", "~ " or nothing. */
export function completenessMark(completeness: Completeness): string {
  if (completeness === 'lowerBound') return '≥ ';
  return completeness === 'estimate' ? '~ ' : '';
}

/**
 * A formatter for one column of dollars: one magnitude and one number of decimals, chosen by the largest
 * value, so that digits line up and K, M and B are never mixed.
 */
export function usdColumn(values: readonly (number | null | undefined)[]): (value: number | null) => string {
  const largest = values.reduce<number>(
    (most, value) => (known(value) ? Math.max(most, Math.abs(value)) : most),
    0,
  );
  const magnitude = magnitudeOf(largest);
  const decimals = magnitude.factor === 1 ? 0 : decimalsForThreeDigits(largest / magnitude.factor);
  const smallest = 10 ** -decimals;
  return (value) => {
    if (!known(value)) return UNKNOWN;
    const scaled = Math.abs(value) / magnitude.factor;
    if (scaled > 0 && scaled < smallest / 2) return `<$${smallest.toFixed(decimals)}${magnitude.suffix}`;
    const digits = scaled === 0 ? '0' : scaled.toFixed(decimals) + magnitude.suffix;
    return `${signFor(value, digits)}$${digits}`;
  };
}

/** Price at tick precision with thousands separators: 96,812.4. */
export function formatPrice(value: number | null | undefined, decimals: number): string {
  if (!known(value)) return UNKNOWN;
  const digits = groupDigits(Math.abs(value).toFixed(decimals));
  return signFor(value, digits) + digits;
}

/** Base units: 1,251.58 below ten thousand, 97.1k and 1.24M above. */
export function formatQuantity(value: number | null | undefined): string {
  if (!known(value)) return UNKNOWN;
  const absolute = Math.abs(value);
  if (absolute >= 9_999.5) {
    const digits = compact(absolute).replace('K', 'k');
    return signFor(value, digits) + digits;
  }
  const decimals = absolute >= 99.995 ? 1 : absolute >= 9.9995 ? 2 : 3;
  const digits = groupDigits(absolute.toFixed(decimals));
  return signFor(value, digits) + digits;
}

/** The same with an explicit plus sign. */
export function formatSignedQuantity(value: number | null | undefined): string {
  return withPlus(value, formatQuantity(value));
}

/** A change in percent: +4.83%, −1.20%, 0.00%. */
export function formatSignedPercent(percent: number | null | undefined, decimals = 2): string {
  if (!known(percent)) return UNKNOWN;
  const digits = groupDigits(Math.abs(percent).toFixed(decimals));
  return withPlus(percent, `${signFor(percent, digits)}${digits}%`);
}

/** A share of a whole, from a fraction: 0.8745 is "87%". A small but real share is "<1%", never "0%". */
export function formatShare(fraction: number | null | undefined): string {
  if (!known(fraction)) return UNKNOWN;
  if (fraction > 0 && fraction < 0.005) return '<1%';
  if (fraction < 1 && fraction > 0.995) return '>99%';
  return `${(fraction * 100).toFixed(0)}%`;
}

function withPlus(value: number | null | undefined, text: string): string {
  return known(value) && value > 0 && /[1-9]/.test(text) ? `+${text}` : text;
}

/** Bytes in decimal units, three significant digits at most: 212 MB, 1.2 GB. */
export function formatBytes(bytes: number | null | undefined): string {
  if (!known(bytes)) return UNKNOWN;
  const units = ['B', 'kB', 'MB', 'GB', 'TB'] as const;
  let scaled = Math.max(0, bytes);
  let unit = 0;
  while (scaled >= 999.5 && unit < units.length - 1) {
    scaled /= 1000;
    unit += 1;
  }
  return `${scaled.toFixed(unit < 3 || scaled >= 99.95 ? 0 : 1)} ${units[unit] ?? 'B'}`;
}

/** Age in its largest unit: 38 ms, 5 s, 2 min, 3 h, 4 d. */
export function formatAge(ms: number | null | undefined): string {
  if (!known(ms)) return UNKNOWN;
  const absolute = Math.abs(ms);
  const sign = ms < 0 ? MINUS : '';
  if (absolute < 999.5) return `${absolute < 0.5 ? '' : sign}${absolute.toFixed(0)} ms`;
  const seconds = absolute / 1000;
  if (seconds < 60) return `${sign}${Math.floor(seconds)} s`;
  if (seconds < 3600) return `${sign}${Math.floor(seconds / 60)} min`;
  if (seconds < 86_400) return `${sign}${Math.floor(seconds / 3600)} h`;
  return `${sign}${Math.floor(seconds / 86_400)} d`;
}

/** A running time as 06:41:12. */
export function formatDuration(ms: number | null | undefined): string {
  if (!known(ms)) return UNKNOWN;
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const two = (part: number) => String(part).padStart(2, '0');
  return `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
}

/** A whole number with separators: 14,203,118. */
function formatCount(value: number | null | undefined): string {
  return known(value) ? groupDigits(Math.abs(Math.round(value)).toFixed(0)) : UNKNOWN;
}

/** 2 is "2 gaps", 1 is "1 gap". */
export function plural(count: number, singular: string, several = `${singular}s`): string {
  return `${formatCount(count)} ${count === 1 ? singular : several}`;
}
