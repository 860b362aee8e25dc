/**
 * Liquidations as dots on the candles: shorts above the high, where their closing pushed the price, longs
 * below the low. One primitive for all dots; it draws only what is in view.
 */
import type {
  IChartApi,
  IPrimitivePaneRenderer,
  IPrimitivePaneView,
  ISeriesApi,
  ISeriesPrimitive,
  SeriesAttachedParameter,
  Time,
} from 'lightweight-charts';
import type { ChartBar } from '../market/barSeries';
import { chartTime } from './barData';
import type { ChartTheme } from './chartTheme';
import { dotRadius } from './dotRadius';

type DrawTarget = Parameters<IPrimitivePaneRenderer['draw']>[0];

const FILL_ALPHA = 0.28;
/** Room between a candle and the edge of its dot, px. */
const GAP_PX = 2;

export class DotPrimitive implements ISeriesPrimitive<Time> {
  #chart: IChartApi | undefined;
  #series: ISeriesApi<'Candlestick'> | undefined;
  #requestUpdate: (() => void) | undefined;
  #bars: readonly ChartBar[] = [];
  #visible = true;
  #theme: ChartTheme;
  // The library compares views by identity: the same objects for the life of the primitive.
  readonly #renderer: IPrimitivePaneRenderer = { draw: (target) => this.#draw(target) };
  readonly #views: readonly IPrimitivePaneView[] = [{ renderer: () => this.#renderer, zOrder: () => 'top' }];

  constructor(theme: ChartTheme) {
    this.#theme = theme;
  }

  attached({ chart, series, requestUpdate }: SeriesAttachedParameter<Time>): void {
    // Attached to the candles of a chart whose horizontal scale is time, by `PriceChart` only.
    this.#chart = chart as IChartApi;
    this.#series = series as ISeriesApi<'Candlestick'>;
    this.#requestUpdate = requestUpdate;
  }

  detached(): void {
    this.#chart = undefined;
    this.#series = undefined;
    this.#requestUpdate = undefined;
  }

  paneViews(): readonly IPrimitivePaneView[] {
    return this.#views;
  }

  /** All bars, in order of time; drawn together with the candles' own change. */
  setBars(bars: readonly ChartBar[]): void {
    this.#bars = bars;
  }

  setVisible(visible: boolean): void {
    this.#visible = visible;
    this.#requestUpdate?.();
  }

  setTheme(theme: ChartTheme): void {
    this.#theme = theme;
    this.#requestUpdate?.();
  }

  #draw(target: DrawTarget): void {
    const timeScale = this.#chart?.timeScale();
    const series = this.#series;
    const visible = timeScale?.getVisibleRange();
    if (!this.#visible || timeScale === undefined || series === undefined || !visible) return;
    target.useMediaCoordinateSpace(({ context }) => {
      for (const bar of this.#bars) {
        const time = chartTime(bar.openTimeMs);
        if (time < Number(visible.from) || time > Number(visible.to)) continue;
        const shortsPx = dotRadius(bar.shortsUsd);
        const longsPx = dotRadius(bar.longsUsd);
        if (shortsPx === 0 && longsPx === 0) continue;
        const x = timeScale.timeToCoordinate(time);
        const high = series.priceToCoordinate(bar.high);
        const low = series.priceToCoordinate(bar.low);
        if (x === null || high === null || low === null) continue;
        if (shortsPx > 0) drawDot(context, x, high - GAP_PX - shortsPx, shortsPx, this.#theme.shorts);
        if (longsPx > 0) drawDot(context, x, low + GAP_PX + longsPx, longsPx, this.#theme.longs);
      }
    });
  }
}

function drawDot(
  context: CanvasRenderingContext2D,
  x: number,
  y: number,
  radius: number,
  color: string,
): void {
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.globalAlpha = FILL_ALPHA;
  context.fillStyle = color;
  context.fill();
  context.globalAlpha = 1;
  context.lineWidth = 1;
  context.strokeStyle = color;
  context.stroke();
}
