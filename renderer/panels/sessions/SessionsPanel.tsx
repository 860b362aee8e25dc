/** Saved sessions: what they hold, and opening one for replay. */
import { LIVE_SESSION } from '../../../shared/contract/api';
import type { SessionSummary } from '../../../shared/contract/values';
import { useSession, useSettings } from '../../stores/context';
import { selectTimeZone } from '../../stores/settingsStore';
import { EmptyState } from '../../ui/EmptyState';
import { formatBytes, formatDuration } from '../../ui/format';
import { LiveEdgeIcon, SessionsIcon } from '../../ui/icons';
import { formatDate, formatMinute } from '../../ui/time';
import { RecordSwitch } from './RecordSwitch';

const STATE_WORDS: Readonly<Record<SessionSummary['state'], string>> = {
  recording: 'recording now',
  closed: '',
  recovered: 'recovered after a crash',
  damaged: 'damaged',
};

export function SessionsPanel() {
  const sessions = useSession((state) => state.sessions);
  const current = useSession((state) => state.session);
  const opening = useSession((state) => state.opening);
  const open = useSession((state) => state.open);
  const backToLive = useSession((state) => state.backToLive);
  const timeZone = useSettings(selectTimeZone);
  if (sessions === null) return <EmptyState busy={true}>Loading the list of sessions…</EmptyState>;
  const newestFirst = [...sessions].sort((one, other) => other.startedAtMs - one.startedAtMs);
  return (
    <div className="sessions">
      <div className="sessions-actions">
        <RecordSwitch />
        {current !== LIVE_SESSION && (
          <button type="button" className="button primary" onClick={() => void backToLive()}>
            <LiveEdgeIcon /> Back to live
          </button>
        )}
      </div>
      {newestFirst.length === 0 ? (
        <EmptyState icon={<SessionsIcon />}>
          No saved session yet: everything is recorded while the app runs, and can be played back from here.
        </EmptyState>
      ) : (
        <ul>
          {newestFirst.map((session) => (
            <SessionRow
              key={session.id}
              session={session}
              timeZone={timeZone}
              shown={current === session.id}
              opening={opening === session.id}
              onOpen={() => void open(session.id)}
            />
          ))}
        </ul>
      )}
    </div>
  );
}

function SessionRow(props: {
  readonly session: SessionSummary;
  readonly timeZone: string;
  readonly shown: boolean;
  readonly opening: boolean;
  readonly onOpen: () => void;
}) {
  const { session, timeZone, shown, opening } = props;
  const openable = session.state === 'closed' || session.state === 'recovered';
  const words = STATE_WORDS[session.state];
  return (
    <li aria-current={shown ? 'true' : undefined}>
      <div className="sessions-title">
        <strong>{session.title}</strong>
        {words !== '' && <span className={session.state === 'damaged' ? 'down' : 'muted'}>{words}</span>}
        <span className="spacer" />
        <span className="muted">{formatBytes(session.bytes)}</span>
      </div>
      <div className="sessions-facts muted">
        <span>{extentOf(session, timeZone)}</span>
        <span>{session.assets.join(' ')}</span>
      </div>
      {openable && !shown && (
        <button type="button" className="button" disabled={opening} onClick={props.onOpen}>
          {opening ? 'Opening…' : 'Replay'}
          <span className="visually-hidden"> {session.title}</span>
        </button>
      )}
    </li>
  );
}

function extentOf(session: SessionSummary, timeZone: string): string {
  const fromMs = session.range?.fromMs ?? session.startedAtMs;
  const from = `${formatDate(fromMs, timeZone)} ${formatMinute(fromMs, timeZone)}`;
  if (session.range === null) return from;
  return `${from} · ${formatDuration(session.range.toMs - session.range.fromMs)}`;
}
