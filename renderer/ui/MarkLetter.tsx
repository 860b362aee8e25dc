/** The flag of a bookmark: its colour, and always its letter. */
import type { BookmarkColor } from '../../shared/contract/bookmarks';
import { markToken } from './tokens';

export function MarkLetter({ color }: { readonly color: BookmarkColor }) {
  return (
    <span className="mark-letter" style={{ background: `var(--${markToken(color)})` }}>
      {color}
    </span>
  );
}
