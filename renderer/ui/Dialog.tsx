/**
 * A modal dialog: the browser's own, so that focus stays inside, Escape closes the topmost, and focus returns
 * to where it was.
 */
import { type ReactNode, useId, useLayoutEffect, useRef } from 'react';
import { IconButton } from './IconButton';
import { CloseIcon } from './icons';

export function Dialog(props: {
  readonly title: string;
  readonly open: boolean;
  readonly onClose: () => void;
  readonly children: ReactNode;
  /** 'top' lies below the top bar and shows no header: for what is typed into and gone. */
  readonly place?: 'centre' | 'top';
  /** 'content' is as wide as what is in it: for a short form. */
  readonly width?: 'full' | 'content';
}) {
  const { title, open, onClose, children, place = 'centre', width = 'full' } = props;
  const ref = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  useLayoutEffect(() => {
    const dialog = ref.current;
    if (dialog === null) return;
    if (open && !dialog.open) {
      dialog.showModal();
      dialog.querySelector<HTMLElement>('[data-first-focus]')?.focus();
    }
    if (!open && dialog.open) dialog.close();
  }, [open]);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape is the key for it
    <dialog
      ref={ref}
      className="dialog"
      data-place={place}
      data-width={width}
      aria-labelledby={titleId}
      // Answered here, at once: the event of a closed dialog comes later, when another one may be open.
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      // Browsers may close a dialog without asking.
      onClose={() => {
        if (open && ref.current?.open === false) onClose();
      }}
      // The box is filled by its content: a click that meets the dialog itself is one beside it.
      onClick={(event) => event.target === event.currentTarget && onClose()}
    >
      {place === 'top' ? (
        <h2 id={titleId} className="visually-hidden">
          {title}
        </h2>
      ) : (
        <header>
          <h2 id={titleId}>{title}</h2>
          <IconButton name="Close" onClick={onClose}>
            <CloseIcon />
          </IconButton>
        </header>
      )}
      {open && <div className="dialog-body">{children}</div>}
    </dialog>
  );
}
