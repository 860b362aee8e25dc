/**
 * Marks the bars a gap touches with a tint and a hatch, behind the candles: data is missing there, so what
 * is drawn is at most a part of the truth. One primitive for all gaps; it draws only what is in view.
 */
import type { GapSpan } from './barData';
import { type ChartPlace, spanInView } from './chartPlace';
import { ChartPrimitive, type DrawTarget } from './chartPrimitive';
import type { ChartTheme } from './chartTheme';

const HATCH_STEP = 7;

export class GapPrimitive extends ChartPrimitive {
  #spans: readonly GapSpan[] = [];

  constructor(theme: ChartTheme) {
    super(theme, 'behind');
  }

  setSpans(spans: readonly GapSpan[]): void {
    if (spans.length === 0 && this.#spans.length === 0) return;
    this.#spans = spans;
    this.redraw();
  }

  protected override drawIn(target: DrawTarget, place: ChartPlace): void {
    const boxes = this.#spans.flatMap(({ fromMs, toMs }) => spanInView(place, fromMs, toMs) ?? []);
    if (boxes.length === 0) return;
    target.useMediaCoordinateSpace(({ context, mediaSize }) => {
      for (const { left, right } of boxes) this.#drawBox(context, left, right - left, mediaSize.height);
    });
  }

  #drawBox(context: CanvasRenderingContext2D, left: number, width: number, height: number): void {
    context.save();
    context.beginPath();
    context.rect(left, 0, width, height);
    context.clip();
    context.fillStyle = this.theme.gapSoft;
    context.fillRect(left, 0, width, height);
    context.strokeStyle = this.theme.gap;
    context.globalAlpha = 0.35;
    context.lineWidth = 1;
    context.beginPath();
    for (let x = left - height; x < left + width; x += HATCH_STEP) {
      context.moveTo(x, height);
      context.lineTo(x + height, 0);
    }
    context.stroke();
    context.restore();
  }
}
