/** The menu of the chart, with the price it was opened at. */
import { type KeyboardEvent, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { type Action, isEnabled } from '../../actions/action';
import { chordLabels } from '../../actions/chord';
import { keysOf } from '../../actions/keymap';
import { IS_MAC } from '../../actions/platform';
import { useApp, useSettings } from '../../stores/context';
import { selectOwnKeys } from '../../stores/settingsStore';
import { Chord } from '../../ui/Keys';

export interface MenuPlace {
  /** From the top left of the chart, px. */
  readonly x: number;
  readonly y: number;
  /** As text, at tick precision. */
  readonly price: string | null;
}

export function ChartMenu(props: {
  readonly place: MenuPlace;
  readonly actions: readonly Action[];
  readonly onCopyPrice: (price: string) => void;
  readonly onClose: () => void;
}) {
  const { place, onClose } = props;
  const { actions: store } = useApp();
  const ownKeys = useSettings(selectOwnKeys);
  const menu = useRef<HTMLDivElement>(null);
  const [at, setAt] = useState({ left: place.x, top: place.y });

  useLayoutEffect(() => {
    const element = menu.current;
    const parent = element?.parentElement;
    if (element === null || parent === null || parent === undefined) return;
    // Inside the chart also when it was opened near its edges.
    setAt({
      left: Math.max(4, Math.min(place.x, parent.clientWidth - element.offsetWidth - 4)),
      top: Math.max(4, Math.min(place.y, parent.clientHeight - element.offsetHeight - 4)),
    });
  }, [place]);

  useEffect(() => {
    const before = document.activeElement;
    menu.current?.querySelector<HTMLElement>('[role^="menuitem"]')?.focus();
    const onPointerDown = (event: PointerEvent) => {
      if (event.target instanceof Node && menu.current?.contains(event.target) !== true) onClose();
    };
    window.addEventListener('pointerdown', onPointerDown, { capture: true });
    return () => {
      window.removeEventListener('pointerdown', onPointerDown, { capture: true });
      if (before instanceof HTMLElement) before.focus();
    };
  }, [onClose]);

  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    event.stopPropagation();
    if (event.key === 'Escape' || event.key === 'Tab') {
      event.preventDefault();
      onClose();
      return;
    }
    const items = [...event.currentTarget.querySelectorAll<HTMLElement>('[role^="menuitem"]')];
    const index = items.indexOf(document.activeElement as HTMLElement);
    const next = nextItem(event.key, index, items.length);
    if (next === null) return;
    event.preventDefault();
    items[next]?.focus();
  };

  return (
    <div
      ref={menu}
      role="menu"
      aria-label="Chart"
      tabIndex={-1}
      className="chart-menu"
      style={at}
      onKeyDown={onKeyDown}
    >
      {place.price !== null && (
        <MenuItem
          label={`Copy price ${place.price}`}
          run={() => props.onCopyPrice(place.price ?? '')}
          onClose={onClose}
        />
      )}
      {props.actions.filter(isEnabled).map((action) => (
        <MenuItem
          key={action.id}
          label={action.title}
          checked={action.checked?.()}
          chord={keysOf(action, ownKeys)[0]}
          run={() => store.getState().run(action.id)}
          onClose={onClose}
        />
      ))}
    </div>
  );
}

function MenuItem(props: {
  readonly label: string;
  readonly checked?: boolean | undefined;
  readonly chord?: string | undefined;
  readonly run: () => void;
  readonly onClose: () => void;
}) {
  const { checked } = props;
  const content = (
    <>
      <span aria-hidden="true" className="chart-menu-mark">
        {checked === true ? '✓' : ''}
      </span>
      {props.label}
      {props.chord !== undefined && <Chord labels={chordLabels(props.chord, IS_MAC)} />}
    </>
  );
  const onClick = () => {
    props.onClose();
    props.run();
  };
  return checked === undefined ? (
    <button type="button" role="menuitem" tabIndex={-1} onClick={onClick}>
      {content}
    </button>
  ) : (
    <button type="button" role="menuitemcheckbox" aria-checked={checked} tabIndex={-1} onClick={onClick}>
      {content}
    </button>
  );
}

/** The item a key moves to; null when it moves nowhere. */
export function nextItem(key: string, index: number, count: number): number | null {
  if (count === 0) return null;
  if (key === 'Home') return 0;
  if (key === 'End') return count - 1;
  if (key === 'ArrowDown') return (index + 1) % count;
  if (key === 'ArrowUp') return (Math.max(index, 0) - 1 + count) % count;
  return null;
}
