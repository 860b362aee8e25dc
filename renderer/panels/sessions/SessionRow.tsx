/** One saved session of the list, with what can be done with it. */
import { useState } from 'react';
import { MAX_TITLE } from '../../../shared/contract/api';
import type { SessionSummary } from '../../../shared/contract/values';
import { formatBytes, formatDuration } from '../../ui/format';
import { DeleteIcon, RenameIcon } from '../../ui/icons';
import { SimulatedTag } from '../../ui/SimulatedTag';
import { formatDate, formatMinute } from '../../ui/time';

interface StateWord {
  readonly word: string;
  readonly meaning: string;
  readonly tone: 'record' | 'good' | 'warn' | 'bad';
}

const STATES: Readonly<Record<SessionSummary['state'], StateWord>> = {
  recording: { word: 'recording', meaning: 'It is being written at the moment.', tone: 'record' },
  closed: { word: 'closed', meaning: 'Complete, as it was recorded.', tone: 'good' },
  recovered: {
    word: 'recovered',
    meaning: 'Its recording broke off; what was written until then is here, the break is marked as a gap.',
    tone: 'warn',
  },
  damaged: { word: 'damaged', meaning: 'It cannot be read; the file is kept as it is.', tone: 'bad' },
};

export interface SessionRowActions {
  readonly open: () => void;
  readonly rename: (title: string) => void;
  readonly remove: () => void;
}

export function SessionRow(props: {
  readonly session: SessionSummary;
  readonly timeZone: string;
  readonly shown: boolean;
  readonly opening: boolean;
  readonly actions: SessionRowActions;
}) {
  const { session, timeZone, shown, opening, actions } = props;
  const [renaming, setRenaming] = useState(false);
  const isOver = session.state === 'closed' || session.state === 'recovered';
  const state = STATES[session.state];
  return (
    <li aria-current={shown ? 'true' : undefined}>
      <div className="sessions-title">
        {renaming ? (
          <TitleField
            title={session.title}
            onDone={(title) => {
              setRenaming(false);
              if (title !== null) actions.rename(title);
            }}
          />
        ) : (
          <strong title={session.title}>{session.title}</strong>
        )}
        {session.simulated && <SimulatedTag />}
        <span className="sessions-state" title={state.meaning}>
          <i className="dot" data-tone={state.tone} />
          {state.word}
        </span>
      </div>
      <div className="sessions-facts muted">
        <span>{extentOf(session, timeZone)}</span>
        <span>{formatBytes(session.bytes)}</span>
        <span>{session.assets.join(' ')}</span>
      </div>
      <div className="sessions-buttons">
        {isOver && (
          <button type="button" className="button" disabled={opening || shown} onClick={actions.open}>
            {opening ? 'Opening…' : shown ? 'Shown' : 'Replay'}
            <span className="visually-hidden"> {session.title}</span>
          </button>
        )}
        {isOver && (
          <button
            type="button"
            className="icon-button"
            aria-label={`Rename ${session.title}`}
            title={shown ? 'Go back to live to rename it' : 'Rename'}
            disabled={shown}
            onClick={() => setRenaming(true)}
          >
            <RenameIcon />
          </button>
        )}
        {session.state !== 'recording' && (
          <button
            type="button"
            className="icon-button"
            aria-label={`Delete ${session.title}`}
            title="Delete"
            onClick={actions.remove}
          >
            <DeleteIcon />
          </button>
        )}
      </div>
    </li>
  );
}

/** Enter and leaving the field take the new title, Escape keeps the old one. */
function TitleField(props: { readonly title: string; readonly onDone: (title: string | null) => void }) {
  const [title, setTitle] = useState(props.title);
  const take = () => {
    const trimmed = title.trim();
    props.onDone(trimmed === '' || trimmed === props.title ? null : trimmed);
  };
  return (
    <input
      className="text-input"
      aria-label="Title of the session"
      value={title}
      maxLength={MAX_TITLE}
      // biome-ignore lint/a11y/noAutofocus: it takes the place of the button that was just pressed
      autoFocus={true}
      onFocus={(event) => event.currentTarget.select()}
      onChange={(event) => setTitle(event.currentTarget.value)}
      onBlur={take}
      onKeyDown={(event) => {
        if (event.key === 'Enter') take();
        if (event.key === 'Escape') props.onDone(null);
      }}
    />
  );
}

function extentOf(session: SessionSummary, timeZone: string): string {
  const fromMs = session.range?.fromMs ?? session.startedAtMs;
  const from = `${formatDate(fromMs, timeZone)} ${formatMinute(fromMs, timeZone)}`;
  if (session.range === null) return from;
  const { toMs } = session.range;
  const isSameDay = formatDate(fromMs, timeZone) === formatDate(toMs, timeZone);
  const to = isSameDay
    ? formatMinute(toMs, timeZone)
    : `${formatDate(toMs, timeZone)} ${formatMinute(toMs, timeZone)}`;
  return `${from} – ${to} · ${formatDuration(toMs - fromMs)}`;
}
