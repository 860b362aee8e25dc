/**
 * Bars as the chart library wants them. Pure.
 *
 * The library's time axis counts bars, so a minute without a bar would take no room and a hole would look
 * like a jump of the price: missing minutes become whitespace, at most `MAX_WHITESPACE` of them.
 */
import type { CandlestickData, HistogramData, Time, UTCTimestamp, WhitespaceData } from 'lightweight-charts';
import type { ChartBar } from '../market/barSeries';
import type { ChartTheme } from './chartTheme';

/** A hole longer than this is drawn shorter than it is: the axis labels still tell its true length. */
export const MAX_WHITESPACE = 500;

export type CandlePoint = CandlestickData<Time> | WhitespaceData<Time>;

export function chartTime(timeMs: number): UTCTimestamp {
  // The library brands its timestamps; a whole number of seconds is all the brand says.
  return Math.floor(timeMs / 1000) as UTCTimestamp;
}

export function candlePoint(bar: ChartBar): CandlestickData<Time> {
  return { time: chartTime(bar.openTimeMs), open: bar.open, high: bar.high, low: bar.low, close: bar.close };
}

export function volumePoint(bar: ChartBar, theme: ChartTheme): HistogramData<Time> | undefined {
  if (bar.volumeBase === null) return undefined;
  const color = bar.close >= bar.open ? theme.upSoft : theme.downSoft;
  return { time: chartTime(bar.openTimeMs), value: bar.volumeBase, color };
}

/** Shorts stand on the zero line. */
export function shortsPoint(bar: ChartBar): HistogramData<Time> | undefined {
  return bar.shortsUsd === null ? undefined : { time: chartTime(bar.openTimeMs), value: bar.shortsUsd };
}

/** Longs hang below it. */
export function longsPoint(bar: ChartBar): HistogramData<Time> | undefined {
  return bar.longsUsd === null ? undefined : { time: chartTime(bar.openTimeMs), value: -bar.longsUsd };
}

/** Open times of the bars missing between two neighbours, the nearest to the later one when there are many. */
export function missingOpenTimes(earlierMs: number, laterMs: number, intervalMs: number): readonly number[] {
  const missing = Math.round((laterMs - earlierMs) / intervalMs) - 1;
  const drawn = Math.min(Math.max(missing, 0), MAX_WHITESPACE);
  return Array.from({ length: drawn }, (_, index) => laterMs - (drawn - index) * intervalMs);
}

/** All bars as candles, with whitespace for missing minutes. */
export function candlePoints(bars: readonly ChartBar[], intervalMs: number): CandlePoint[] {
  const points: CandlePoint[] = [];
  let previous: ChartBar | undefined;
  for (const bar of bars) {
    if (previous !== undefined) {
      for (const timeMs of missingOpenTimes(previous.openTimeMs, bar.openTimeMs, intervalMs)) {
        points.push({ time: chartTime(timeMs) });
      }
    }
    points.push(candlePoint(bar));
    previous = bar;
  }
  return points;
}

/** Keeps what is known. */
export function knownPoints<T>(bars: readonly ChartBar[], toPoint: (bar: ChartBar) => T | undefined): T[] {
  const points: T[] = [];
  for (const bar of bars) {
    const point = toPoint(bar);
    if (point !== undefined) points.push(point);
  }
  return points;
}

export interface GapSpan {
  readonly fromMs: number;
  /** Open time of the last bar inside. */
  readonly toMs: number;
}

/** Spans to mark: runs of bars a gap touches, with the missing bars between two of them. */
export function gapSpans(bars: readonly ChartBar[]): readonly GapSpan[] {
  const spans: GapSpan[] = [];
  let open: GapSpan | undefined;
  for (const bar of bars) {
    if (bar.gap) {
      open = { fromMs: open?.fromMs ?? bar.openTimeMs, toMs: bar.openTimeMs };
    } else if (open !== undefined) {
      spans.push(open);
      open = undefined;
    }
  }
  if (open !== undefined) spans.push(open);
  return spans;
}
