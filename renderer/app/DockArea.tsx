/**
 * The dock: where panels are, how large, and in which order. The layout is kept in the settings.
 *
 * Invariant: a saved layout that does not fit this version is replaced by the default one, never half-applied.
 */
import {
  type DockviewApi,
  DockviewReact,
  type DockviewReadyEvent,
  type IDockviewHeaderActionsProps,
  type IDockviewPanelHeaderProps,
} from 'dockview-react';
import { type FunctionComponent, useCallback, useEffect, useRef } from 'react';
import 'dockview-react/dist/styles/dockview.css';
import './dock.css';
import { PANELS } from '../panels/registry';
import { useApp } from '../stores/context';
import { ErrorBoundary } from '../ui/ErrorBoundary';
import { CloseIcon } from '../ui/icons';
import { applyLayout, layoutKeepingSizes, showPanel } from './dockLayout';

const components = Object.fromEntries(
  PANELS.map(({ id, title, Panel }) => [
    id,
    () => (
      <ErrorBoundary name={`The panel “${title}”`}>
        <Panel />
      </ErrorBoundary>
    ),
  ]),
) satisfies Record<string, FunctionComponent>;

const THEME = {
  name: 'breakwater',
  className: 'dockview-theme-breakwater',
  dndTabIndicator: 'line',
} as const;

export function DockArea(props: {
  /** As saved; null for the default. Read once. */
  readonly layout: unknown;
  readonly onLayoutChange: (layout: unknown) => void;
  readonly onReady: (api: DockviewApi) => void;
}) {
  const { layout, onLayoutChange, onReady } = props;
  const container = useRef<HTMLDivElement>(null);
  const dock = useRef<DockviewApi | null>(null);
  const { ui } = useApp();

  const ready = useCallback(
    ({ api }: DockviewReadyEvent) => {
      dock.current = api;
      applyLayout(api, layout);
      const tellShown = () =>
        ui.setState({ shownPanels: api.panels.filter((one) => one.api.isVisible).map((one) => one.id) });
      ui.setState({
        dock: { show: (id) => showPanel(api, id), close: (id) => api.getPanel(id)?.api.close() },
      });
      tellShown();
      api.onDidActivePanelChange(tellShown);
      api.onDidLayoutChange(() => {
        tellShown();
        onLayoutChange(api.toJSON());
      });
      onReady(api);
    },
    [layout, onLayoutChange, onReady, ui],
  );

  useEffect(() => {
    if (container.current === null) return;
    const observer = new ResizeObserver(([entry]) => {
      const api = dock.current;
      if (entry === undefined || api === null) return;
      layoutKeepingSizes(api, entry.contentRect.width, entry.contentRect.height);
    });
    observer.observe(container.current);
    return () => observer.disconnect();
  }, []);

  return (
    <div ref={container} className="dock">
      <DockviewReact
        components={components}
        defaultTabComponent={PanelTab}
        leftHeaderActionsComponent={LeftActions}
        rightHeaderActionsComponent={RightActions}
        onReady={ready}
        theme={THEME}
        disableAutoResizing={true}
        scrollbars="native"
      />
    </div>
  );
}

/** Its close mark is for the pointer alone: a tab is a control, and must not hold another one. */
function PanelTab({ api }: IDockviewPanelHeaderProps) {
  return (
    <div className="dv-default-tab">
      <span className="dv-default-tab-content">{api.title}</span>
      {api.component !== 'chart' && (
        <span
          className="dv-default-tab-action"
          aria-hidden="true"
          title="Close"
          onPointerDown={(event) => event.preventDefault()}
          onClick={() => api.close()}
        >
          <CloseIcon />
        </span>
      )}
    </div>
  );
}

function LeftActions({ activePanel }: IDockviewHeaderActionsProps) {
  const Actions = PANELS.find((panel) => panel.id === activePanel?.id)?.LeftActions;
  return Actions === undefined ? null : <Actions />;
}

function RightActions({ activePanel }: IDockviewHeaderActionsProps) {
  const Actions = PANELS.find((panel) => panel.id === activePanel?.id)?.RightActions;
  return Actions === undefined ? null : (
    <div className="dock-actions">
      <Actions />
    </div>
  );
}
