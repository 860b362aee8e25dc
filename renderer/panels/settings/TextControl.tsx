/** Text that is checked while it is typed, and applied by Enter or by leaving the field. */
import { useId, useState } from 'react';
import type { SettingsPatch } from '../../../shared/contract/values';
import type { Result } from '../../../shared/model/result';
import { usePatch } from './usePatch';

export function TextControl(props: {
  readonly id?: string;
  /** Name, where no label stands beside it. */
  readonly name?: string;
  readonly value: string;
  readonly parse: (text: string) => Result<SettingsPatch>;
  readonly placeholder?: string;
  readonly unit?: string;
  readonly suggestions?: readonly string[];
  readonly inputMode?: 'decimal' | 'url';
  readonly describedBy?: string;
}) {
  const { value, parse, suggestions, unit } = props;
  const patch = usePatch();
  const errorId = useId();
  const listId = useId();
  /** Null while the field shows the setting as it is. */
  const [typed, setTyped] = useState<string | null>(null);
  const parsed = typed === null || typed === value ? null : parse(typed);
  const error = parsed === null || parsed.ok ? null : parsed.error.message;
  const apply = () => {
    if (parsed === null) setTyped(null);
    else if (parsed.ok) {
      patch(parsed.value);
      setTyped(null);
    }
  };
  return (
    <>
      <span className="setting-input">
        <input
          id={props.id}
          className="text-input"
          aria-label={props.name}
          aria-invalid={error !== null}
          aria-describedby={[error === null ? '' : errorId, props.describedBy ?? ''].join(' ').trim()}
          placeholder={props.placeholder}
          inputMode={props.inputMode}
          list={suggestions === undefined ? undefined : listId}
          autoComplete="off"
          spellCheck={false}
          value={typed ?? value}
          onChange={(event) => setTyped(event.currentTarget.value)}
          onBlur={apply}
          onKeyDown={(event) => {
            if (event.key === 'Enter') apply();
            if (event.key === 'Escape') setTyped(null);
          }}
        />
        {unit !== undefined && <span className="muted">{unit}</span>}
      </span>
      {suggestions !== undefined && (
        <datalist id={listId}>
          {suggestions.map((suggestion) => (
            <option key={suggestion} value={suggestion} />
          ))}
        </datalist>
      )}
      {error !== null && (
        <p id={errorId} className="setting-error" role="alert">
          {error}
        </p>
      )}
    </>
  );
}
