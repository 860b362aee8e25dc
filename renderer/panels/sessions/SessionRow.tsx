/** One saved session of the list, with what can be done with it. */
import { useState } from 'react';
import { MAX_TITLE } from '../../../shared/contract/api';
import type { ExportKind } from '../../../shared/contract/exports';
import { MAX_TAG, MAX_TAGS } from '../../../shared/contract/library';
import type { SessionSummary } from '../../../shared/contract/values';
import { formatBytes, formatDuration, plural } from '../../../shared/text/format';
import { IconButton } from '../../ui/IconButton';
import { DeleteIcon, LinkIcon, PinIcon, RenameIcon, TagIcon } from '../../ui/icons';
import { SimulatedTag } from '../../ui/SimulatedTag';
import { formatDate, formatMinute } from '../../ui/time';
import { parseTags } from './libraryView';
import { SaveAs } from './SaveAs';
import { TextField } from './TextField';
import { Thumbnail } from './Thumbnail';

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
  readonly tag: (tags: string[]) => void;
  readonly pin: (pinned: boolean) => void;
  readonly copyLink: () => void;
  readonly save: (kind: ExportKind, table: string | null) => void;
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
  const [tagging, setTagging] = useState(false);
  const isOver = session.state === 'closed' || session.state === 'recovered';
  const state = STATES[session.state];
  return (
    <li aria-current={shown ? 'true' : undefined}>
      <div className="sessions-title">
        {renaming ? (
          <TextField
            name="Title of the session"
            text={session.title}
            maxLength={MAX_TITLE}
            onDone={(title) => {
              setRenaming(false);
              if (title !== null && title !== '') actions.rename(title);
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
      <Thumbnail picture={session.thumbnail} />
      <div className="sessions-facts muted">
        <span>{extentOf(session, timeZone)}</span>
        <span>{formatBytes(session.bytes)}</span>
        <span>{session.assets.join(' ')}</span>
        <span title="Where the data came from">{session.feed}</span>
        <span>{session.gaps === null ? 'gaps —' : plural(session.gaps, 'gap')}</span>
        <span>{session.bookmarks === null ? 'marks —' : plural(session.bookmarks, 'mark')}</span>
        {session.pinned && <span title="Never deleted to stay within the limits">pinned</span>}
        {tagging ? (
          <TextField
            name="Tags, with commas between them"
            text={session.tags.join(', ')}
            maxLength={MAX_TAGS * (MAX_TAG + 2)}
            onDone={(text) => {
              setTagging(false);
              if (text !== null) actions.tag(parseTags(text));
            }}
          />
        ) : (
          session.tags.map((tag) => (
            <span key={tag} className="sessions-tag">
              {tag}
            </span>
          ))
        )}
      </div>
      <div className="sessions-buttons">
        {isOver && (
          <button type="button" className="button" disabled={opening || shown} onClick={actions.open}>
            {opening ? 'Opening…' : shown ? 'Shown' : 'Replay'}
            <span className="visually-hidden"> {session.title}</span>
          </button>
        )}
        {isOver && (
          <IconButton
            name={`Rename ${session.title}`}
            title={shown ? 'Go back to live to rename it' : 'Rename'}
            disabled={shown}
            onClick={() => setRenaming(true)}
          >
            <RenameIcon />
          </IconButton>
        )}
        {isOver && (
          <>
            <IconButton
              name={`Tags of ${session.title}`}
              title={shown ? 'Go back to live to tag it' : 'Tags'}
              disabled={shown}
              onClick={() => setTagging(true)}
            >
              <TagIcon />
            </IconButton>
            <IconButton
              name={`Pin ${session.title}`}
              aria-pressed={session.pinned}
              title={
                shown
                  ? 'Go back to live to pin it'
                  : session.pinned
                    ? 'Pinned: never deleted by itself'
                    : 'Pin'
              }
              disabled={shown}
              onClick={() => actions.pin(!session.pinned)}
            >
              <PinIcon pinned={session.pinned} />
            </IconButton>
            <IconButton
              name={`Copy a link to ${session.title}`}
              title={shown ? 'Copy a link to this moment' : 'Copy a link'}
              onClick={actions.copyLink}
            >
              <LinkIcon />
            </IconButton>
            <SaveAs title={session.title} save={actions.save} />
          </>
        )}
        {session.state !== 'recording' && (
          <IconButton name={`Delete ${session.title}`} title="Delete" onClick={actions.remove}>
            <DeleteIcon />
          </IconButton>
        )}
      </div>
    </li>
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
