/** One setting with its control. */
import { type ReactNode, useId } from 'react';
import { useApp, useSettings } from '../../stores/context';
import { LibraryFolder } from './LibraryFolder';
import { ScriptControl } from './ScriptControl';
import type { SettingField } from './settingFields';
import { TextControl } from './TextControl';
import { usePatch } from './usePatch';
import { VenueControls } from './VenueControls';

export function Field({ field }: { readonly field: SettingField }) {
  const id = useId();
  const hintId = `${id}-hint`;
  const settings = useSettings((state) => state.settings);
  const patch = usePatch();
  const { actions } = useApp();
  if (settings === null) return null;
  switch (field.kind) {
    case 'switch':
      return (
        <div className="setting">
          <label className="setting-switch">
            <input
              type="checkbox"
              checked={field.read(settings)}
              aria-describedby={hintId}
              onChange={(event) => patch(field.patch(event.currentTarget.checked))}
            />
            {field.label}
          </label>
          <Hint id={hintId}>{field.hint}</Hint>
        </div>
      );
    case 'choice':
      return (
        <div className="setting">
          <label htmlFor={id}>{field.label}</label>
          <select
            id={id}
            className="select"
            value={field.read(settings)}
            aria-describedby={hintId}
            onChange={(event) => patch(field.patch(event.currentTarget.value))}
          >
            {field.options.map(({ value, label }) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
          </select>
          <Hint id={hintId}>{field.hint}</Hint>
        </div>
      );
    case 'scenario':
    case 'chapter':
      return (
        <div className="setting">
          <label htmlFor={id}>{field.label}</label>
          <ScriptControl id={id} kind={field.kind} describedBy={hintId} />
          <Hint id={hintId}>{field.hint}</Hint>
        </div>
      );
    case 'venues':
      return (
        <div className="setting">
          <span className="setting-label">{field.label}</span>
          <VenueControls />
          <Hint id={hintId}>{field.hint}</Hint>
        </div>
      );
    case 'library':
      return (
        <div className="setting">
          <span className="setting-label">{field.label}</span>
          <LibraryFolder describedBy={hintId} />
          <Hint id={hintId}>{field.hint}</Hint>
        </div>
      );
    case 'action':
      return (
        <div className="setting">
          <span className="setting-label">{field.label}</span>
          <button
            type="button"
            className="button"
            aria-describedby={hintId}
            onClick={() => actions.getState().run(field.action)}
          >
            {field.button}
          </button>
          <Hint id={hintId}>{field.hint}</Hint>
        </div>
      );
    default:
      return (
        <div className="setting">
          <label htmlFor={id}>{field.label}</label>
          <TextControl
            id={id}
            value={field.read(settings)}
            parse={field.parse}
            describedBy={hintId}
            {...(field.unit === undefined ? {} : { unit: field.unit })}
            {...(field.kind === 'zone' ? { suggestions: timeZones() } : {})}
            {...(field.kind === 'number' ? { inputMode: 'decimal' as const } : {})}
          />
          <Hint id={hintId}>{field.hint}</Hint>
        </div>
      );
  }
}

function Hint({ id, children }: { readonly id: string; readonly children: ReactNode }) {
  return (
    <p id={id} className="setting-hint">
      {children}
    </p>
  );
}

let zones: readonly string[] | undefined;

/** Every zone this machine knows; UTC, which its list leaves out, comes first. */
function timeZones(): readonly string[] {
  zones ??= ['UTC', ...Intl.supportedValuesOf('timeZone').filter((zone) => zone !== 'UTC')];
  return zones;
}
