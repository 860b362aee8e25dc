import { type FormEvent, type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import {
  BOOKMARK_COLORS,
  type Bookmark,
  type BookmarkChange,
  isWebLink,
  MAX_BOOKMARK_TEXT,
} from '../../../shared/contract/bookmarks';
import { MarkLetter } from '../../ui/MarkLetter';

/** Enter saves, Escape leaves it as it was. Only what was changed is sent. */
export function BookmarkForm(props: {
  readonly bookmark: Bookmark;
  readonly onSave: (change: BookmarkChange) => void;
  readonly onCancel: () => void;
}) {
  const { bookmark } = props;
  const [text, setText] = useState(bookmark.text);
  const [link, setLink] = useState(bookmark.link ?? '');
  const [color, setColor] = useState(bookmark.color);
  const input = useRef<HTMLInputElement>(null);
  const id = useId();
  const isLink = link.trim() === '' || isWebLink(link.trim());
  // It was asked for by a key or a button: what comes next is typing.
  useEffect(() => input.current?.focus(), []);

  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    if (!isLink) return;
    const newLink = link.trim() === '' ? null : link.trim();
    props.onSave({
      ...(text.trim() === bookmark.text ? {} : { text: text.trim() }),
      ...(newLink === bookmark.link ? {} : { link: newLink }),
      ...(color === bookmark.color ? {} : { color }),
    });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape') return;
    event.stopPropagation();
    props.onCancel();
  };
  return (
    <form className="bookmark-form" onSubmit={onSubmit} onKeyDown={onKeyDown}>
      <input
        ref={input}
        type="text"
        className="text-input"
        aria-label="Text"
        placeholder="What happened here?"
        maxLength={MAX_BOOKMARK_TEXT}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <input
        type="text"
        className="text-input"
        inputMode="url"
        aria-label="Link"
        placeholder="https://… (optional)"
        aria-invalid={!isLink}
        aria-describedby={`${id}-link`}
        value={link}
        onChange={(event) => setLink(event.currentTarget.value)}
      />
      <span id={`${id}-link`} className="bookmark-problem" role="status">
        {isLink ? '' : 'A link begins with http:// or https://'}
      </span>
      <fieldset aria-label="Colour" className="bookmark-colors">
        {BOOKMARK_COLORS.map((choice) => (
          <label key={choice} title={`Colour ${choice}`}>
            <input
              type="radio"
              name={`${id}-color`}
              className="visually-hidden"
              aria-label={`Colour ${choice}`}
              checked={choice === color}
              onChange={() => setColor(choice)}
            />
            <MarkLetter color={choice} />
          </label>
        ))}
      </fieldset>
      <button type="submit" className="button primary" disabled={!isLink}>
        Save
      </button>
    </form>
  );
}
