/** Places to go. Only what exists is here. */
import type { ReactNode } from 'react';
import { useApp } from '../stores/context';
import { HelpIcon, MonitorIcon, SessionsIcon } from '../ui/icons';

export function Rail(props: {
  readonly sessionsOpen: boolean;
  readonly onMonitor: () => void;
  readonly onSessions: () => void;
}) {
  const { actions } = useApp();
  return (
    <nav className="rail" aria-label="Places">
      <RailButton name="Monitor" current={!props.sessionsOpen} onClick={props.onMonitor}>
        <MonitorIcon />
      </RailButton>
      <RailButton name="Sessions" current={props.sessionsOpen} onClick={props.onSessions}>
        <SessionsIcon />
      </RailButton>
      <span className="spacer" />
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
