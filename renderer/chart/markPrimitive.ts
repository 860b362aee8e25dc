/**
 * Bookmarks on the chart: a flag with its letter at the top and a line down, over a span a tint as well. Colour
 * is never alone: the letter says which one it is.
 */
import type { Bookmark } from '../../shared/contract/bookmarks';
import { chartTime } from './barData';
import { type ChartPlace, ChartPrimitive, type DrawTarget } from './chartPrimitive';
import type { ChartTheme } from './chartTheme';

export type ChartMark = Pick<Bookmark, 'timeMs' | 'endMs' | 'color'>;

const FLAG_PX = 14;
/** Below the legend. */
const TOP_PX = 30;

interface Drawn {
  readonly left: number;
  readonly right: number | null;
  readonly mark: ChartMark;
}

export class MarkPrimitive extends ChartPrimitive {
  #marks: readonly ChartMark[] = [];
  #intervalMs = 60_000;

  constructor(theme: ChartTheme) {
    super(theme, 'top');
  }

  setMarks(marks: readonly ChartMark[]): void {
    if (marks.length === 0 && this.#marks.length === 0) return;
    this.#marks = marks;
    this.redraw();
  }

  /** A mark stands at the bar of its time. */
  setInterval(intervalMs: number): void {
    this.#intervalMs = intervalMs;
  }

  protected override drawIn(target: DrawTarget, { chart }: ChartPlace): void {
    const timeScale = chart.timeScale();
    const visible = timeScale.getVisibleRange();
    if (!visible) return;
    const xOf = (timeMs: number): number | null =>
      timeScale.timeToCoordinate(chartTime(Math.floor(timeMs / this.#intervalMs) * this.#intervalMs));
    const drawn: Drawn[] = [];
    for (const mark of this.#marks) {
      const endMs = mark.endMs ?? mark.timeMs;
      if (
        Number(chartTime(endMs)) < Number(visible.from) ||
        Number(chartTime(mark.timeMs)) > Number(visible.to) + this.#intervalMs / 1_000
      )
        continue;
      const left = xOf(mark.timeMs);
      const right = mark.endMs === null ? null : xOf(mark.endMs);
      // A span that begins before the oldest bar held is drawn from its end.
      if (left !== null || right !== null) drawn.push({ left: left ?? right ?? 0, right, mark });
    }
    if (drawn.length === 0) return;
    target.useMediaCoordinateSpace(({ context, mediaSize }) => {
      for (const one of drawn) this.#draw(context, one, mediaSize.height);
    });
  }

  #draw(context: CanvasRenderingContext2D, { left, right, mark }: Drawn, height: number): void {
    const color = this.theme.mark(mark.color);
    context.save();
    context.fillStyle = color;
    context.strokeStyle = color;
    if (right !== null && right > left) {
      context.globalAlpha = 0.1;
      context.fillRect(left, TOP_PX, right - left, height - TOP_PX);
      context.globalAlpha = 1;
      context.fillRect(left, TOP_PX, right - left, 2);
    }
    context.setLineDash([3, 3]);
    context.lineWidth = 1;
    context.beginPath();
    context.moveTo(Math.round(left) + 0.5, TOP_PX);
    context.lineTo(Math.round(left) + 0.5, height);
    context.stroke();
    context.fillRect(left, TOP_PX, FLAG_PX, FLAG_PX);
    context.fillStyle = this.theme.background;
    context.font = `700 10px ${this.theme.font}`;
    context.textAlign = 'center';
    context.textBaseline = 'middle';
    context.fillText(mark.color, left + FLAG_PX / 2, TOP_PX + FLAG_PX / 2 + 0.5);
    context.restore();
  }
}
