/** One bookmark of the list; its text, colour and link are changed where they stand. */
import { useState } from 'react';
import type { Bookmark, BookmarkChange } from '../../../shared/contract/bookmarks';
import { formatDuration } from '../../../shared/text/format';
import { IconButton } from '../../ui/IconButton';
import { DeleteIcon, RenameIcon } from '../../ui/icons';
import { MarkLetter } from '../../ui/MarkLetter';
import { formatDateTime } from '../../ui/time';
import { BookmarkForm } from './BookmarkForm';

export function BookmarkRow(props: {
  readonly bookmark: Bookmark;
  readonly timeZone: string;
  /** Just added: its text is asked for at once. */
  readonly isNew: boolean;
  readonly onOpened: () => void;
  /** Null where one cannot go anywhere. */
  readonly onGo: (() => void) | null;
  readonly onEdit: (change: BookmarkChange) => void;
  readonly onRemove: () => void;
}) {
  const { bookmark, timeZone, onGo } = props;
  const [isOpen, setOpen] = useState(false);
  const editing = isOpen || props.isNew;
  const name = bookmark.text === '' ? 'Bookmark' : bookmark.text;
  const when = formatDateTime(bookmark.timeMs, timeZone);
  const span = bookmark.endMs === null ? '' : ` · ${formatDuration(bookmark.endMs - bookmark.timeMs)}`;
  const close = () => {
    setOpen(false);
    if (props.isNew) props.onOpened();
  };
  return (
    <li className="bookmark">
      <MarkLetter color={bookmark.color} />
      {editing ? (
        <BookmarkForm
          bookmark={bookmark}
          onSave={(change) => {
            if (Object.keys(change).length > 0) props.onEdit(change);
            close();
          }}
          onCancel={close}
        />
      ) : (
        <div className="bookmark-words">
          <strong className={bookmark.text === '' ? 'muted' : undefined}>{name}</strong>
          {bookmark.link !== null && (
            <a href={bookmark.link} target="_blank" rel="noopener noreferrer" title={bookmark.link}>
              {bookmark.link}
            </a>
          )}
        </div>
      )}
      <button
        type="button"
        className="bookmark-when"
        aria-label={`Go to ${name}, ${when}`}
        title={onGo === null ? 'In a replay: go there' : 'Go there'}
        disabled={onGo === null}
        onClick={() => onGo?.()}
      >
        {when}
        {span}
      </button>
      <span className="bookmark-buttons">
        <IconButton
          name={`Change ${name}`}
          title="Change"
          aria-expanded={editing}
          onClick={() => (editing ? close() : setOpen(true))}
        >
          <RenameIcon />
        </IconButton>
        <IconButton name={`Delete ${name}`} title="Delete" onClick={props.onRemove}>
          <DeleteIcon />
        </IconButton>
      </span>
    </li>
  );
}
