/**
 * Text that others wrote (session files, venues), made fit to be shown on one line. Markup needs no care here:
 * whoever shows text shows it as text. What text can do even so is to hide, reorder or break what stands
 * around it, by control characters, overrides of the writing direction, or its sheer length.
 */

/** Control characters, halves of characters, line and paragraph separators, marks of writing direction. */
const UNSEEN = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069\uFEFF]/u;
const RUNS_OF_UNSEEN = new RegExp(`${UNSEEN.source}+`, 'gu');

/** Longest name of an instrument, asset or venue. */
export const MAX_NAME = 100;

/** The text on one line of at most `maxLength` UTF-16 units; a longer one ends in "…". */
export function plainText(text: string, maxLength: number): string {
  // Cut first, so that a hundred megabytes cost no more than a line; a half that this leaves is unseen.
  const head = text.length > maxLength ? `${text.slice(0, maxLength - 1)}…` : text;
  return head.replace(RUNS_OF_UNSEEN, ' ').trim();
}

/** True for text that `plainText` would leave as it is, and that is not empty. */
export function isPlainText(text: string, maxLength: number): boolean {
  return text !== '' && text.length <= maxLength && text.trim() === text && !UNSEEN.test(text);
}

/** True for what may name an instrument, asset or venue: names are compared, so they are never mended. */
export function isName(text: string): boolean {
  return isPlainText(text, MAX_NAME);
}
