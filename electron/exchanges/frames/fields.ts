/** Reading members of frames and answers: a value of the wrong kind is `null`, never NaN and never zero. */

/** A JSON object whose members are not known to be right. */
export type Fields = Readonly<Record<string, unknown>>;

const EARLIEST_MS = Date.UTC(2009, 0, 1);
const LATEST_MS = Date.UTC(2200, 0, 1);

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** UTC ms from a number or its text; null outside 2009–2200, before which no venue and no trade existed. */
export function timeMs(value: unknown): number | null {
  const time = typeof value === 'number' ? value : typeof value === 'string' ? Number(value) : Number.NaN;
  return time >= EARLIEST_MS && time < LATEST_MS ? Math.floor(time) : null;
}

/** A finite number from decimal text; null for anything else, and for empty text. */
export function decimal(value: unknown): number | null {
  if (typeof value !== 'string' || value === '') return null;
  const number = Number(value);
  return Number.isFinite(number) ? number : null;
}

/** A finite amount of zero or more from decimal text. */
export function amount(value: unknown): number | null {
  const number = decimal(value);
  return number !== null && number >= 0 ? number : null;
}

/** A whole number of zero or more, as trade ids and counts are. */
export function count(value: unknown): number | null {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : null;
}

/** Arrays only; anything else is the empty list. */
export function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
