/** The keys that work now, for the status line. */
import { isEnabled } from '../actions/action';
import { chordLabels } from '../actions/chord';
import { keysOf } from '../actions/keymap';
import { IS_MAC } from '../actions/platform';
import { useActions, useSession, useSettings } from '../stores/context';
import { selectOwnKeys } from '../stores/settingsStore';

export function useKeyHints(): readonly { readonly key: string; readonly label: string }[] {
  const actions = useActions((state) => state.actions);
  const own = useSettings(selectOwnKeys);
  // What can be done hangs on these: the hints are asked for again when they change.
  useSession(
    (state) => `${state.transport?.kind} ${state.transport?.capabilities} ${state.description !== null}`,
  );
  return actions.flatMap((action) => {
    if (action.hint === undefined || !isEnabled(action)) return [];
    const chord = keysOf(action, own)[0];
    const key = action.typedKeys ?? (chord === undefined ? null : chordLabels(chord, IS_MAC).join(' '));
    return key === null ? [] : [{ key, label: action.hint }];
  });
}
