/**
 * The crosshair: where the pointer is, or on the bar it was put on by keys.
 *
 * Invariant: put on a bar it stays on that bar, whatever comes in and however the view moves, until the pointer
 * is moved or it is taken away. The library keeps its place on the screen instead, and other bars slide under it.
 */
import type { IChartApi, ISeriesApi, MouseEventParams, Time } from 'lightweight-charts';
import { chartTime } from './barData';
import { timeToMs } from './timeAxis';

interface Place {
  readonly clientX: number;
  readonly clientY: number;
}

export class Crosshair {
  readonly #chart: IChartApi;
  readonly #candles: ISeriesApi<'Candlestick'>;
  readonly #onMove: (openTimeMs: number | null) => void;
  /** Open time of the bar it was put on; null while it follows the pointer. */
  #barMs: number | null = null;
  /** Where the pointer was last seen. */
  #pointer: Place | null = null;

  /** `onMove`: the open time of the bar under the pointer, null when the pointer leaves. */
  constructor(
    chart: IChartApi,
    candles: ISeriesApi<'Candlestick'>,
    onMove: (openTimeMs: number | null) => void,
  ) {
    this.#chart = chart;
    this.#candles = candles;
    this.#onMove = onMove;
    chart.subscribeCrosshairMove(this.#onCrosshairMove);
    chart.timeScale().subscribeVisibleLogicalRangeChange(this.#place);
  }

  /** Puts it on the close of a bar, scrolled into view. */
  putOn(openTimeMs: number): void {
    this.#barMs = openTimeMs;
    const timeScale = this.#chart.timeScale();
    const index = timeScale.timeToIndex(chartTime(openTimeMs), false);
    const range = timeScale.getVisibleLogicalRange();
    if (index !== null && range !== null) {
      const shift = index < range.from ? index - range.from - 1 : Math.max(0, index + 1 - range.to);
      if (shift !== 0) timeScale.setVisibleLogicalRange({ from: range.from + shift, to: range.to + shift });
    }
    this.#place();
  }

  clear(): void {
    this.#barMs = null;
    this.#chart.clearCrosshairPosition();
  }

  /** Draws it on its bar; out of view, or while that bar is not held, it is not drawn. */
  readonly #place = () => {
    if (this.#barMs === null) return;
    const close = this.#closeInView(this.#barMs);
    if (close === null) this.#chart.clearCrosshairPosition();
    else this.#chart.setCrosshairPosition(close, chartTime(this.#barMs), this.#candles);
  };

  /** The library also tells of new data, of a moved view and of a pointer that only came to lie over the chart. */
  readonly #onCrosshairMove = ({ time, sourceEvent }: MouseEventParams<Time>) => {
    if (sourceEvent !== undefined && this.#hasMoved(sourceEvent)) this.#barMs = null;
    if (this.#barMs === null) this.#onMove(time === undefined ? null : timeToMs(time));
    else this.#place();
  };

  #closeInView(openTimeMs: number): number | null {
    const timeScale = this.#chart.timeScale();
    const index = timeScale.timeToIndex(chartTime(openTimeMs), false);
    const range = timeScale.getVisibleLogicalRange();
    if (index === null || range === null || index < range.from || index > range.to) return null;
    const bar = this.#candles.dataByIndex(index);
    return bar !== null && 'close' in bar ? bar.close : null;
  }

  #hasMoved({ clientX, clientY }: Place): boolean {
    const before = this.#pointer;
    this.#pointer = { clientX, clientY };
    return clientX !== before?.clientX || clientY !== before.clientY;
  }
}
