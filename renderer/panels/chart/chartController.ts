/**
 * Joins the chart to the engine: which bars it asks for, when it draws, and what stands around it on the
 * screen. React only renders `state`.
 *
 * Invariants:
 * - What is drawn stays until the first bars of a new request have come: no switch shows an empty chart.
 * - A chart asks for the bars it is likely to show and for more when its left edge comes near, up to
 *   `MOST_BARS`; the engine answers with all bars from there on, so old and new ones never disagree.
 * - When the engine has no more, it is asked once to get older ones from the venue; after an answer that there
 *   are none, or a failure, only the user asks again.
 */
import { createStore, type StoreApi } from 'zustand/vanilla';
import { type Interval, intervalMs, MOST_BARS, type TimeRange } from '../../../shared/model/time';
import type { ChartTheme } from '../../chart/chartTheme';
import type { ChartMark } from '../../chart/markPrimitive';
import type { MeasureTexts } from '../../chart/measure';
import { type PaneBox, PriceChart, VISIBLE_BARS } from '../../chart/priceChart';
import type { SnapshotStamp } from '../../chart/snapshotStamp';
import type { StructureShapes } from '../../chart/structure/structureShapes';
import type { PaneId } from '../../chart/subPanes';
import type { EngineClient } from '../../engine/client';
import { BarSeries, type ChartBar } from '../../market/barSeries';
import { type FrameScheduler, PACE_MS } from '../../market/frameScheduler';
import { watchFrames } from '../../market/watchFrames';
import type { ChartView } from '../../stores/chartView';
import type { ChartCursor } from '../../stores/uiStore';
import { StudyFeed } from './studyFeed';
import { type StudyValue, studyValues } from './studyValues';

/** Bars asked for at first, and then with each step to the left. */
const BARS_ASKED = [600, 1_500, 3_000, 6_000, MOST_BARS] as const;
/** More are asked for when fewer than this are left of what is in view. */
const BARS_AHEAD = 80;

export interface ChartRequest {
  readonly session: string;
  readonly instrumentId: string;
  readonly interval: Interval;
  readonly priceDecimals: number;
  readonly timeZone: string;
}

export interface ChartState {
  readonly load: 'loading' | 'empty' | 'shown' | { readonly failure: string };
  /** The bar under the crosshair, else the newest one. */
  readonly bar: ChartBar | null;
  /** Close of the bar before it. */
  readonly previousClose: number | null;
  /** What the studies are at that bar. */
  readonly studies: readonly StudyValue[];
  readonly panes: readonly PaneBox[];
  readonly maximised: PaneId | null;
  readonly measure: MeasureTexts | null;
  /** Why there is room left of the oldest bar; null while there is none. */
  readonly leftEdge: LeftEdge | null;
  /** From the oldest bar drawn to the end of the newest; null while there is none. */
  readonly loaded: TimeRange | null;
}

/**
 * `held`: the engine has no more, and the venue was not asked; `venue`: the venue has no more; `kept`: no more
 * are kept of an interval; else why they could not be got.
 */
export type LeftEdge = 'loading' | 'held' | 'venue' | 'kept' | { readonly failure: string };

const INITIAL: ChartState = {
  load: 'loading',
  bar: null,
  previousClose: null,
  studies: [],
  panes: [],
  maximised: null,
  measure: null,
  leftEdge: null,
  loaded: null,
};

export class ChartController {
  readonly state: StoreApi<ChartState> = createStore(() => INITIAL);
  readonly #engine: EngineClient;
  readonly #scheduler: FrameScheduler;
  readonly #chart: PriceChart;
  readonly #studyFeed: StudyFeed;
  #studies: readonly string[] = [];
  #request: ChartRequest | null = null;
  /** Counts what was watched, to know answers that come too late. */
  #watched = 0;
  #asked: number = BARS_ASKED[0];
  #older: LeftEdge = 'held';
  /** The bars drawn; those of a new request take its place when they have come. */
  #series = new BarSeries();
  #isGrowing = false;
  /** As the chart last told; unlimited until it has told about what is drawn now. */
  #barsLeft = Number.POSITIVE_INFINITY;
  #drawnBars = 0;
  #stop: () => void = () => undefined;
  #pointedAtMs: number | null = null;
  #measuredFromMs: number | null = null;

  constructor(options: {
    readonly container: HTMLElement;
    readonly engine: EngineClient;
    readonly scheduler: FrameScheduler;
    readonly theme: ChartTheme;
  }) {
    this.#engine = options.engine;
    this.#scheduler = options.scheduler;
    this.#chart = new PriceChart(options.container, options.theme, {
      onPanes: (panes) => this.state.setState({ panes }),
      onMeasure: (measure) => this.#showMeasure(measure),
      onBarsLeft: (bars) => this.#onBarsLeft(bars),
      onCrosshair: (openTimeMs) => {
        if (openTimeMs === this.#pointedAtMs) return;
        this.#pointedAtMs = openTimeMs;
        this.#showLegend();
      },
    });
    this.#studyFeed = new StudyFeed({
      engine: options.engine,
      scheduler: options.scheduler,
      onRows: (study, rows) => {
        this.#chart.setStudyRows(study, rows);
        void this.#scheduler.request(this.#showLegend, PACE_MS.figures);
      },
    });
  }

  /** Shows other bars, or the same ones written differently. */
  watch(request: ChartRequest): void {
    const before = this.#request;
    this.#request = request;
    const same =
      before !== null &&
      before.session === request.session &&
      before.instrumentId === request.instrumentId &&
      before.interval === request.interval;
    if (same) {
      this.#identify(request);
      this.#chart.setBars(this.#series.bars, 'same');
      this.#studyFeed.draw();
      return;
    }
    this.#watched++;
    this.#asked = BARS_ASKED[0];
    this.#older = 'held';
    this.#isGrowing = false;
    this.#measuredFromMs = null;
    this.#subscribe(request, 'newest');
  }

  setTheme(theme: ChartTheme): void {
    this.#chart.setTheme(theme);
  }

  setView({ layers, priceScale, studies }: ChartView): void {
    this.#chart.setLayers(layers);
    this.#studies = studies;
    this.#chart.setStudies(studies);
    this.#studyFeed.setStudies(studies);
    this.#chart.setPriceScale(priceScale);
    // A pane that was alone may be gone.
    this.state.setState({ maximised: this.#chart.maximised });
  }

  setShapes(shapes: StructureShapes): void {
    this.#chart.structure.setShapes(shapes);
  }

  setMarks(marks: readonly ChartMark[]): void {
    this.#chart.marks.setMarks(marks);
  }

  /** The bar under the crosshair by its open time, and the span that is measured; null where there is none. */
  cursor(): ChartCursor {
    return { timeMs: this.#pointedAtMs, span: this.#chart.measuredSpan };
  }

  showNewest(): void {
    this.#chart.showNewest();
  }

  zoom(deltaPx: number): void {
    this.#chart.zoom(deltaPx);
  }

  /** One pane alone, or all again when it is alone already. */
  toggleMaximised(id: PaneId): void {
    this.#chart.maximise(this.#chart.maximised === id ? null : id);
    this.state.setState({ maximised: this.#chart.maximised });
  }

  priceAt(clientX: number, clientY: number): number | null {
    return this.#chart.priceAt(clientX, clientY);
  }

  savePicture(stamp: SnapshotStamp): Promise<void> {
    return this.#chart.savePicture(stamp);
  }

  /** Moves the crosshair by bars, from the newest one when it stands nowhere. */
  movePointer(byBars: number): void {
    const { bars } = this.#series;
    const at = this.#pointedAtMs ?? this.#series.last?.openTimeMs;
    // There may be no bar at that minute: then from the one before it.
    const index = bars.findLastIndex((bar) => bar.openTimeMs <= (at ?? 0));
    const bar = bars[Math.min(Math.max(index + byBars, 0), bars.length - 1)];
    if (bar !== undefined) this.#pointTo(bar);
  }

  /** Puts the crosshair on the bar a moment falls in, scrolled into view; the oldest one when it is before that. */
  reveal(timeMs: number): void {
    const { bars } = this.#series;
    const bar = bars.findLast(({ openTimeMs }) => openTimeMs <= timeMs) ?? bars[0];
    if (bar !== undefined) this.#pointTo(bar);
  }

  #pointTo({ openTimeMs }: ChartBar): void {
    this.#pointedAtMs = openTimeMs;
    this.#chart.pointTo(openTimeMs);
    if (this.#measuredFromMs !== null) this.#chart.measureBars(this.#measuredFromMs, openTimeMs);
    this.#showLegend();
  }

  /** Measures from the crosshair on as it moves; takes the measure away when there is one. */
  toggleMeasure(): void {
    if (this.state.getState().measure !== null) {
      this.#chart.measure(null);
      return;
    }
    const from = this.#pointedAtMs ?? this.#series.last?.openTimeMs;
    if (from === undefined) return;
    this.#measuredFromMs = from;
    this.#chart.pointTo(from);
    this.#chart.measureBars(from, from);
  }

  /** Takes measure and crosshair away. */
  clear(): void {
    this.#chart.measure(null);
    this.#chart.pointTo(null);
    this.#pointedAtMs = null;
    this.#showLegend();
  }

  /** Asks the venue for candles before the oldest one. */
  async loadOlder(): Promise<void> {
    const request = this.#request;
    const oldest = this.#series.bars[0];
    if (request === null || oldest === undefined || this.#older === 'loading') return;
    const watched = this.#watched;
    this.#older = 'loading';
    this.#showLeftEdge();
    const { session, instrumentId, interval } = request;
    const place = { session, instrumentId, interval, beforeMs: oldest.openTimeMs };
    const answer = await this.#engine.call('loadOlder', place);
    if (watched !== this.#watched) return;
    if (!answer.ok) {
      this.#older = { failure: [answer.error.message, answer.error.hint].filter(Boolean).join(' ') };
    } else {
      const { candles, end } = answer.value;
      this.#older = end ?? (candles > 0 ? 'held' : 'venue');
      if (candles > 0) this.#ask(Math.min(MOST_BARS, this.#series.bars.length + candles + BARS_AHEAD));
    }
    this.#showLeftEdge();
  }

  destroy(): void {
    this.#watched++;
    this.#stop();
    this.#studyFeed.stop();
    this.#scheduler.cancel(this.#showLegend);
    this.#chart.destroy();
  }

  #subscribe(request: ChartRequest, show: 'newest' | 'same'): void {
    this.#stop();
    const { session, instrumentId, interval } = request;
    const series = new BarSeries();
    let first = true;
    this.#studyFeed.setSource(request, this.#asked, show === 'same');
    this.#stop = watchFrames({
      engine: this.#engine,
      scheduler: this.#scheduler,
      topic: 'bars',
      params: { session, instrumentId, interval, limit: this.#asked },
      periodMs: PACE_MS.chart,
      apply: (frame) => series.apply(frame),
      show: () => {
        if (first) {
          first = false;
          this.#series = series;
          if (show === 'newest') this.#identify(this.#request ?? request);
        }
        this.#draw(series, show);
        // Once there is enough to look at, a redraw keeps the view; history often follows the first bars.
        if (series.bars.length >= VISIBLE_BARS) show = 'same';
      },
      onEnd: (error) =>
        this.state.setState({ load: { failure: [error.message, error.hint].filter(Boolean).join(' ') } }),
    });
  }

  #identify({ interval, priceDecimals, timeZone }: ChartRequest): void {
    this.#chart.identify({ intervalMs: intervalMs(interval), priceDecimals, timeZone });
  }

  #draw(series: BarSeries, show: 'newest' | 'same'): void {
    const delta = series.takeDelta();
    if (delta.kind === 'none') return;
    if (delta.kind === 'all') {
      // Until the chart tells anew; it may do so while it takes the bars.
      const added = show === 'same' ? series.bars.length - this.#drawnBars : Number.POSITIVE_INFINITY;
      this.#barsLeft += added;
      this.#chart.setBars(series.bars, show);
      this.#studyFeed.draw();
      this.#isGrowing = false;
      this.#onBarsLeft(this.#barsLeft);
    } else {
      this.#chart.updateTail(delta.bars, series.bars);
    }
    this.#drawnBars = series.bars.length;
    this.#showLoaded();
    const load = series.bars.length === 0 ? 'empty' : 'shown';
    if (this.state.getState().load !== load) {
      this.state.setState({ load });
      this.#showLegend();
    } else {
      void this.#scheduler.request(this.#showLegend, PACE_MS.figures);
    }
  }

  readonly #showLegend = () => {
    const series = this.#series;
    const bar = (this.#pointedAtMs === null ? undefined : series.at(this.#pointedAtMs)) ?? series.last;
    this.state.setState({
      bar: bar ?? null,
      previousClose: bar === undefined ? null : (series.before(bar.openTimeMs)?.close ?? null),
      studies: studyValues(this.#studies, this.#studyFeed, bar, this.#request?.priceDecimals ?? 0),
    });
  };

  #showMeasure(measure: MeasureTexts | null): void {
    if (measure === null) this.#measuredFromMs = null;
    if (this.state.getState().measure !== measure) this.state.setState({ measure });
  }

  #onBarsLeft(bars: number): void {
    this.#barsLeft = bars;
    const held = this.#series.bars.length;
    if (bars < BARS_AHEAD && !this.#isGrowing && this.#series.loaded) {
      const more = BARS_ASKED.find((count) => count > this.#asked);
      if (held < this.#asked) {
        // A chart that is not filled yet is not asked further: its history may be on the way.
        if (this.#older === 'held' && held >= VISIBLE_BARS) void this.loadOlder();
      } else if (more !== undefined) this.#ask(more);
    }
    this.#showLeftEdge();
  }

  /** The same bars, and older ones; the view stays where it is. */
  #ask(bars: number): void {
    if (this.#request === null) return;
    this.#isGrowing = true;
    this.#asked = bars;
    this.#subscribe(this.#request, 'same');
  }

  #showLeftEdge(): void {
    const held = this.#series.bars.length;
    const edge = this.#isGrowing ? 'loading' : held >= this.#asked ? 'kept' : this.#older;
    const leftEdge = this.#barsLeft < 0 && held > 0 ? edge : null;
    if (this.state.getState().leftEdge !== leftEdge) this.state.setState({ leftEdge });
  }

  #showLoaded(): void {
    const fromMs = this.#series.bars[0]?.openTimeMs;
    const newest = this.#series.last;
    const request = this.#request;
    if (fromMs === undefined || newest === undefined || request === null) {
      this.state.setState({ loaded: null });
      return;
    }
    const toMs = newest.openTimeMs + intervalMs(request.interval);
    const { loaded } = this.state.getState();
    if (loaded?.fromMs !== fromMs || loaded.toMs !== toMs) this.state.setState({ loaded: { fromMs, toMs } });
  }
}
