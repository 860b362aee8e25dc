/** Places to go. Only what exists is here. */
import type { ReactNode } from 'react';
import { useApp, useUi } from '../stores/context';
import { HelpIcon, MonitorIcon, SessionsIcon, SettingsIcon, VenuesIcon } from '../ui/icons';

/** Panels that are a place of their own; the others belong to the monitor. */
const PLACES = ['sessions', 'venues', 'settings'] as const;
type Place = (typeof PLACES)[number];

/** What the monitor shows beside its chart. */
const MONITOR_PANELS = ['market', 'squeeze', 'liquidations', 'trades', 'liquidationTape'] as const;

export function Rail() {
  const { actions } = useApp();
  const shown = useUi((state) => state.shownPanels);
  const dock = useUi((state) => state.dock);
  const isShown = (place: Place) => shown.includes(place);

  const showMonitor = () => {
    for (const place of PLACES) dock?.close(place);
    for (const panel of MONITOR_PANELS) dock?.show(panel);
  };
  /** Goes there, or away from there. */
  const toggle = (place: Place) => (isShown(place) ? dock?.close(place) : dock?.show(place));
  const place = (id: Place, name: string, icon: ReactNode) => (
    <RailButton name={name} current={isShown(id)} onClick={() => toggle(id)}>
      {icon}
    </RailButton>
  );
  return (
    <nav className="rail" aria-label="Places">
      <RailButton name="Monitor" current={!PLACES.some(isShown)} onClick={showMonitor}>
        <MonitorIcon />
      </RailButton>
      {place('sessions', 'Sessions', <SessionsIcon />)}
      {place('venues', 'Venues', <VenuesIcon />)}
      <span className="spacer" />
      {place('settings', 'Settings', <SettingsIcon />)}
      <RailButton name="Keys and about" current={false} onClick={() => actions.getState().run('keys.show')}>
        <HelpIcon />
      </RailButton>
    </nav>
  );
}

function RailButton(props: {
  readonly name: string;
  readonly current: boolean;
  readonly onClick: () => void;
  readonly children: ReactNode;
}) {
  return (
    <button
      type="button"
      aria-label={props.name}
      title={props.name}
      aria-current={props.current ? 'page' : undefined}
      onClick={props.onClick}
    >
      {props.children}
    </button>
  );
}
