/**
 * Answers key presses: chords run actions, letters search a symbol, digits choose an interval.
 *
 * Invariant: a key that belongs to the control under the focus is left to it, and nothing is answered while
 * a dialog is open.
 */
import { useEffect } from 'react';
import { chordOf, typedCharacter } from '../actions/chord';
import { actionFor } from '../actions/keymap';
import { IS_MAC } from '../actions/platform';
import { type AppContext, useApp } from '../stores/context';
import { selectOwnKeys } from '../stores/settingsStore';
import type { Overlay } from './shellActions';

/** `show` must be stable. */
export function useKeys(show: (overlay: Overlay) => void): void {
  const app = useApp();
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing || isDialogOpen()) return;
      if (answer(event, app, show)) event.preventDefault();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [app, show]);
}

function answer(event: KeyboardEvent, app: AppContext, show: (overlay: Overlay) => void): boolean {
  const chord = chordOf(event, IS_MAC);
  if (chord === null || belongsToControl(chord, event.target)) return false;
  const { actions, run } = app.actions.getState();
  const own = selectOwnKeys(app.settings.getState());
  const action = actionFor(chord, actions, own);
  if (action !== undefined) return run(action.id);
  const typed = typedCharacter(event, IS_MAC);
  if (typed === null) return false;
  show({ kind: /\d/.test(typed) ? 'interval' : 'symbols', typed: typed.toLowerCase() });
  return true;
}

function isDialogOpen(): boolean {
  return document.querySelector('dialog[open]') !== null;
}

const PRESSES = /^(Space|Enter)$/;
const MOVES = /^(Shift\+)?(Arrow\w+|Home|End|PageUp|PageDown)$/;
/** Chords that no text field uses, so they work while one is being typed in. */
const NEVER_TEXT = /^(Mod\+(Shift\+)?[^A-Z]|Mod\+K|(Shift\+)?F\d+)$/;
const TYPED_INTO =
  'textarea, [contenteditable="true"], input:not([type="radio"], [type="range"], [type="checkbox"])';
const PRESSED = 'button, a, summary, input, select, [role="tab"], [role="button"], [role="option"]';
const MOVED_IN =
  'input, select, [role="tab"], [role="listbox"], [role="menu"], [role="slider"], [role="separator"]';

/** True where a chord belongs to the control under the focus: typing, choosing, pressing. */
export function belongsToControl(chord: string, target: EventTarget | null): boolean {
  if (!(target instanceof Element)) return false;
  if (target.closest(TYPED_INTO) !== null) return !NEVER_TEXT.test(chord);
  // A select searches its choices by letter.
  if (target.closest('select, [role="menu"]') !== null && /^[A-Z0-9]$/.test(chord)) return true;
  if (PRESSES.test(chord)) return target.closest(PRESSED) !== null;
  return MOVES.test(chord) && target.closest(MOVED_IN) !== null;
}
