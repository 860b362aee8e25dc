/** Every setting: found by its words, checked as it is entered, applied at once. */
import { useId } from 'react';
import { useApp, useConnection, useSettings, useUi } from '../../stores/context';
import { EmptyState } from '../../ui/EmptyState';
import { SearchIcon } from '../../ui/icons';
import { PanelNote } from '../../ui/PanelNote';
import { Field } from './Field';
import { findFields, type SettingField } from './settingFields';

export function SettingsPanel() {
  const { ui } = useApp();
  const query = useUi((state) => state.settingsQuery);
  const known = useSettings((state) => state.settings !== null);
  const failure = useSettings((state) => state.failure);
  const connected = useConnection((state) => state.status.state === 'ready');
  if (!known) return <EmptyState busy={true}>Loading the settings…</EmptyState>;
  const search = (settingsQuery: string) => ui.setState({ settingsQuery });
  const found = findFields(query);
  return (
    <div className="settings">
      <div className="settings-search">
        <SearchIcon />
        <input
          type="search"
          className="text-input"
          aria-label="Search the settings"
          placeholder="Search the settings"
          value={query}
          onChange={(event) => search(event.currentTarget.value)}
        />
      </div>
      {!connected && <PanelNote>The engine is not connected: nothing can be changed now.</PanelNote>}
      {failure !== null && <PanelNote>{[failure.message, failure.hint].filter(Boolean).join(' ')}</PanelNote>}
      {found.length === 0 ? (
        <EmptyState action={{ label: 'Show all settings', run: () => search('') }}>
          No setting has these words.
        </EmptyState>
      ) : (
        <fieldset className="settings-fields" disabled={!connected}>
          <legend className="visually-hidden">Settings</legend>
          {groupsOf(found).map(([group, fields]) => (
            <Group key={group} name={group} fields={fields} />
          ))}
        </fieldset>
      )}
    </div>
  );
}

function Group({ name, fields }: { readonly name: string; readonly fields: readonly SettingField[] }) {
  const id = useId();
  return (
    <section aria-labelledby={id}>
      <h2 id={id}>{name}</h2>
      {fields.map((field) => (
        <Field key={field.id} field={field} />
      ))}
    </section>
  );
}

function groupsOf(fields: readonly SettingField[]): readonly (readonly [string, readonly SettingField[]])[] {
  const groups = new Map<string, SettingField[]>();
  for (const field of fields) groups.set(field.group, [...(groups.get(field.group) ?? []), field]);
  return [...groups];
}
