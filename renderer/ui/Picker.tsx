/**
 * A list to search by typing and to choose from: a combobox over a grouped listbox. The input keeps the
 * focus; arrows move the choice.
 */
import { type KeyboardEvent, type ReactNode, useEffect, useId, useMemo, useRef, useState } from 'react';
import { fuzzyMatch } from './fuzzyMatch';

export interface PickerItem {
  readonly id: string;
  readonly label: string;
  readonly group: string;
  /** Found by this too, beside its label. */
  readonly alsoFoundBy?: string;
  /** At the right: keys, a venue. */
  readonly detail?: ReactNode;
  /** Of what is on or off. */
  readonly checked?: boolean;
}

interface Found {
  readonly item: PickerItem;
  readonly marks: readonly number[];
}

interface FoundGroup {
  readonly name: string;
  readonly found: readonly Found[];
}

export function Picker(props: {
  /** Name of the input and of the list. */
  readonly name: string;
  readonly placeholder: string;
  readonly items: readonly PickerItem[];
  /** Typed before the picker was on the screen. */
  readonly initialQuery: string;
  readonly nothingFound: string;
  readonly onPick: (id: string) => void;
}) {
  const { items, onPick } = props;
  const [query, setQuery] = useState(props.initialQuery);
  const [chosen, setChosen] = useState(0);
  const listId = useId();
  const list = useRef<HTMLDivElement>(null);
  const input = useRef<HTMLInputElement>(null);
  const groups = useMemo(() => findItems(items, query), [items, query]);
  const flat = groups.flatMap((group) => group.found);
  const current = Math.min(chosen, flat.length - 1);

  useEffect(() => {
    // What was typed to open the picker goes on being typed.
    input.current?.setSelectionRange(input.current.value.length, input.current.value.length);
  }, []);

  useEffect(() => {
    // The group's name is part of what the first choice shows.
    const option = list.current?.querySelectorAll('[role="option"]')[current];
    if (current === 0) list.current?.scrollTo({ top: 0 });
    else option?.scrollIntoView({ block: 'nearest' });
  }, [current]);

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    const next = moved(event.key, current, flat.length);
    if (event.key === 'Enter') {
      const item = flat[current]?.item;
      if (item !== undefined) onPick(item.id);
    } else if (next !== null) setChosen(next);
    else return;
    event.preventDefault();
  };
  const optionId = (index: number) => `${listId}-${index}`;
  let index = -1;
  return (
    <div className="picker">
      <input
        ref={input}
        type="text"
        role="combobox"
        aria-label={props.name}
        aria-expanded={true}
        aria-controls={listId}
        aria-autocomplete="list"
        aria-activedescendant={flat.length === 0 ? undefined : optionId(current)}
        autoComplete="off"
        spellCheck={false}
        placeholder={props.placeholder}
        value={query}
        onChange={(event) => {
          setQuery(event.currentTarget.value);
          setChosen(0);
        }}
        onKeyDown={onKeyDown}
      />
      <div ref={list} id={listId} role="listbox" aria-label={props.name} className="picker-list">
        {groups.map((group) => (
          // biome-ignore lint/a11y/useSemanticElements: a group of options is no field set
          <div key={group.name} role="group" aria-label={group.name}>
            <div className="picker-group" aria-hidden="true">
              {group.name}
            </div>
            {group.found.map(({ item, marks }) => {
              index += 1;
              const at = index;
              return (
                // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are handled at the input, which keeps the focus
                // biome-ignore lint/a11y/useFocusableInteractive: chosen by aria-activedescendant
                <div
                  key={item.id}
                  id={optionId(at)}
                  role="option"
                  aria-selected={at === current}
                  className="picker-option"
                  onPointerMove={() => setChosen(at)}
                  onClick={() => onPick(item.id)}
                >
                  {item.checked !== undefined && (
                    <span className="picker-check" aria-hidden="true">
                      {item.checked ? '✓' : ''}
                    </span>
                  )}
                  <span className="picker-label">
                    <Marked text={item.label} marks={marks} />
                    {item.checked === true && <span className="visually-hidden">, on</span>}
                  </span>
                  <span className="picker-detail">{item.detail}</span>
                </div>
              );
            })}
          </div>
        ))}
      </div>
      <p className="picker-empty muted" role="status">
        {flat.length === 0 ? props.nothingFound : ''}
      </p>
    </div>
  );
}

/** What is called so comes before what only belongs to something called so. */
const FOUND_BY_MORE_COST = 20;

/** Groups in the order of their best item; without a query everything in the order given. */
function findItems(items: readonly PickerItem[], query: string): readonly FoundGroup[] {
  const found = items.flatMap((item) => {
    const byLabel = fuzzyMatch(query, item.label);
    if (byLabel !== null) return [{ item, ...byLabel }];
    const byMore = fuzzyMatch(query, `${item.label} ${item.alsoFoundBy ?? ''}`);
    return byMore === null ? [] : [{ item, marks: byMore.marks, score: byMore.score - FOUND_BY_MORE_COST }];
  });
  if (query.trim() !== '') found.sort((one, other) => other.score - one.score);
  const groups = new Map<string, Found[]>();
  for (const one of found) {
    const members = groups.get(one.item.group);
    if (members === undefined) groups.set(one.item.group, [one]);
    else members.push(one);
  }
  return [...groups].map(([name, members]) => ({ name, found: members }));
}

/** Where a key moves the choice; null when it does not. Wraps around. */
function moved(key: string, from: number, count: number): number | null {
  if (count === 0) return null;
  if (key === 'ArrowDown') return (from + 1) % count;
  if (key === 'ArrowUp') return (from - 1 + count) % count;
  if (key === 'PageDown') return Math.min(from + PAGE, count - 1);
  if (key === 'PageUp') return Math.max(from - PAGE, 0);
  return null;
}

const PAGE = 8;

function Marked({ text, marks }: { readonly text: string; readonly marks: readonly number[] }) {
  return runsOf(text, new Set(marks)).map(({ from, part, marked }) =>
    marked ? <b key={from}>{part}</b> : <span key={from}>{part}</span>,
  );
}

interface Run {
  readonly from: number;
  readonly part: string;
  readonly marked: boolean;
}

function runsOf(text: string, marks: ReadonlySet<number>): readonly Run[] {
  const runs: Run[] = [];
  let from = 0;
  for (let end = 1; end <= text.length; end++) {
    if (end < text.length && marks.has(end) === marks.has(from)) continue;
    runs.push({ from, part: text.slice(from, end), marked: marks.has(from) });
    from = end;
  }
  return runs;
}
