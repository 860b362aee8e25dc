/**
 * Bookmarks on the chart: a flag with its letter at the top and a line down, over a span a tint as well. Colour
 * is never alone: the letter says which one it is.
 */
import type { Bookmark } from '../../shared/contract/bookmarks';
import { type ChartPlace, xOfMoment } from './chartPlace';
import { ChartPrimitive, type DrawTarget } from './chartPrimitive';
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

  constructor(theme: ChartTheme) {
    super(theme, 'top');
  }

  setMarks(marks: readonly ChartMark[]): void {
    if (marks.length === 0 && this.#marks.length === 0) return;
    this.#marks = marks;
    this.redraw();
  }

  /** A mark stands at the bar of its time. */
  protected override drawIn(target: DrawTarget, place: ChartPlace): void {
    const widthPx = place.chart.timeScale().width();
    const drawn: Drawn[] = [];
    for (const mark of this.#marks) {
      const left = xOfMoment(place, mark.timeMs);
      const right = mark.endMs === null ? null : xOfMoment(place, mark.endMs);
      if (left === null || left > widthPx || (right ?? left) < -FLAG_PX) continue;
      drawn.push({ left, right, mark });
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
