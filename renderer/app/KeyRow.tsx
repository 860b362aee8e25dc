/** One action in the list of keys: what it answers to, and changing that. */
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import type { Action } from '../actions/action';
import { chordLabels, chordOf } from '../actions/chord';
import { refusalOf } from '../actions/keymap';
import { IS_MAC } from '../actions/platform';
import { Chords } from '../ui/Keys';

interface Props {
  readonly action: Action;
  readonly chords: readonly string[];
  /** Whether they do something in the present state. */
  readonly works: boolean;
  /** Whether these are the user's own. */
  readonly changed: boolean;
  readonly editing: boolean;
  /** Who else has a chord. */
  readonly conflictOf: (chord: string) => Action | undefined;
  readonly onEdit: () => void;
  readonly onCancel: () => void;
  readonly onGive: (chords: readonly string[]) => void;
}

export function KeyRow(props: Props) {
  const { action, chords, works, changed, editing } = props;
  const change = useRef<HTMLButtonElement>(null);
  const wasEditing = useRef(false);
  useEffect(() => {
    if (wasEditing.current && !editing) change.current?.focus();
    wasEditing.current = editing;
  }, [editing]);
  return (
    <tr>
      <th scope="row">
        {action.title}
        {!works && <span className="muted"> · not{'\u00a0'}now</span>}
      </th>
      <td>
        {editing ? (
          <KeyCapture {...props} />
        ) : (
          <div className="keys-cell">
            {action.typedKeys !== undefined && (
              <span className="muted">
                <kbd>{action.typedKeys}</kbd>
                {chords.length > 0 && ' or '}
              </span>
            )}
            <Chords chords={chords.map((chord) => chordLabels(chord, IS_MAC))} />
            <button
              ref={change}
              type="button"
              className="link-button"
              aria-label={`Change the keys of “${action.title}”`}
              onClick={props.onEdit}
            >
              {chords.length === 0 ? 'Add' : 'Change'}
            </button>
            {changed && (
              <button
                type="button"
                className="link-button"
                aria-label={`Keys of “${action.title}” as delivered`}
                onClick={() => props.onGive(action.keys ?? [])}
              >
                Reset
              </button>
            )}
          </div>
        )}
      </td>
    </tr>
  );
}

/** Takes the next key press as the action's key; says who has it already before taking it away. */
function KeyCapture({ action, chords, conflictOf, onCancel, onGive }: Props) {
  const [taken, setTaken] = useState<{ readonly chord: string; readonly by: Action } | null>(null);
  const [refusal, setRefusal] = useState<string | null>(null);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Tab') return;
    event.preventDefault();
    event.stopPropagation();
    if (event.key === 'Escape') return onCancel();
    const chord = chordOf(event, IS_MAC);
    if (chord === null) return;
    const refused = refusalOf(chord);
    setRefusal(refused === null ? null : `${said(chord)} ${refused}.`);
    if (refused !== null) return;
    const by = conflictOf(chord);
    if (by === undefined) onGive([chord]);
    else setTaken({ chord, by });
  };
  if (taken !== null) {
    return (
      <div className="keys-cell" role="alert">
        <span>
          {said(taken.chord)} is “{taken.by.title}”.
        </span>
        <button
          type="button"
          className="button"
          // biome-ignore lint/a11y/noAutofocus: the answer to the key just pressed
          autoFocus
          onClick={() => onGive([taken.chord])}
        >
          Take it
        </button>
        <button type="button" className="button" onClick={onCancel}>
          Leave it
        </button>
      </div>
    );
  }
  return (
    <div className="keys-cell">
      <button
        type="button"
        className="button keys-capture"
        // biome-ignore lint/a11y/noAutofocus: the user asked to press a key next
        autoFocus
        aria-label={`Press the new key of “${action.title}”; Escape leaves it as it is`}
        onKeyDown={onKeyDown}
        onBlur={(event) => event.relatedTarget === null && onCancel()}
      >
        Press a key…
      </button>
      {chords.length > 0 && (
        <button type="button" className="link-button" onClick={() => onGive([])}>
          No key
        </button>
      )}
      <span role="alert" className="muted">
        {refusal}
      </span>
    </div>
  );
}

function said(chord: string): string {
  return chordLabels(chord, IS_MAC).join(IS_MAC ? '' : '+');
}
