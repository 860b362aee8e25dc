/** The shell: bars around the dock, keys, and the screens that stand in front of everything. */
import type { DockviewApi } from 'dockview-react';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { StatusLine } from '../panels/status/StatusLine';
import { TransportStrip } from '../panels/transport/TransportStrip';
import { useApp, useConnection, useSession, useSettings } from '../stores/context';
import { EmptyState } from '../ui/EmptyState';
import { ErrorBoundary } from '../ui/ErrorBoundary';
import { belongsToControl, createActions } from './actions';
import { Banners } from './Banner';
import { DockArea } from './DockArea';
import { showPanel } from './dockLayout';
import { HelpDialog } from './HelpDialog';
import { Rail } from './Rail';
import { TopBar } from './TopBar';
import { useSavedView } from './useSavedView';
import './shell.css';

export function App() {
  const status = useConnection((state) => state.status);
  const known = useSettings((state) => state.settings !== null);
  if (status.state === 'refused')
    return <Refused message={status.error.message} hint={status.error.hint ?? ''} />;
  // The layout is part of the settings: the dock waits for them, which takes one answer of the engine.
  return known ? <Monitor /> : <Starting lost={status.state === 'lost' ? status.reason : null} />;
}

function Starting({ lost }: { readonly lost: string | null }) {
  const { reconnect } = useApp();
  return (
    <main className="screen">
      {lost === null ? (
        <EmptyState busy={true}>Connecting to the engine…</EmptyState>
      ) : (
        <EmptyState action={{ label: 'Try now', run: reconnect }}>
          {lost} This window tries again by itself; if it stays like this, start Breakwater again.
        </EmptyState>
      )}
    </main>
  );
}

function Refused({ message, hint }: { readonly message: string; readonly hint: string }) {
  return (
    <main className="screen" role="alert">
      <EmptyState action={{ label: 'Reload', run: () => window.location.reload() }}>
        {message} {hint}
      </EmptyState>
    </main>
  );
}

function Monitor() {
  const { layout, saveLayout } = useSavedView();
  const [dock, setDock] = useState<DockviewApi | null>(null);
  const [sessionsOpen, setSessionsOpen] = useState(false);
  const actions = useMemo(createActions, []);
  const replaying = useSession((state) => state.transport?.kind === 'replay');
  const connected = useConnection((state) => state.status.state === 'ready');
  useTheme();
  useKeys(actions);

  const onReady = useCallback((api: DockviewApi) => {
    setDock(api);
    const follow = () => setSessionsOpen(api.getPanel('sessions')?.api.isVisible === true);
    api.onDidActivePanelChange(follow);
    api.onDidRemovePanel(follow);
  }, []);
  const hints = actions.flatMap((action) =>
    action.hint !== undefined && (action.when === 'always' || replaying)
      ? [{ key: action.keys, label: action.hint }]
      : [],
  );
  return (
    <div className="app" data-connected={connected}>
      <TopBar />
      <Rail
        sessionsOpen={sessionsOpen}
        onMonitor={() => dock !== null && showPanel(dock, 'liquidationTape')}
        onSessions={() => dock !== null && showPanel(dock, 'sessions')}
      />
      <main className="workspace">
        <Banners />
        <DockArea layout={layout} onLayoutChange={saveLayout} onReady={onReady} />
      </main>
      <ErrorBoundary name="The transport">
        <TransportStrip />
      </ErrorBoundary>
      <ErrorBoundary name="The status line">
        <StatusLine keys={hints} />
      </ErrorBoundary>
      <HelpDialog actions={actions} />
    </div>
  );
}

function useTheme(): void {
  const theme = useSettings((state) => state.settings?.theme ?? 'dark');
  useEffect(() => {
    document.documentElement.dataset.theme = theme;
  }, [theme]);
}

function useKeys(actions: ReturnType<typeof createActions>): void {
  const app = useApp();
  const current = useRef(app);
  current.current = app;
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || belongsToControl(event)) return;
      const replaying = current.current.session.getState().transport?.kind === 'replay';
      const action = actions.find((one) => (one.when === 'always' || replaying) && one.matches(event));
      if (action === undefined) return;
      event.preventDefault();
      action.run(current.current, event);
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [actions]);
}
