import type { Bookmark } from '../../../shared/contract/bookmarks';
import { formatDateTime } from '../../ui/time';

/** Those in whose text, link, letter or date every word of the query is found. */
export function findBookmarks(
  bookmarks: readonly Bookmark[],
  query: string,
  timeZone: string,
): readonly Bookmark[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return bookmarks;
  return bookmarks.filter(({ text, link, color, timeMs }) => {
    const searched = `${text} ${link ?? ''} ${formatDateTime(timeMs, timeZone)}`.toLowerCase();
    return words.every((word) => searched.includes(word) || word === color.toLowerCase());
  });
}
