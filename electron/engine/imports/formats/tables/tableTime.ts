/** Times in tables: as everywhere in imports, and seconds with a fraction, which only tables have. */
import type { TimeUnit } from '../../importFormat';
import { unitOfStamp } from '../stamps';

const SECONDS = /^(\d{10})(?:\.(\d+))?$/;

export function unitOfTime(text: string | undefined): TimeUnit | null {
  return unitOfStamp(text) ?? (text !== undefined && unitOfStamp(asMicroseconds(text)) !== null ? 's' : null);
}

/** `1585180700.0647` is `1585180700064700`: seconds as the microseconds they are; other texts as they stand. */
export function asMicroseconds(text: string): string {
  const match = SECONDS.exec(text);
  if (match === null) return text;
  const [, seconds = '', fraction = ''] = match;
  return seconds + fraction.padEnd(6, '0').slice(0, 6);
}
