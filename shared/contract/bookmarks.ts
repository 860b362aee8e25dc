/**
 * Bookmarks and notes: what the user has to say about a moment or a span of a session.
 *
 * Invariant: nothing is changed in place. Each change is another row of the same bookmark, the one with the
 * highest revision counts, and a deletion is a row too. So rows can be kept in two places and joined: the same
 * row twice is one row.
 */
import { z } from 'zod';
import { isPlainText, plainText } from '../model/plainText';

/** Colours by their letter, which is always shown with them. */
export const BOOKMARK_COLORS = ['A', 'B', 'C', 'D', 'E', 'F'] as const;

export const MAX_BOOKMARK_TEXT = 500;
const MAX_LINK = 2_000;
/** The latest moment a date can be. */
const LATEST_MS = 8.64e15;

const time = z.number().int().min(0).max(LATEST_MS);
const identifier = z.string().regex(/^[\w-]{1,64}$/, 'an id is letters, digits and dashes');

const content = z.strictObject({
  /** Exchange time. */
  timeMs: time,
  /** The end of a span; null for a moment. */
  endMs: time.nullable(),
  color: z.enum(BOOKMARK_COLORS),
  text: z.string().transform((text) => plainText(text, MAX_BOOKMARK_TEXT)),
  link: z.string().refine(isWebLink, 'a link begins with http:// or https://').nullable(),
});

export const bookmarkIdSchema = identifier;
export const bookmarkDraftSchema = content.refine(endsAfterItBegins, 'a span ends after it begins');
export const bookmarkChangeSchema = content.partial();
export const bookmarkSchema = content.extend({
  id: identifier,
  /** Wall clock. */
  createdMs: time,
});

/** As it is kept: one state of a bookmark. */
export const bookmarkRowSchema = bookmarkSchema
  .extend({
    /** Of this row, in all files. */
    row: identifier,
    revision: z.number().int().min(1),
    deleted: z.boolean(),
  })
  .refine(endsAfterItBegins);

export type BookmarkColor = (typeof BOOKMARK_COLORS)[number];
export type BookmarkDraft = z.output<typeof bookmarkDraftSchema>;
export type BookmarkChange = z.output<typeof bookmarkChangeSchema>;
export type Bookmark = z.output<typeof bookmarkSchema>;
export type BookmarkRow = z.output<typeof bookmarkRowSchema>;

/** Scheme and host, without credentials, which could pretend another host. */
const WEB_LINK = /^https?:\/\/[^\s/?#@\\]+([/?#]\S*)?$/i;

/** True for an address of the web that may be opened outside. */
export function isWebLink(text: string): boolean {
  return isPlainText(text, MAX_LINK) && WEB_LINK.test(text);
}

/** The newest row of each bookmark, deletions among them. */
export function newestRows(rows: Iterable<BookmarkRow>): ReadonlyMap<string, BookmarkRow> {
  const newest = new Map<string, BookmarkRow>();
  for (const row of rows) {
    const known = newest.get(row.id);
    if (known === undefined || isNewer(row, known)) newest.set(row.id, row);
  }
  return newest;
}

/** How many there are, of all their rows. */
export function bookmarkCount(rows: Iterable<BookmarkRow>): number {
  return [...newestRows(rows).values()].filter(({ deleted }) => !deleted).length;
}

/** Two changes made apart may have the same revision: any rule will do, if it is always the same. */
function isNewer(row: BookmarkRow, other: BookmarkRow): boolean {
  return row.revision > other.revision || (row.revision === other.revision && row.row > other.row);
}

function endsAfterItBegins({ timeMs, endMs }: { readonly timeMs: number; readonly endMs: number | null }) {
  return endMs === null || endMs > timeMs;
}
