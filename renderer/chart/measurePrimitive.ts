/** Draws the measured box with its two lines of text. One primitive; nothing is drawn while nothing is measured. */
import type { Logical } from 'lightweight-charts';
import type { ChartPlace } from './chartPlace';
import { ChartPrimitive, type DrawTarget } from './chartPrimitive';
import type { ChartTheme } from './chartTheme';
import type { Measure, MeasurePoint, MeasureTexts } from './measure';

const LINE_PX = 16;
const PADDING_PX = 7;

export class MeasurePrimitive extends ChartPrimitive {
  #shown: { readonly measure: Measure; readonly texts: MeasureTexts } | null = null;

  constructor(theme: ChartTheme) {
    super(theme, 'top');
  }

  show(measure: Measure, texts: MeasureTexts): void {
    this.#shown = { measure, texts };
    this.redraw();
  }

  hide(): void {
    if (this.#shown === null) return;
    this.#shown = null;
    this.redraw();
  }

  protected override drawIn(target: DrawTarget, place: ChartPlace): void {
    if (this.#shown === null) return;
    const { measure, texts } = this.#shown;
    const from = pixelOf(place, measure.from);
    const to = pixelOf(place, measure.to);
    if (from === null || to === null) return;
    const theme = this.theme;
    const color = measure.to.price >= measure.from.price ? theme.up : theme.down;
    target.useMediaCoordinateSpace(({ context, mediaSize }) => {
      const left = Math.min(from.x, to.x);
      const top = Math.min(from.y, to.y);
      const width = Math.abs(to.x - from.x);
      const height = Math.abs(to.y - from.y);
      context.fillStyle = theme.accentSoft;
      context.fillRect(left, top, width, height);
      context.strokeStyle = color;
      context.lineWidth = 1;
      context.strokeRect(left + 0.5, top + 0.5, width, height);

      context.font = `600 11px ${theme.font}`;
      const lines = [texts.price, texts.time];
      const labelWidth = Math.max(...lines.map((line) => context.measureText(line).width)) + 2 * PADDING_PX;
      const labelHeight = lines.length * LINE_PX + PADDING_PX;
      const room = (at: number, size: number, whole: number) => Math.min(Math.max(at, 4), whole - size - 4);
      const x = room((from.x + to.x - labelWidth) / 2, labelWidth, mediaSize.width);
      const beyond = to.y <= from.y ? top - labelHeight - 6 : top + height + 6;
      const y = room(beyond, labelHeight, mediaSize.height);
      context.fillStyle = theme.background;
      context.fillRect(x, y, labelWidth, labelHeight);
      context.strokeRect(x + 0.5, y + 0.5, labelWidth, labelHeight);
      context.fillStyle = theme.text;
      context.textBaseline = 'middle';
      for (const [index, line] of lines.entries())
        context.fillText(line, x + PADDING_PX, y + PADDING_PX / 2 + (index + 0.5) * LINE_PX);
    });
  }
}

function pixelOf(
  { chart, candles }: ChartPlace,
  { bar, price }: MeasurePoint,
): { readonly x: number; readonly y: number } | null {
  const timeScale = chart.timeScale();
  // The library places whole bars only; what lies between two is interpolated.
  const whole = Math.floor(bar);
  const x = timeScale.logicalToCoordinate(whole as Logical);
  const y = candles.priceToCoordinate(price);
  if (x === null || y === null) return null;
  return { x: x + (bar - whole) * timeScale.options().barSpacing, y };
}
