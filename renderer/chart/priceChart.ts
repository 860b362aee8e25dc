/**
 * The one owner of the chart library: candles, volume and liquidations of one instrument.
 *
 * Invariants (measured, see the chart library's habits):
 * - The candle series lives as long as the chart; a switch of instrument or interval only sets other data, and
 *   the old bars stay until then.
 * - A bar at the right edge costs one `update` a series; everything else is one `setData`.
 * - Nothing here asks for data: the caller hands over bars once a beat.
 */
import {
  CandlestickSeries,
  createChartEx,
  type IChartApi,
  type IPaneApi,
  type ISeriesApi,
  type Time,
} from 'lightweight-charts';
import type { TimeRange } from '../../shared/model/time';
import { formatPrice } from '../../shared/text/format';
import type { ChartBar } from '../market/barSeries';
import type { StudyRow } from '../market/studyRows';
import type { ChartLayers, PriceScale } from '../stores/chartView';
import { formatDateTime, zoneLabel } from '../ui/time';
import { axisLabels } from './axisLabels';
import { candlePoint, candlePoints, chartTime, gapSpans, missingOpenTimes } from './barData';
import { candleOptions, FIXED_OPTIONS, RIGHT_MARGIN_BARS, SCALE_MODES, themeOptions } from './chartOptions';
import { attachPointer } from './chartPointer';
import type { ChartPrimitive } from './chartPrimitive';
import type { ChartTheme } from './chartTheme';
import { Crosshair } from './crosshair';
import { DotPrimitive } from './dotPrimitive';
import { GapPrimitive } from './gapPrimitive';
import { MarkPrimitive } from './markPrimitive';
import { type Measure, type MeasurePoint, type MeasureTexts, measureTexts } from './measure';
import { MeasurePrimitive } from './measurePrimitive';
import { paneTitle } from './paneTitles';
import { savePicture, stampedPicture } from './snapshot';
import type { SnapshotStamp } from './snapshotStamp';
import { StructureLayer } from './structure/structureLayer';
import { type PaneId, SubPanes } from './subPanes';
import { tickMarkFormatter, timeToMs, ZonedTimeScale } from './timeAxis';
import { zoomRange } from './zoom';

/** Bars in view after a switch, when there are as many; a young chart leaves room for some. */
export const VISIBLE_BARS = 160;
const FEWEST_VISIBLE_BARS = 48;
/** The most that are drawn at once without losing frames (measured). */
const MOST_VISIBLE_BARS = 3_000;

export interface SeriesIdentity {
  readonly intervalMs: number;
  readonly priceDecimals: number;
  readonly timeZone: string;
}

/** Where a pane stands inside the chart. */
export interface PaneBox {
  readonly id: PaneId;
  readonly topPx: number;
}

export interface PriceChartListeners {
  /** The panes were made, moved or resized. */
  readonly onPanes: (boxes: readonly PaneBox[]) => void;
  readonly onMeasure: (texts: MeasureTexts | null) => void;
  /** How many bars are held left of what is in view; negative when there is room at the left edge. */
  readonly onBarsLeft: (bars: number) => void;
  /** Open time of the bar under the pointer; null when it leaves. */
  readonly onCrosshair: (openTimeMs: number | null) => void;
}

export class PriceChart {
  readonly #container: HTMLElement;
  readonly #listeners: PriceChartListeners;
  readonly #timeAxis = new ZonedTimeScale();
  readonly #chart: IChartApi;
  readonly #pricePane: IPaneApi<Time>;
  readonly #candles: ISeriesApi<'Candlestick'>;
  readonly #subPanes: SubPanes;
  readonly #gaps: GapPrimitive;
  readonly #dots: DotPrimitive;
  readonly marks: MarkPrimitive;
  readonly structure: StructureLayer;
  readonly #measure: MeasurePrimitive;
  readonly #crosshair: Crosshair;
  readonly #primitives: readonly ChartPrimitive[];
  readonly #resizes: ResizeObserver;
  readonly #detachPointer: () => void;
  #theme: ChartTheme;
  #identity: SeriesIdentity = { intervalMs: 60_000, priceDecimals: 2, timeZone: 'UTC' };
  #layers: ChartLayers | null = null;
  #bars: readonly ChartBar[] = [];
  #firstDrawnMs: number | undefined;
  #lastDrawnMs: number | undefined;
  #measured: Measure | null = null;
  /** What was in view before the bars were taken off. */
  #viewToKeep: { readonly from: number; readonly to: number } | null = null;

  constructor(container: HTMLElement, theme: ChartTheme, listeners: PriceChartListeners) {
    this.#container = container;
    this.#theme = theme;
    this.#listeners = listeners;
    // With our own time axis the library types the chart by its base; it is the same class as `createChart`'s.
    this.#chart = createChartEx(container, this.#timeAxis, FIXED_OPTIONS) as IChartApi;
    this.#chart.applyOptions(themeOptions(theme));
    const pricePane = this.#chart.panes()[0];
    if (pricePane === undefined) throw new Error('the chart library made no pane');
    this.#pricePane = pricePane;
    this.#candles = pricePane.addSeries(CandlestickSeries, candleOptions(theme));
    this.#candles.priceScale().applyOptions({ scaleMargins: { top: 0.13, bottom: 0.07 } });
    this.#subPanes = new SubPanes(this.#chart, pricePane, theme);
    this.#gaps = new GapPrimitive(theme);
    this.#dots = new DotPrimitive(theme);
    this.marks = new MarkPrimitive(theme);
    this.structure = new StructureLayer(theme);
    this.#measure = new MeasurePrimitive(theme);
    const { behind, front } = this.structure;
    this.#primitives = [this.#gaps, ...behind, this.#dots, ...front, this.marks, this.#measure];
    for (const primitive of this.#primitives) this.#candles.attachPrimitive(primitive);
    this.#resizes = new ResizeObserver(() => this.#tellPanes());
    this.#crosshair = new Crosshair(this.#chart, this.#candles, listeners.onCrosshair);
    this.#chart.timeScale().subscribeVisibleLogicalRangeChange(this.#onRange);
    this.#detachPointer = attachPointer({
      chart: this.#chart,
      container,
      mostBars: () => this.#mostBars(),
      pointAt: (clientX, clientY) => this.#pointAt(clientX, clientY),
      isOverPrice: (clientX, clientY) => this.priceAt(clientX, clientY) !== null,
      onMeasure: (measure) => this.measure(measure),
    });
    this.identify(this.#identity);
  }

  /** How prices and times are written, and how far apart bars are. Follow with the bars it is about. */
  identify(identity: SeriesIdentity): void {
    this.#identity = identity;
    for (const primitive of this.#primitives) primitive.setInterval(identity.intervalMs);
    const { priceDecimals, timeZone } = identity;
    const priceText = (price: number) => formatPrice(price, priceDecimals);
    this.measure(null);
    this.#timeAxis.setZone(timeZone);
    this.#viewToKeep = this.#chart.timeScale().getVisibleLogicalRange();
    this.#lastDrawnMs = undefined;
    // Marks are weighed when bars come in; those that are there already were weighed in another zone.
    this.#candles.setData([]);
    this.#subPanes.setBars([]);
    this.#subPanes.studies.clear();
    this.#candles.applyOptions({
      priceFormat: {
        type: 'custom',
        formatter: priceText,
        tickmarksFormatter: (prices: readonly number[]) => axisLabels(prices.map(priceText)),
        minMove: 10 ** -priceDecimals,
      },
    });
    this.#chart.applyOptions({
      localization: {
        timeFormatter: (time: Time) => {
          const timeMs = timeToMs(time);
          return `${formatDateTime(timeMs, timeZone)} ${zoneLabel(timeZone, timeMs)}`;
        },
      },
      timeScale: { tickMarkFormatter: tickMarkFormatter(timeZone) },
    });
  }

  setTheme(theme: ChartTheme): void {
    if (theme === this.#theme) return;
    this.#theme = theme;
    this.#chart.applyOptions(themeOptions(theme));
    this.#candles.applyOptions(candleOptions(theme));
    this.#subPanes.setTheme(theme);
    for (const primitive of this.#primitives) primitive.setTheme(theme);
    // The colour of a volume bar is part of its data.
    this.#subPanes.setBars(this.#drawnBars());
  }

  setLayers(layers: ChartLayers): void {
    const before = this.#layers;
    this.#layers = layers;
    this.#dots.setVisible(layers.dots);
    this.#gaps.setVisible(layers.gaps);
    this.marks.setVisible(layers.marks);
    this.structure.setSwitches(layers);
    if (before?.volume === layers.volume && before.liquidations === layers.liquidations) return;
    this.#subPanes.setLayers(layers);
    this.#subPanes.setBars(this.#drawnBars());
    this.#observePanes();
  }

  /** Those that are new have no values until `setStudyRows`. */
  setStudies(ids: readonly string[]): void {
    if (this.#subPanes.setStudies(ids)) this.#observePanes();
  }

  setStudyRows(id: string, rows: readonly StudyRow[]): void {
    if (this.#firstDrawnMs === undefined || this.#lastDrawnMs === undefined) return;
    this.#subPanes.studies.setRows(id, rows, this.#firstDrawnMs, this.#lastDrawnMs);
  }

  setPriceScale(scale: PriceScale): void {
    this.#candles.priceScale().applyOptions({ mode: SCALE_MODES[scale], autoScale: true });
  }

  /** Replaces everything. The view is kept unless `show` is 'newest'. */
  setBars(bars: readonly ChartBar[], show: 'newest' | 'same'): void {
    const firstBeforeMs = this.#firstDrawnMs;
    this.#firstDrawnMs = bars[0]?.openTimeMs;
    this.#bars = bars;
    this.#dots.setBars(bars);
    this.#candles.setData(candlePoints(bars, this.#identity.intervalMs));
    this.#subPanes.setBars(bars);
    this.#gaps.setSpans(gapSpans(bars));
    this.#lastDrawnMs = bars.at(-1)?.openTimeMs;
    if (firstBeforeMs !== undefined) this.#keepMeasure(firstBeforeMs);
    if (show === 'newest') this.showNewest();
    else if (this.#viewToKeep !== null) this.#chart.timeScale().setVisibleLogicalRange(this.#viewToKeep);
    this.#viewToKeep = null;
  }

  /** Draws bars at or after the newest one drawn, in order of time. */
  updateTail(tail: readonly ChartBar[], all: readonly ChartBar[]): void {
    const firstMs = tail[0]?.openTimeMs ?? Number.POSITIVE_INFINITY;
    // The library throws for anything older than what it holds; drawing all of it anew is always right.
    if (this.#lastDrawnMs === undefined || firstMs < this.#lastDrawnMs) {
      this.setBars(all, 'same');
      return;
    }
    this.#bars = all;
    this.#dots.setBars(all);
    for (const bar of tail) {
      for (const timeMs of missingOpenTimes(this.#lastDrawnMs, bar.openTimeMs, this.#identity.intervalMs)) {
        this.#candles.update({ time: chartTime(timeMs) });
      }
      this.#candles.update(candlePoint(bar));
      this.#subPanes.update(bar);
      this.#lastDrawnMs = bar.openTimeMs;
    }
    if (tail.some((bar) => bar.gap)) this.#gaps.setSpans(gapSpans(all));
  }

  /**
   * The list of bars grows before they are drawn. A pane that is filled anew gets those the candles have, no
   * newer ones: the tail that is drawn next would be older than what it held, and the library throws for that.
   */
  #drawnBars(): readonly ChartBar[] {
    const lastMs = this.#lastDrawnMs;
    return lastMs === undefined ? [] : this.#bars.filter((bar) => bar.openTimeMs <= lastMs);
  }

  /** Newest bars at the right edge, prices fitted. */
  showNewest(): void {
    this.#candles.priceScale().applyOptions({ autoScale: true });
    const count = this.#candles.data().length;
    this.#chart.timeScale().setVisibleLogicalRange({
      from: count - Math.min(Math.max(count, FEWEST_VISIBLE_BARS), VISIBLE_BARS),
      to: count + RIGHT_MARGIN_BARS,
    });
  }

  /** As a wheel would, at the right edge. */
  zoom(deltaPx: number): void {
    const timeScale = this.#chart.timeScale();
    const range = timeScale.getVisibleLogicalRange();
    if (range !== null)
      timeScale.setVisibleLogicalRange(zoomRange(range, deltaPx, range.to, this.#mostBars()));
  }

  /** Puts the crosshair on the close of a bar, scrolled into view; null takes it away. */
  pointTo(openTimeMs: number | null): void {
    if (openTimeMs === null) this.#crosshair.clear();
    else this.#crosshair.putOn(openTimeMs);
  }

  /** Measures between the closes of two bars. */
  measureBars(fromMs: number, toMs: number): void {
    const from = this.#pointOfBar(fromMs);
    const to = this.#pointOfBar(toMs);
    if (from !== null && to !== null) this.measure({ from, to });
  }

  measure(measure: Measure | null): void {
    this.#measured = measure;
    if (measure === null) {
      this.#measure.hide();
      this.#listeners.onMeasure(null);
      return;
    }
    const texts = measureTexts(measure, this.#identity.intervalMs, this.#identity.priceDecimals);
    this.#measure.show(measure, texts);
    this.#listeners.onMeasure(texts);
  }

  /** From the first bar measured to the end of the last. */
  get measuredSpan(): TimeRange | null {
    if (this.#measured === null) return null;
    const { from, to } = this.#measured;
    const [first, last] = [from.bar, to.bar]
      .sort((a, b) => a - b)
      .map((bar) => this.#candles.dataByIndex(Math.round(bar)));
    if (!first || !last) return null;
    return { fromMs: timeToMs(first.time), toMs: timeToMs(last.time) + this.#identity.intervalMs };
  }

  get maximised(): PaneId | null {
    return this.#subPanes.maximised;
  }

  maximise(id: PaneId | null): void {
    this.#subPanes.maximise(id);
  }

  /** The price at a point of the window; null outside the candles' pane. */
  priceAt(clientX: number, clientY: number): number | null {
    const box = this.#pricePane.getHTMLElement()?.getBoundingClientRect();
    if (box === undefined || clientY < box.top || clientY > box.bottom) return null;
    if (clientX < box.left || clientX > box.left + this.#chart.timeScale().width()) return null;
    return this.#candles.coordinateToPrice(clientY - box.top);
  }

  /** Saves what is on the screen, without the crosshair, as a file. */
  savePicture(stamp: SnapshotStamp): Promise<void> {
    const picture = this.#chart.takeScreenshot(true);
    const pixelRatio = picture.width / this.#container.clientWidth;
    const titles = this.#paneBoxes().flatMap(({ id, topPx }) =>
      id === 'price' || (this.maximised !== null && this.maximised !== id)
        ? []
        : [{ text: paneTitle(id), topPx }],
    );
    const stamped = stampedPicture(picture, titles, stamp, this.#theme, pixelRatio);
    return savePicture(stamped, stamp.fileName);
  }

  destroy(): void {
    this.#detachPointer();
    this.#resizes.disconnect();
    this.#chart.remove();
  }

  /** All that are held, with a little room to see where they end. */
  #mostBars(): number {
    return Math.max(VISIBLE_BARS, 1.15 * Math.min(this.#candles.data().length, MOST_VISIBLE_BARS));
  }

  #pointAt(clientX: number, clientY: number): MeasurePoint | null {
    const box = this.#pricePane.getHTMLElement()?.getBoundingClientRect();
    const timeScale = this.#chart.timeScale();
    const range = timeScale.getVisibleLogicalRange();
    if (box === undefined || range === null) return null;
    const price = this.#candles.coordinateToPrice(Math.min(Math.max(clientY, box.top), box.bottom) - box.top);
    // Bars stand half a bar after the beginning of their place.
    const bar = range.from + ((clientX - box.left) / timeScale.width()) * (range.to - range.from);
    return price === null ? null : { price, bar };
  }

  #pointOfBar(openTimeMs: number): MeasurePoint | null {
    const bar = this.#bars.find((one) => one.openTimeMs === openTimeMs);
    const index = this.#chart.timeScale().timeToIndex(chartTime(openTimeMs), false);
    return bar === undefined || index === null ? null : { price: bar.close, bar: index };
  }

  /** Bars are counted from the oldest one: when others come before it, what is measured moves along. */
  #keepMeasure(firstBeforeMs: number): void {
    if (this.#measured === null) return;
    const shift = this.#chart.timeScale().timeToIndex(chartTime(firstBeforeMs), false);
    if (shift === 0) return;
    const { from, to } = this.#measured;
    const moved = (point: MeasurePoint) => ({ ...point, bar: point.bar + (shift ?? 0) });
    this.measure(shift === null ? null : { from: moved(from), to: moved(to) });
  }

  #observePanes(): void {
    this.#resizes.disconnect();
    for (const { pane } of this.#subPanes.panes) {
      const element = pane.getHTMLElement();
      if (element !== null) this.#resizes.observe(element);
    }
    this.#tellPanes();
  }

  #tellPanes(): void {
    this.#listeners.onPanes(this.#paneBoxes());
  }

  #paneBoxes(): readonly PaneBox[] {
    const top = this.#container.getBoundingClientRect().top;
    return this.#subPanes.panes.flatMap(({ id, pane }) => {
      const box = pane.getHTMLElement()?.getBoundingClientRect();
      return box === undefined ? [] : [{ id, topPx: Math.round(box.top - top) }];
    });
  }

  readonly #onRange = (range: { readonly from: number } | null) => {
    if (range !== null) this.#listeners.onBarsLeft(range.from);
  };
}
