/** Looking at the first rows of a file to tell what it is. */
import type { Sample } from '../importFormat';

/** Rows that are looked at: a bad one among them must not hide what the file is. */
const MOST_ROWS = 200;

/** Share of the first rows for which `isOne` holds; 0 when there is none. */
export function shareOf(rows: Sample['rows'], isOne: (row: readonly string[]) => boolean): number {
  const some = rows.slice(0, MOST_ROWS);
  return some.length === 0 ? 0 : some.filter(isOne).length / some.length;
}

export function isDecimal(text: string | undefined): boolean {
  return text !== undefined && /^-?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(text);
}

/** `true` and `false` as Python, Java and SQL write them; null for anything else. */
export function flagOf(text: string | undefined): boolean | null {
  if (text === 'true' || text === 'True' || text === 'TRUE') return true;
  if (text === 'false' || text === 'False' || text === 'FALSE') return false;
  return null;
}

/** The value that stands most often; null when there is none. */
export function mostFrequent<T>(values: readonly T[]): T | null {
  const counts = new Map<T, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  let best: T | null = null;
  let most = 0;
  for (const [value, count] of counts) {
    if (count > most) {
      best = value;
      most = count;
    }
  }
  return best;
}

/** Binance writes every decimal of its spot market with eight places, and of no other. */
export function hasEightPlaces(text: string | undefined): boolean {
  return text !== undefined && /^\d+\.\d{8}$/.test(text);
}

/** The distance that most stamps have from their neighbour, also newest first; null for a single one. */
export function spacingOf(stampsMs: readonly number[]): number | null {
  const distances: number[] = [];
  for (let index = 1; index < stampsMs.length; index++) {
    const distance = Math.abs((stampsMs[index] ?? 0) - (stampsMs[index - 1] ?? 0));
    if (distance > 0) distances.push(distance);
  }
  return mostFrequent(distances);
}
