/** Every action with its keys, which can be changed here; and what this app is. */
import { useState } from 'react';
import { ACTION_GROUPS, type Action, isEnabled } from '../actions/action';
import { conflictOf, keysOf, type OwnKeys, withKeys } from '../actions/keymap';
import { useActions, useApp, useConnection, useSession, useSettings } from '../stores/context';
import { selectOwnKeys } from '../stores/settingsStore';
import { Dialog } from '../ui/Dialog';
import { KeyRow } from './KeyRow';

export function KeysDialog({ open, onClose }: { readonly open: boolean; readonly onClose: () => void }) {
  return (
    <Dialog title="Keys" open={open} onClose={onClose}>
      <KeyTables />
      <About />
    </Dialog>
  );
}

function KeyTables() {
  const { settings } = useApp();
  const actions = useActions((state) => state.actions);
  const own = useSettings(selectOwnKeys);
  // What can be done hangs on these: it is asked for again when they change.
  useSession((state) => `${state.session} ${state.transport?.capabilities} ${state.description !== null}`);
  const [editing, setEditing] = useState<string | null>(null);
  const [filter, setFilter] = useState('');
  const [all, setAll] = useState(false);
  const wanted = filter.trim().toLowerCase();
  const hasKey = (action: Action) => action.typedKeys !== undefined || keysOf(action, own).length > 0;
  const shown = actions.filter(
    (action) =>
      (all || wanted !== '' || editing === action.id || own[action.id] !== undefined || hasKey(action)) &&
      `${action.title} ${action.group}`.toLowerCase().includes(wanted),
  );

  /** Gives the chords to the action, and takes them from whoever has them. */
  const give = (action: Action, chords: readonly string[]) => {
    let keys: OwnKeys = own;
    for (const chord of chords) {
      const other = conflictOf(chord, action.id, actions, keys);
      if (other !== undefined)
        keys = withKeys(
          keys,
          other,
          keysOf(other, keys).filter((one) => one !== chord),
        );
    }
    setEditing(null);
    void settings.getState().patch({ keys: withKeys(keys, action, chords) });
  };
  return (
    <>
      <div className="keys-bar">
        <input
          data-first-focus=""
          type="search"
          className="text-input"
          aria-label="Find a key"
          placeholder="Find"
          value={filter}
          onChange={(event) => setFilter(event.currentTarget.value)}
        />
        <label className="check">
          <input type="checkbox" checked={all} onChange={(event) => setAll(event.currentTarget.checked)} />
          Also what has no key yet
        </label>
        <span className="spacer" />
        {Object.keys(own).length > 0 && (
          <button
            type="button"
            className="button"
            onClick={() => void settings.getState().patch({ keys: {} })}
          >
            All keys as delivered
          </button>
        )}
      </div>
      <div className="keys-tables">
        {ACTION_GROUPS.map((group) => {
          const members = shown.filter((action) => action.group === group);
          return members.length === 0 ? null : (
            <table key={group} className="keys-table">
              <caption>{group}</caption>
              <tbody>
                {members.map((action) => (
                  <KeyRow
                    key={action.id}
                    action={action}
                    chords={keysOf(action, own)}
                    works={isEnabled(action)}
                    changed={own[action.id] !== undefined}
                    editing={editing === action.id}
                    conflictOf={(chord) => conflictOf(chord, action.id, actions, own)}
                    onEdit={() => setEditing(action.id)}
                    onCancel={() => setEditing(null)}
                    onGive={(chords) => give(action, chords)}
                  />
                ))}
              </tbody>
            </table>
          );
        })}
        {shown.length === 0 && <p className="muted">No action is called that.</p>}
      </div>
    </>
  );
}

function About() {
  const version = useConnection((state) => (state.status.state === 'ready' ? state.status.appVersion : null));
  return (
    <p className="keys-about muted">
      Breakwater {version ?? ''} · Charts by{' '}
      <a href="https://www.tradingview.com/" target="_blank" rel="noreferrer">
        TradingView Lightweight Charts™
      </a>
    </p>
  );
}
