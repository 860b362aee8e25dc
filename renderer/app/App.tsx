/** The shell: bars around the dock, what lies in front of them, and the screens before the engine is there. */
import type { DockviewApi } from 'dockview-react';
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { useRegisterActions } from '../actions/useRegisterActions';
import { StatusLine } from '../panels/status/StatusLine';
import { TransportStrip } from '../panels/transport/TransportStrip';
import { useApp, useConnection, useSession, useSettings } from '../stores/context';
import { ErrorBoundary } from '../ui/ErrorBoundary';
import { applyTheme, followSystemWishes } from '../ui/theme';
import { Banners } from './Banner';
import { BriefDialog } from './BriefDialog';
import { CommandPalette } from './CommandPalette';
import { DockArea } from './DockArea';
import { ImportDialog } from './ImportDialog';
import { IntervalDialog } from './IntervalDialog';
import { KeysDialog } from './KeysDialog';
import { MomentDialog } from './MomentDialog';
import { Rail } from './Rail';
import { Refused, Starting } from './StartScreen';
import { SymbolSearch } from './SymbolSearch';
import { type Overlay, shellActions } from './shellActions';
import { TopBar } from './TopBar';
import { useKeyHints } from './useKeyHints';
import { useKeys } from './useKeys';
import { useSavedView } from './useSavedView';
import { useWindowTitle } from './useWindowTitle';
import './shell.css';
import './overlays.css';

export function App() {
  const status = useConnection((state) => state.status);
  const known = useSettings((state) => state.settings !== null);
  useTheme();
  if (status.state === 'refused') return <Refused error={status.error} />;
  // The layout is part of the settings: the dock waits for them, which takes one answer of the engine.
  return known ? <Monitor /> : <Starting lost={status.state === 'lost' ? status.reason : null} />;
}

function Monitor() {
  const app = useApp();
  const { layout, saveLayout } = useSavedView();
  const dock = useRef<DockviewApi | null>(null);
  const [overlay, setOverlay] = useState<Overlay | null>(null);
  const connected = useConnection((state) => state.status.state === 'ready');
  const replaying = useSession((state) => state.transport?.kind === 'replay');
  const close = useCallback(() => setOverlay(null), []);
  const showImport = useCallback(() => setOverlay({ kind: 'import' }), []);

  const actions = useMemo(() => shellActions({ app, dock: () => dock.current, show: setOverlay }), [app]);
  useRegisterActions(actions);
  useKeys(setOverlay);
  useWindowTitle();

  const onReady = useCallback((api: DockviewApi) => {
    dock.current = api;
  }, []);
  return (
    <div className="app" data-connected={connected} data-replay={replaying}>
      <a className="skip-link" href="#workspace">
        Skip to the panels
      </a>
      <TopBar />
      <Rail />
      <main id="workspace" className="workspace" tabIndex={-1}>
        <Banners />
        <DockArea layout={layout} onLayoutChange={saveLayout} onReady={onReady} />
      </main>
      <ErrorBoundary name="The transport">
        <TransportStrip />
      </ErrorBoundary>
      <ErrorBoundary name="The status line">
        <StatusLine keys={useKeyHints()} />
      </ErrorBoundary>
      <CommandPalette open={overlay?.kind === 'palette'} onClose={close} />
      <SymbolSearch typed={overlay?.kind === 'symbols' ? overlay.typed : null} onClose={close} />
      <IntervalDialog typed={overlay?.kind === 'interval' ? overlay.typed : null} onClose={close} />
      <MomentDialog open={overlay?.kind === 'moment'} onClose={close} />
      <BriefDialog open={overlay?.kind === 'brief'} onClose={close} />
      <KeysDialog open={overlay?.kind === 'keys'} onClose={close} />
      <ImportDialog open={overlay?.kind === 'import'} onOpen={showImport} onClose={close} />
    </div>
  );
}

function useTheme(): void {
  const settings = useSettings((state) => state.settings);
  // Before the effects of the charts, which read the colours.
  useLayoutEffect(() => {
    if (settings !== null) applyTheme(settings);
  }, [settings]);
  useEffect(followSystemWishes, []);
}
