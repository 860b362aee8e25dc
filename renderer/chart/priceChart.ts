/**
 * The one owner of the chart library: candles, volume and liquidations of one instrument in three panes.
 *
 * Invariants (measured, see the chart library's habits):
 * - Series objects live as long as the chart; a switch of instrument or interval only sets other data.
 * - A bar at the right edge costs one `update` a series; everything else is one `setData`.
 * - Nothing here asks for data: the caller hands over bars once per animation frame.
 */
import {
  CandlestickSeries,
  ColorType,
  CrosshairMode,
  createChart,
  createTextWatermark,
  HistogramSeries,
  type IChartApi,
  type IPaneApi,
  type ISeriesApi,
  LineStyle,
  type MouseEventParams,
  type Time,
} from 'lightweight-charts';
import type { ChartBar } from '../market/barSeries';
import { formatPrice, formatQuantity, formatUsd } from '../ui/format';
import { formatDateTime, zoneLabel } from '../ui/time';
import { axisLabels } from './axisLabels';
import {
  candlePoint,
  candlePoints,
  chartTime,
  gapSpans,
  knownPoints,
  longsPoint,
  missingOpenTimes,
  shortsPoint,
  volumePoint,
} from './barData';
import type { ChartTheme } from './chartTheme';
import { GapPrimitive } from './gapPrimitive';
import { tickMarkFormatter, timeToMs } from './timeAxis';

/** Bars in view after a switch. */
const VISIBLE_BARS = 160;
const RIGHT_MARGIN_BARS = 6;

export interface SeriesIdentity {
  readonly intervalMs: number;
  readonly priceDecimals: number;
  readonly timeZone: string;
}

export class PriceChart {
  readonly #chart: IChartApi;
  readonly #candles: ISeriesApi<'Candlestick'>;
  readonly #volume: ISeriesApi<'Histogram'>;
  readonly #shorts: ISeriesApi<'Histogram'>;
  readonly #longs: ISeriesApi<'Histogram'>;
  readonly #gaps: GapPrimitive;
  #theme: ChartTheme;
  #identity: SeriesIdentity = { intervalMs: 60_000, priceDecimals: 2, timeZone: 'UTC' };
  #lastDrawnMs: number | undefined;

  constructor(container: HTMLElement, theme: ChartTheme) {
    this.#theme = theme;
    this.#chart = createChart(container, {
      autoSize: true,
      layout: {
        background: { type: ColorType.Solid, color: theme.background },
        textColor: theme.muted,
        fontFamily: theme.font,
        fontSize: 11,
        // The credit the licence asks for is in the About section of the help dialog.
        attributionLogo: false,
        panes: { separatorColor: theme.line, separatorHoverColor: theme.label, enableResize: true },
      },
      grid: { vertLines: { color: theme.grid }, horzLines: { color: theme.grid } },
      crosshair: {
        mode: CrosshairMode.Normal,
        vertLine: {
          color: theme.crosshair,
          style: LineStyle.Dashed,
          width: 1,
          labelBackgroundColor: theme.label,
        },
        horzLine: {
          color: theme.crosshair,
          style: LineStyle.Dashed,
          width: 1,
          labelBackgroundColor: theme.label,
        },
      },
      rightPriceScale: { borderColor: theme.line, minimumWidth: 72, entireTextOnly: true },
      timeScale: {
        borderColor: theme.line,
        timeVisible: true,
        secondsVisible: false,
        rightOffset: RIGHT_MARGIN_BARS,
        minBarSpacing: 0.2,
        rightBarStaysOnScroll: true,
        enableConflation: true,
      },
    });
    const pricePane = this.#chart.panes()[0];
    if (pricePane === undefined) throw new Error('the chart library made no pane');
    const volumePane = this.#chart.addPane(true);
    const liquidationPane = this.#chart.addPane(true);
    pricePane.setStretchFactor(0.7);
    volumePane.setStretchFactor(0.12);
    liquidationPane.setStretchFactor(0.18);
    namePane(volumePane, 'Volume', theme);
    namePane(liquidationPane, 'Liquidations · shorts ▲ · longs ▼', theme);

    this.#candles = pricePane.addSeries(CandlestickSeries, {
      upColor: theme.up,
      downColor: theme.down,
      borderVisible: false,
      wickUpColor: theme.up,
      wickDownColor: theme.down,
      priceLineStyle: LineStyle.Dotted,
    });
    this.#candles.priceScale().applyOptions({ scaleMargins: { top: 0.1, bottom: 0.06 } });
    this.#volume = volumePane.addSeries(HistogramSeries, {
      priceFormat: {
        type: 'custom',
        formatter: formatQuantity,
        tickmarksFormatter: (volumes: readonly number[]) => axisLabels(volumes.map(formatQuantity)),
        minMove: 0.001,
      },
      priceLineVisible: false,
      lastValueVisible: false,
    });
    this.#volume.priceScale().applyOptions({ scaleMargins: { top: 0.24, bottom: 0 } });
    const dollars = {
      type: 'custom',
      formatter: absoluteUsd,
      tickmarksFormatter: (marks: readonly number[]) => axisLabels(marks.map(absoluteUsd)),
      minMove: 1,
    } as const;
    const quiet = { priceFormat: dollars, priceLineVisible: false, lastValueVisible: false };
    this.#shorts = liquidationPane.addSeries(HistogramSeries, { ...quiet, color: theme.shorts });
    this.#longs = liquidationPane.addSeries(HistogramSeries, { ...quiet, color: theme.longs });
    this.#shorts.priceScale().applyOptions({ scaleMargins: { top: 0.2, bottom: 0.08 } });
    this.#gaps = new GapPrimitive(theme);
    this.#candles.attachPrimitive(this.#gaps);
    this.identify(this.#identity);
  }

  /** How prices and times are written, and how far apart bars are. Call before the bars it is about. */
  identify(identity: SeriesIdentity): void {
    this.#identity = identity;
    const { priceDecimals, timeZone } = identity;
    const priceText = (price: number) => formatPrice(price, priceDecimals);
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

  /** Replaces everything. The view is kept unless `show` is 'newest'. */
  setBars(bars: readonly ChartBar[], show: 'newest' | 'same'): void {
    this.#candles.setData(candlePoints(bars, this.#identity.intervalMs));
    this.#volume.setData(knownPoints(bars, (bar) => volumePoint(bar, this.#theme)));
    this.#shorts.setData(knownPoints(bars, shortsPoint));
    this.#longs.setData(knownPoints(bars, longsPoint));
    this.#gaps.setSpans(gapSpans(bars));
    this.#lastDrawnMs = bars.at(-1)?.openTimeMs;
    if (show === 'newest') this.showNewest();
  }

  /** Draws bars at or after the newest one drawn, in order of time. */
  updateTail(tail: readonly ChartBar[], all: readonly ChartBar[]): void {
    for (const bar of tail) {
      if (this.#lastDrawnMs !== undefined) {
        for (const timeMs of missingOpenTimes(this.#lastDrawnMs, bar.openTimeMs, this.#identity.intervalMs)) {
          this.#candles.update({ time: chartTime(timeMs) });
        }
      }
      this.#candles.update(candlePoint(bar));
      const volume = volumePoint(bar, this.#theme);
      const shorts = shortsPoint(bar);
      const longs = longsPoint(bar);
      if (volume !== undefined) this.#volume.update(volume);
      if (shorts !== undefined) this.#shorts.update(shorts);
      if (longs !== undefined) this.#longs.update(longs);
      this.#lastDrawnMs = bar.openTimeMs;
    }
    if (tail.some((bar) => bar.gap)) this.#gaps.setSpans(gapSpans(all));
  }

  /** Newest bars at the right edge, prices fitted. */
  showNewest(): void {
    this.#candles.priceScale().applyOptions({ autoScale: true });
    const count = this.#candles.data().length;
    this.#chart.timeScale().setVisibleLogicalRange({
      from: Math.max(count - VISIBLE_BARS, -RIGHT_MARGIN_BARS),
      to: count + RIGHT_MARGIN_BARS,
    });
  }

  /** Tells the open time of the bar under the crosshair; null when it leaves. */
  onCrosshair(listener: (openTimeMs: number | null) => void): () => void {
    const handler = ({ time }: MouseEventParams<Time>) =>
      listener(time === undefined ? null : timeToMs(time));
    this.#chart.subscribeCrosshairMove(handler);
    return () => this.#chart.unsubscribeCrosshairMove(handler);
  }

  destroy(): void {
    this.#chart.remove();
  }
}

/** Longs are drawn below zero; their dollars are not negative. */
function absoluteUsd(usd: number): string {
  return formatUsd(Math.abs(usd));
}

function namePane(pane: IPaneApi<Time>, text: string, theme: ChartTheme): void {
  createTextWatermark(pane, {
    horzAlign: 'left',
    vertAlign: 'top',
    lines: [{ text, color: theme.muted, fontSize: 11, fontFamily: theme.font }],
  });
}
