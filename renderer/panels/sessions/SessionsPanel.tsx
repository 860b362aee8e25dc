/** Saved sessions: what they hold, opening, renaming and deleting them, and the state of the recording. */
import { useEffect, useState } from 'react';
import { LIVE_SESSION } from '../../../shared/contract/api';
import type { SessionSummary } from '../../../shared/contract/values';
import { SECOND_MS } from '../../../shared/model/time';
import { formatBytes, plural } from '../../../shared/text/format';
import { useApp, useSession, useSettings } from '../../stores/context';
import { selectTimeZone } from '../../stores/settingsStore';
import { EmptyState } from '../../ui/EmptyState';
import { LiveEdgeIcon, SessionsIcon } from '../../ui/icons';
import { isDesktop } from '../../ui/isDesktop';
import { PanelNote } from '../../ui/PanelNote';
import { ExportStatus } from './ExportStatus';
import { LibraryBar } from './LibraryBar';
import { type LibraryView, librarySessions, tagsOf } from './libraryView';
import { RecordSwitch } from './RecordSwitch';
import { RetentionNote } from './RetentionNote';
import { SessionRow } from './SessionRow';
import { sessionLink } from './sessionLink';

/** How long a deletion can be taken back. */
const UNDO_MS = 10 * SECOND_MS;

export function SessionsPanel() {
  const sessions = useSession((state) => state.sessions);
  const current = useSession((state) => state.session);
  const backToLive = useSession((state) => state.backToLive);
  const recorder = useSession((state) => state.recorder);
  const toggleRecording = useSession((state) => state.toggleRecording);
  if (sessions === null) return <EmptyState busy={true}>Loading the list of sessions…</EmptyState>;
  return (
    <div className="sessions">
      <div className="sessions-actions">
        <RecordSwitch />
        <ImportButton />
        {current !== LIVE_SESSION && (
          <button type="button" className="button primary" onClick={() => void backToLive()}>
            <LiveEdgeIcon /> Back to live
          </button>
        )}
        <span className="spacer" />
        {sessions.length > 0 && <span className="muted">{totalOf(sessions)}</span>}
      </div>
      {recorder?.state === 'failed' && <PanelNote>Recording failed: {recorder.reason}</PanelNote>}
      <ExportStatus />
      <Undo />
      {sessions.length === 0 ? (
        <EmptyState
          icon={<SessionsIcon />}
          {...(recorder?.state === 'recording'
            ? {}
            : { action: { label: 'Record', run: () => void toggleRecording() } })}
        >
          No saved session yet: what is recorded can be played back from here.
        </EmptyState>
      ) : (
        <SessionList sessions={sessions} />
      )}
    </div>
  );
}

function SessionList({ sessions }: { readonly sessions: readonly SessionSummary[] }) {
  const current = useSession((state) => state.session);
  const opening = useSession((state) => state.opening);
  const open = useSession((state) => state.open);
  const rename = useSession((state) => state.rename);
  const remove = useSession((state) => state.remove);
  const label = useSession((state) => state.label);
  const exportSession = useSession((state) => state.exportSession);
  const nowMs = useSession((state) => state.transport?.nowMs ?? null);
  const timeZone = useSettings(selectTimeZone);
  const [view, setView] = useState<LibraryView>({ search: '', sort: 'newest', tag: null });
  const tags = tagsOf(sessions);
  const tag = view.tag !== null && tags.includes(view.tag) ? view.tag : null;
  const listed = librarySessions(sessions, { ...view, tag });
  return (
    <>
      <LibraryBar view={{ ...view, tag }} tags={tags} onChange={setView} />
      {listed.length === 0 && <PanelNote>No session matches the search.</PanelNote>}
      <ul aria-label="Sessions">
        {listed.map((session) => (
          <SessionRow
            key={session.id}
            session={session}
            timeZone={timeZone}
            shown={current === session.id}
            opening={opening === session.id}
            actions={{
              open: () => void open(session.id),
              rename: (title) => void rename(session.id, title),
              tag: (chosen) => void label(session.id, { tags: chosen }),
              pin: (pinned) => void label(session.id, { pinned }),
              copyLink: () => {
                const moment = current === session.id ? nowMs : null;
                void navigator.clipboard.writeText(
                  sessionLink(session.id, moment, { desktop: isDesktop(), origin: window.location.origin }),
                );
              },
              save: (kind, table) => void exportSession({ id: session.id, kind, table }),
              remove: () => void remove(session.id),
            }}
          />
        ))}
      </ul>
      <RetentionNote sessions={sessions} />
    </>
  );
}

/** For a while after a deletion: the way back. */
function Undo() {
  const { schedule } = useApp();
  const removed = useSession((state) => state.removed);
  const undo = useSession((state) => state.undoRemove);
  const forget = useSession((state) => state.forgetRemoved);
  useEffect(() => (removed === null ? undefined : schedule(UNDO_MS, forget)), [removed, schedule, forget]);
  if (removed === null) return null;
  return (
    <div className="sessions-undo" role="status">
      <span>“{removed.title}” was deleted.</span>
      <button type="button" className="button" onClick={() => void undo()}>
        Undo
      </button>
    </div>
  );
}

function totalOf(sessions: readonly SessionSummary[]): string {
  const bytes = sessions.reduce((sum, session) => sum + session.bytes, 0);
  return `${plural(sessions.length, 'session')} · ${formatBytes(bytes)}`;
}

function ImportButton() {
  const { actions } = useApp();
  return (
    <button type="button" className="button" onClick={() => actions.getState().run('import.open')}>
      Import…
    </button>
  );
}
