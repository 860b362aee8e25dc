/** Draws a session in columns: the price as a line, liquidations as bars at its foot. */
import type { Overview } from '../../../shared/contract/values';
import type { TimeRange } from '../../../shared/model/time';
import type { ColorToken } from '../../ui/tokens';
import { fractionOf } from './timeScale';

/** Share of the height that bars may fill; the line keeps to the rest. */
const BARS = 0.38;
const MARGIN = 3;

export interface PicturePlace {
  readonly width: number;
  readonly height: number;
  readonly range: TimeRange;
  /** The line is not drawn across them. */
  readonly gaps: readonly TimeRange[];
  readonly color: (token: ColorToken) => string;
}

type Canvas = Pick<
  CanvasRenderingContext2D,
  | 'beginPath'
  | 'moveTo'
  | 'lineTo'
  | 'stroke'
  | 'fillRect'
  | 'strokeStyle'
  | 'fillStyle'
  | 'lineWidth'
  | 'lineJoin'
>;

export function drawOverview(canvas: Canvas, overview: Overview, place: PicturePlace): void {
  drawBars(canvas, overview, place);
  drawLine(canvas, overview, place);
}

function drawBars(canvas: Canvas, overview: Overview, { width, height, range, color }: PicturePlace): void {
  const { shortsUsd, longsUsd, fromMs, bucketMs } = overview;
  const totals = shortsUsd.map((usd, column) => usd + (longsUsd[column] ?? 0));
  const largest = Math.max(...totals, 0);
  if (largest === 0) return;
  const scale = (height * BARS) / largest;
  const columnWidth = (bucketMs / Math.max(1, range.toMs - range.fromMs)) * width;
  const barWidth = Math.max(1, columnWidth - (columnWidth > 4 ? 1 : 0));
  for (const [column, total] of totals.entries()) {
    if (total === 0) continue;
    const x = fractionOf(fromMs + column * bucketMs, range) * width;
    const shorts = (shortsUsd[column] ?? 0) * scale;
    // A small one among large ones is still there.
    const longs = Math.max((longsUsd[column] ?? 0) * scale, total * scale < 1 ? 1 - shorts : 0);
    canvas.fillStyle = color('shorts');
    canvas.fillRect(x, height - shorts, barWidth, shorts);
    canvas.fillStyle = color('longs');
    canvas.fillRect(x, height - shorts - longs, barWidth, longs);
  }
}

function drawLine(canvas: Canvas, overview: Overview, place: PicturePlace): void {
  const { width, height, range, gaps, color } = place;
  const points = linePoints(overview, range, gaps);
  const prices = points.map(({ price }) => price);
  const low = Math.min(...prices);
  const high = Math.max(...prices);
  const top = MARGIN;
  const bottom = height - MARGIN;
  const y = (price: number) =>
    high === low ? (top + bottom) / 2 : bottom - ((price - low) / (high - low)) * (bottom - top);
  canvas.strokeStyle = color('accent');
  canvas.lineWidth = 1.25;
  canvas.lineJoin = 'round';
  canvas.beginPath();
  for (const { timeMs, price, isStart } of points) {
    const x = fractionOf(timeMs, range) * width;
    if (isStart) canvas.moveTo(x, y(price));
    else canvas.lineTo(x, y(price));
  }
  canvas.stroke();
}

export interface LinePoint {
  readonly timeMs: number;
  readonly price: number;
  /** The line begins anew here. */
  readonly isStart: boolean;
}

/** Known prices within the range; the line breaks where a gap lies between two of them. */
export function linePoints(
  { close, fromMs, bucketMs }: Pick<Overview, 'close' | 'fromMs' | 'bucketMs'>,
  range: TimeRange,
  gaps: readonly TimeRange[],
): LinePoint[] {
  const points: LinePoint[] = [];
  let beforeMs = Number.NEGATIVE_INFINITY;
  for (const [column, price] of close.entries()) {
    // A column ends with its price.
    const timeMs = Math.min(fromMs + (column + 1) * bucketMs, range.toMs);
    if (price === null || timeMs < range.fromMs || fromMs + column * bucketMs > range.toMs) continue;
    const isBroken = gaps.some((gap) => gap.fromMs >= beforeMs && gap.toMs <= timeMs);
    points.push({ timeMs, price, isStart: points.length === 0 || isBroken });
    beforeMs = timeMs;
  }
  return points;
}
