/** What the user has chosen to look at in this window. Kept in the settings together with the docking layout. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { UntilTarget } from '../../shared/feed/targets/untilKinds';
import { INTERVALS, type Interval, type TimeRange } from '../../shared/model/time';
import { type ChartView, defaultChartView, parseChartView } from './chartView';

/** Thresholds offered by the tapes, USD. */
export const TAPE_THRESHOLDS = [0, 1_000, 10_000, 50_000, 100_000, 500_000, 1_000_000] as const;

export interface View {
  /** The instrument asked for; a session without it shows its nearest relative. */
  readonly instrumentId: string | null;
  readonly interval: Interval;
  readonly chart: ChartView;
  readonly liquidationsMinUsd: number;
  readonly tradesMinUsd: number;
  /** The sound of liquidations. */
  readonly sound: Sound;
}

export interface Sound {
  readonly on: boolean;
  /** 0 to 1. */
  readonly volume: number;
  /** Smallest liquidation heard, USD. */
  readonly minUsd: number;
}

/** What the bars around the dock may ask of it. */
export interface Dock {
  /** Shows a panel, opening it when it is closed. */
  show(id: string): void;
  close(id: string): void;
}

/** What the chart is pointed at; null where nothing is. */
export interface ChartCursor {
  /** Open time of the bar under the crosshair. */
  readonly timeMs: number | null;
  /** The span that is measured. */
  readonly span: TimeRange | null;
}

export interface UiState {
  readonly view: View;
  /** Null until the dock is on the screen. */
  readonly dock: Dock | null;
  /** The span of the candles that the chart holds; null while there are none. */
  readonly loaded: TimeRange | null;
  /** Asked when something is to happen there; null while there is no chart. */
  readonly cursor: (() => ChartCursor) | null;
  /** Brings a moment into view and points to it; null while there is no chart. */
  readonly reveal: ((timeMs: number) => void) | null;
  /** What a replay is taken to by the keys for the next and the previous one. */
  readonly until: UntilTarget;
  /** Ids of the panels that can be seen: open, and in front of their group. */
  readonly shownPanels: readonly string[];
  /** What the settings are searched for. */
  readonly settingsQuery: string;
  setView(change: Partial<View>): void;
}

export type UiStore = StoreApi<UiState>;

export const defaultView: View = {
  instrumentId: null,
  interval: '1m',
  chart: defaultChartView,
  liquidationsMinUsd: 0,
  tradesMinUsd: 10_000,
  sound: { on: false, volume: 0.5, minUsd: 100_000 },
};

/** Reads a saved view; a field that does not fit falls back to its default. */
export function parseView(saved: unknown): View {
  const view: { readonly [K in keyof View]?: unknown } =
    typeof saved === 'object' && saved !== null ? saved : {};
  return {
    instrumentId: typeof view.instrumentId === 'string' ? view.instrumentId : defaultView.instrumentId,
    interval: INTERVALS.find((interval) => interval === view.interval) ?? defaultView.interval,
    chart: parseChartView(view.chart),
    liquidationsMinUsd: threshold(view.liquidationsMinUsd, defaultView.liquidationsMinUsd),
    tradesMinUsd: threshold(view.tradesMinUsd, defaultView.tradesMinUsd),
    sound: parseSound(view.sound),
  };
}

function parseSound(saved: unknown): Sound {
  const sound: { readonly [K in keyof Sound]?: unknown } =
    typeof saved === 'object' && saved !== null ? saved : {};
  const { volume } = sound;
  const isVolume = typeof volume === 'number' && volume >= 0 && volume <= 1;
  return {
    on: sound.on === true,
    volume: isVolume ? volume : defaultView.sound.volume,
    minUsd: threshold(sound.minUsd, defaultView.sound.minUsd),
  };
}

function threshold(saved: unknown, fallback: number): number {
  return TAPE_THRESHOLDS.find((usd) => usd === saved) ?? fallback;
}

export function createUiStore(): UiStore {
  return createStore((set, get) => ({
    view: defaultView,
    dock: null,
    loaded: null,
    cursor: null,
    reveal: null,
    until: { kind: 'liquidation', minUsd: 100_000 },
    shownPanels: [],
    settingsQuery: '',
    setView: (change) => set({ view: { ...get().view, ...change } }),
  }));
}
