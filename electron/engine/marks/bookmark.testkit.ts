import fc from 'fast-check';
import { BOOKMARK_COLORS, type BookmarkDraft, type BookmarkRow } from '../../../shared/contract/bookmarks';

export function draft(overrides: Partial<BookmarkDraft> = {}): BookmarkDraft {
  return { timeMs: 1_000, endMs: null, color: 'A', text: 'the breakout', link: null, ...overrides };
}

export function markRow(overrides: Partial<BookmarkRow> = {}): BookmarkRow {
  const content = draft();
  return { ...content, id: 'one', createdMs: 5, row: 'one-1', revision: 1, deleted: false, ...overrides };
}

/** Rows of a few bookmarks, each row once, in any order. */
export function arbitraryRows(): fc.Arbitrary<BookmarkRow[]> {
  const row = fc.record({
    row: fc.uuid(),
    id: fc.constantFrom('a', 'b', 'c'),
    revision: fc.integer({ min: 1, max: 5 }),
    timeMs: fc.integer({ min: 0, max: 1e13 }),
    color: fc.constantFrom(...BOOKMARK_COLORS),
    text: fc.constantFrom('', 'one', "it's", 'Zürich 100 % "up" 🚀'),
    link: fc.constantFrom(null, 'https://example.org/a?b=c#d'),
    createdMs: fc.integer({ min: 0, max: 1e13 }),
    deleted: fc.boolean(),
    lengthMs: fc.option(fc.integer({ min: 1, max: 1e6 })),
  });
  return fc.uniqueArray(row, { selector: (one) => one.row, maxLength: 8 }).map((rows) =>
    rows.map(({ lengthMs, ...rest }) => ({
      ...rest,
      endMs: lengthMs === null ? null : rest.timeMs + lengthMs,
    })),
  );
}
