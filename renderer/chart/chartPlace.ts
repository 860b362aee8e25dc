/** Where moments stand in the chart, in pixels of its canvas. For prices there is `candles.priceToCoordinate`. */
import type { IChartApi, ISeriesApi, Logical } from 'lightweight-charts';
import { chartTime } from './barData';
import { timeToMs } from './timeAxis';

/** What a drawing is attached to: a chart whose horizontal scale is time, its candles, and their length. */
export interface ChartPlace {
  readonly chart: IChartApi;
  readonly candles: ISeriesApi<'Candlestick'>;
  readonly intervalMs: number;
}

/**
 * The middle of the bar a moment falls in, px. Before the oldest bar and after the newest one it goes on at the
 * same distance a bar. Null while there are no bars.
 */
export function xOfMoment({ chart, candles, intervalMs }: ChartPlace, timeMs: number): number | null {
  const timeScale = chart.timeScale();
  const openTimeMs = Math.floor(timeMs / intervalMs) * intervalMs;
  const index = timeScale.timeToIndex(chartTime(openTimeMs), true);
  // A place in time is a logical place too; the library brands them apart.
  const x = index === null ? null : timeScale.logicalToCoordinate(Number(index) as Logical);
  if (index === null || x === null) return null;
  // Null for a bar that is missing, which stands at its own time; the oldest and the newest never are.
  const nearest = candles.dataByIndex(index);
  const barsBeyond = nearest === null ? 0 : (openTimeMs - timeToMs(nearest.time)) / intervalMs;
  return x + barsBeyond * timeScale.options().barSpacing;
}

/**
 * From the left edge of the bar that `fromMs` falls in to the right edge of that of `toMs`, px; a side that is
 * out of view is not cut off. Null when none of it is in view.
 */
export function spanInView(
  place: ChartPlace,
  fromMs: number,
  toMs: number,
): { readonly left: number; readonly right: number } | null {
  const from = xOfMoment(place, fromMs);
  const to = xOfMoment(place, toMs);
  if (from === null || to === null) return null;
  const timeScale = place.chart.timeScale();
  const half = timeScale.options().barSpacing / 2;
  const span = { left: from - half, right: to + half };
  return span.right < 0 || span.left > timeScale.width() ? null : span;
}
