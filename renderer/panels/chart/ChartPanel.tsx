/** Candles, volume and liquidations of the chosen instrument. */
import {
  type KeyboardEvent,
  type MouseEvent,
  type RefObject,
  useCallback,
  useEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import { useStore } from 'zustand';
import { formatPrice } from '../../../shared/text/format';
import { useRegisterActions } from '../../actions/useRegisterActions';
import { chartThemeOf } from '../../chart/chartTheme';
import { paneTitle } from '../../chart/paneTitles';
import { snapshotStamp } from '../../chart/snapshotStamp';
import { NO_SHAPES, type StructureShapes, structureShapes } from '../../chart/structure/structureShapes';
import { useApp, useBookmarks, useConnection, useSession, useSettings, useUi } from '../../stores/context';
import { feedText, feedWord } from '../../stores/feedWord';
import { displayDecimals, type InstrumentChoice, instrumentTitle } from '../../stores/instruments';
import { selectTimeZone } from '../../stores/settingsStore';
import { useInstrument } from '../../stores/useInstrument';
import { useStructure } from '../../stores/useStructure';
import { EmptyState } from '../../ui/EmptyState';
import { currentTheme, onThemeChange } from '../../ui/theme';
import { zoneLabel } from '../../ui/time';
import { ChartExplanation } from './ChartExplanation';
import { ChartLegend } from './ChartLegend';
import { ChartMenu, type MenuPlace } from './ChartMenu';
import { chartActions, MENU_ACTIONS } from './chartActions';
import { ChartController } from './chartController';

export function ChartPanel() {
  const instrument = useInstrument();
  return instrument === undefined ? <WaitingForInstruments /> : <InstrumentChart instrument={instrument} />;
}

function WaitingForInstruments() {
  const ready = useConnection((state) => state.status.state === 'ready');
  return (
    <EmptyState busy={true}>
      {ready
        ? 'Candles appear here as soon as a venue has told which instruments it trades.'
        : 'The chart appears as soon as the engine is connected.'}
    </EmptyState>
  );
}

function InstrumentChart({ instrument }: { readonly instrument: InstrumentChoice }) {
  const container = useRef<HTMLDivElement>(null);
  const shapes = useShapes(instrument);
  const controller = useChart(container, instrument, shapes);
  const savePicture = useSavePicture(controller, instrument);
  const { ui } = useApp();
  const current = useRef(controller);
  current.current = controller;
  const save = useRef(savePicture);
  save.current = savePicture;
  const actions = useMemo(
    () => chartActions({ ui, controller: () => current.current, savePicture: () => save.current() }),
    [ui],
  );
  useRegisterActions(actions);
  const [menu, setMenu] = useState<MenuPlace | null>(null);
  const closeMenu = useCallback(() => setMenu(null), []);
  const decimals = displayDecimals(instrument);

  const openMenu = (event: MouseEvent<HTMLElement>) => {
    event.preventDefault();
    const box = event.currentTarget.getBoundingClientRect();
    const state = controller?.state.getState();
    const under = controller?.priceAt(event.clientX, event.clientY) ?? null;
    // Opened by a key, it is about the bar the crosshair stands on.
    const price = event.button === 2 ? under : (state?.bar?.close ?? null);
    setMenu({
      x: event.clientX - box.left,
      y: event.clientY - box.top,
      price: price === null ? null : formatPrice(price, decimals),
    });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') controller?.clear();
  };
  return (
    <section
      className="chart-panel"
      aria-label={`Chart of ${instrument.symbol}`}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: the menu of the chart must be reachable by keyboard
      tabIndex={0}
      onContextMenu={openMenu}
      onKeyDown={onKeyDown}
    >
      <div ref={container} className="chart-canvas" />
      {controller !== null && <Around controller={controller} instrument={instrument} shapes={shapes} />}
      {menu !== null && (
        <ChartMenu
          place={menu}
          actions={actions.filter(({ id }) => MENU_ACTIONS.has(id))}
          onCopyPrice={(price) => void navigator.clipboard.writeText(price.replaceAll(',', ''))}
          onClose={closeMenu}
        />
      )}
    </section>
  );
}

/** What is drawn of the structure of the asset. */
function useShapes(instrument: InstrumentChoice): StructureShapes {
  const interval = useUi((state) => state.view.interval);
  const structure = useStructure(instrument.asset);
  const priceDecimals = displayDecimals(instrument);
  return useMemo(
    () => (structure === null ? NO_SHAPES : structureShapes(structure, interval, priceDecimals)),
    [structure, interval, priceDecimals],
  );
}

/** The chart's controller, once its element is on the screen. It outlives every change of what is shown. */
function useChart(
  container: RefObject<HTMLDivElement | null>,
  instrument: InstrumentChoice,
  shapes: StructureShapes,
): ChartController | null {
  const { engine, scheduler, ui } = useApp();
  const session = useSession((state) => state.session);
  const interval = useUi((state) => state.view.interval);
  const view = useUi((state) => state.view.chart);
  const timeZone = useSettings(selectTimeZone);
  const bookmarks = useBookmarks((state) => state.bookmarks);
  const [controller, setController] = useState<ChartController | null>(null);
  const instrumentId = instrument.id;
  const priceDecimals = displayDecimals(instrument);

  useEffect(() => {
    if (container.current === null) return;
    const theme = chartThemeOf(currentTheme());
    const created = new ChartController({ container: container.current, engine, scheduler, theme });
    setController(created);
    const stop = onThemeChange((changed) => created.setTheme(chartThemeOf(changed)));
    const stopTelling = created.state.subscribe(({ loaded }) => {
      if (ui.getState().loaded !== loaded) ui.setState({ loaded });
    });
    ui.setState({ cursor: () => created.cursor(), reveal: (timeMs) => created.reveal(timeMs) });
    return () => {
      stop();
      stopTelling();
      created.destroy();
      ui.setState({ loaded: null, cursor: null, reveal: null });
    };
  }, [container, engine, scheduler, ui]);

  useEffect(() => controller?.setView(view), [controller, view]);
  useEffect(() => controller?.setMarks(bookmarks), [controller, bookmarks]);
  useEffect(() => controller?.setShapes(shapes), [controller, shapes]);
  useEffect(
    () => controller?.watch({ session, instrumentId, interval, priceDecimals, timeZone }),
    [controller, session, instrumentId, interval, priceDecimals, timeZone],
  );
  return controller;
}

function useSavePicture(controller: ChartController | null, instrument: InstrumentChoice): () => void {
  const { session, connection, ui, settings } = useApp();
  return () => {
    const { transport, health, description } = session.getState();
    const venue = description?.venues.find((one) => one.id === instrument.venue)?.title ?? instrument.venue;
    const stamp = snapshotStamp({
      feed: feedText(feedWord(connection.getState().status, transport, health)),
      simulated: transport?.simulated ?? false,
      session: transport?.title ?? '',
      instrument: instrumentTitle(instrument),
      venue,
      interval: ui.getState().view.interval,
      marketTimeMs: transport?.nowMs ?? null,
      timeZone: selectTimeZone(settings.getState()),
    });
    void controller?.savePicture(stamp);
  };
}

/** What stands over the canvas: legend, titles of panes, words. */
function Around(props: {
  readonly controller: ChartController;
  readonly instrument: InstrumentChoice;
  readonly shapes: StructureShapes;
}) {
  const { controller, instrument } = props;
  const timeZone = useSettings(selectTimeZone);
  const { load, bar, previousClose, measure, studies } = useStore(controller.state);
  return (
    <>
      {bar !== null && (
        <ChartLegend
          bar={bar}
          previousClose={previousClose}
          studies={studies}
          decimals={displayDecimals(instrument)}
          asset={instrument.asset}
        />
      )}
      <ChartExplanation controller={controller} shapes={props.shapes} />
      <PaneTitles controller={controller} />
      <LeftEdge controller={controller} />
      <span className="chart-zone" title={`Times are shown in ${timeZone}`}>
        {zoneLabel(timeZone, bar?.openTimeMs ?? 0)}
      </span>
      <span className="visually-hidden" role="status">
        {measure !== null && `Measured ${measure.price}, ${measure.time}`}
      </span>
      {load === 'loading' && bar === null && (
        <div className="chart-cover">
          <EmptyState busy={true}>Loading candles of {instrument.symbol}…</EmptyState>
        </div>
      )}
      {load === 'empty' && (
        <div className="chart-cover">
          <EmptyState>
            No candle of {instrument.symbol} yet: the first one is drawn with the first trade.
          </EmptyState>
        </div>
      )}
      {typeof load === 'object' && (
        <div className="chart-cover" role="alert">
          <EmptyState>{load.failure}</EmptyState>
        </div>
      )}
    </>
  );
}

/** Height of the legend with its margins. */
const LEGEND_PX = 30;

function PaneTitles({ controller }: { readonly controller: ChartController }) {
  const panes = useStore(controller.state, (state) => state.panes);
  const maximised = useStore(controller.state, (state) => state.maximised);
  return (
    <>
      {panes.map(({ id, topPx }) => {
        if (id === 'price' || (maximised !== null && maximised !== id)) return null;
        const toggle = () => controller.toggleMaximised(id);
        return (
          <button
            key={id}
            type="button"
            className="chart-pane-title"
            // Alone, the pane lies below the legend.
            style={{ top: maximised === id ? LEGEND_PX : topPx }}
            aria-pressed={maximised === id}
            title={maximised === id ? 'Double-click: all panes' : 'Double-click: this pane alone'}
            onDoubleClick={toggle}
            // Pressed by key; a single click of the mouse is the first half of a double one.
            onClick={(event) => event.detail === 0 && toggle()}
          >
            {paneTitle(id)}
          </button>
        );
      })}
      {maximised !== null && (
        <button
          type="button"
          className="button chart-all-panes"
          onClick={() => controller.toggleMaximised(maximised)}
        >
          Show all panes
        </button>
      )}
    </>
  );
}

/** Why there is nothing further left, and what can be done about it. */
function LeftEdge({ controller }: { readonly controller: ChartController }) {
  const leftEdge = useStore(controller.state, (state) => state.leftEdge);
  const interval = useUi((state) => state.view.interval);
  const replaying = useSession((state) => state.transport?.kind === 'replay');
  if (leftEdge === null) return null;
  const words = {
    loading: 'Loading older candles…',
    held: `Breakwater holds no older ${interval} candles.`,
    venue: `The venue has no older ${interval} candles.`,
    kept: 'A chart goes no further back: a longer interval shows more.',
  };
  const isFailure = typeof leftEdge === 'object';
  const inReplay = `The session holds no older ${interval} candles; a replay asks no venue for more.`;
  const isOver = leftEdge === 'held' || isFailure;
  const canAsk = isOver && !replaying;
  return (
    <p className="chart-left-edge" role="status">
      {isOver && replaying ? inReplay : isFailure ? leftEdge.failure : words[leftEdge]}
      {canAsk && (
        <button type="button" className="button" onClick={() => void controller.loadOlder()}>
          {isFailure ? 'Try again' : 'Load older candles'}
        </button>
      )}
    </p>
  );
}
