/** Every action by name: type a few letters, Enter runs it. */
import { useMemo } from 'react';
import { flushSync } from 'react-dom';
import { ACTION_GROUPS, type Action, isEnabled } from '../actions/action';
import { chordLabels } from '../actions/chord';
import { keysOf, type OwnKeys } from '../actions/keymap';
import { IS_MAC } from '../actions/platform';
import { useActions, useApp, useSettings } from '../stores/context';
import { selectOwnKeys } from '../stores/settingsStore';
import { Dialog } from '../ui/Dialog';
import { Chord } from '../ui/Keys';
import { Picker, type PickerItem } from '../ui/Picker';

export function CommandPalette({ open, onClose }: { readonly open: boolean; readonly onClose: () => void }) {
  return (
    <Dialog title="Commands" open={open} onClose={onClose} place="top">
      <Commands onClose={onClose} />
    </Dialog>
  );
}

function Commands({ onClose }: { readonly onClose: () => void }) {
  const { actions: store } = useApp();
  const actions = useActions((state) => state.actions);
  const recent = useActions((state) => state.recent);
  const own = useSettings(selectOwnKeys);
  const items = useMemo(() => paletteItems(actions, recent, own), [actions, recent, own]);
  return (
    <Picker
      name="Command"
      placeholder="What do you want to do?"
      items={items}
      initialQuery=""
      nothingFound="No command is called that."
      onPick={(id) => {
        // The focus goes back to where it was before the action may move it elsewhere.
        flushSync(onClose);
        store.getState().run(id);
      }}
    />
  );
}

/** Recently used ones first, then by group; what cannot be done now is left out. */
function paletteItems(
  actions: readonly Action[],
  recent: readonly string[],
  own: OwnKeys,
): readonly PickerItem[] {
  const offered = actions.filter((action) => action.id !== 'palette.open' && isEnabled(action));
  const used = recent.flatMap((id) => offered.find((action) => action.id === id) ?? []);
  const others = ACTION_GROUPS.flatMap((group) =>
    offered.filter((action) => action.group === group && !used.includes(action)),
  );
  return [
    ...used.map((action) => paletteItem(action, 'Recently used', own)),
    ...others.map((action) => paletteItem(action, action.group, own)),
  ];
}

function paletteItem(action: Action, group: string, own: OwnKeys): PickerItem {
  const chord = keysOf(action, own)[0];
  const labels = action.typedKeys === undefined ? undefined : [action.typedKeys];
  const keys = chord === undefined ? labels : chordLabels(chord, IS_MAC);
  return {
    id: action.id,
    label: action.title,
    group,
    alsoFoundBy: action.group,
    ...(action.checked === undefined ? {} : { checked: action.checked() }),
    ...(keys === undefined ? {} : { detail: <Chord labels={keys} /> }),
  };
}
