/** Bookmarks and notes of the session on the screen: found, gone to, written and changed in place. */
import { useEffect, useState } from 'react';
import type { Bookmark } from '../../../shared/contract/bookmarks';
import { SECOND_MS } from '../../../shared/model/time';
import { useApp, useBookmarks, useSession, useSettings } from '../../stores/context';
import { selectTimeZone } from '../../stores/settingsStore';
import { EmptyState } from '../../ui/EmptyState';
import { BookmarkIcon, SearchIcon } from '../../ui/icons';
import { PanelNote } from '../../ui/PanelNote';
import { BookmarkRow } from './BookmarkRow';
import { findBookmarks } from './findBookmarks';

/** How long a deletion can be taken back. */
const UNDO_MS = 10 * SECOND_MS;

export function BookmarksPanel() {
  const { actions } = useApp();
  const { bookmarks, known, unreadable, failure } = useBookmarks((state) => state);
  const [query, setQuery] = useState('');
  const timeZone = useSettings(selectTimeZone);
  if (!known) return <EmptyState busy={true}>Loading the bookmarks of this session…</EmptyState>;
  const found = findBookmarks(bookmarks, query, timeZone);
  const add = () => actions.getState().run('bookmark.add');
  return (
    <div className="bookmarks">
      {unreadable !== null && <PanelNote>{unreadable}</PanelNote>}
      {failure !== null && <PanelNote>{[failure.message, failure.hint].filter(Boolean).join(' ')}</PanelNote>}
      <Undo />
      {bookmarks.length === 0 ? (
        <EmptyState icon={<BookmarkIcon />} action={{ label: 'Bookmark this moment', run: add }}>
          No bookmark in this session yet: mark a moment with Alt+B, a measured span with Alt+Shift+B.
        </EmptyState>
      ) : (
        <>
          <div className="bookmarks-bar">
            <SearchIcon />
            <input
              type="search"
              className="text-input"
              aria-label="Search bookmarks"
              placeholder="Search bookmarks"
              value={query}
              onChange={(event) => setQuery(event.currentTarget.value)}
            />
            <span className="muted" role="status">
              {query === '' ? bookmarks.length : `${found.length} of ${bookmarks.length}`}
            </span>
            <button type="button" className="button" onClick={add}>
              Add
            </button>
          </div>
          {found.length === 0 ? (
            <p className="bookmarks-none">No bookmark has “{query}” in it.</p>
          ) : (
            <BookmarkList found={found} timeZone={timeZone} />
          )}
        </>
      )}
    </div>
  );
}

function BookmarkList(props: { readonly found: readonly Bookmark[]; readonly timeZone: string }) {
  const control = useSession((state) => state.control);
  const canSeek = useSession((state) => state.transport?.capabilities.includes('seek') === true);
  const { edit, remove, added, forgetAdded } = useBookmarks((state) => state);
  return (
    <ul aria-label="Bookmarks" className="bookmarks-list">
      {props.found.map((bookmark) => (
        <BookmarkRow
          key={bookmark.id}
          bookmark={bookmark}
          timeZone={props.timeZone}
          isNew={bookmark.id === added}
          onOpened={forgetAdded}
          onGo={canSeek ? () => void control({ type: 'seek', timeMs: bookmark.timeMs }) : null}
          onEdit={(change) => void edit(bookmark.id, change)}
          onRemove={() => void remove(bookmark.id)}
        />
      ))}
    </ul>
  );
}

/** For a while after a deletion: the way back. */
function Undo() {
  const { schedule } = useApp();
  const { removed, undoRemove, forgetRemoved } = useBookmarks((state) => state);
  useEffect(
    () => (removed === null ? undefined : schedule(UNDO_MS, forgetRemoved)),
    [removed, schedule, forgetRemoved],
  );
  if (removed === null) return null;
  return (
    <div className="bookmarks-undo" role="status">
      <span>{removed.text === '' ? 'The bookmark' : `“${removed.text}”`} was deleted.</span>
      <button type="button" className="button" onClick={() => void undoRemove()}>
        Undo
      </button>
    </div>
  );
}
