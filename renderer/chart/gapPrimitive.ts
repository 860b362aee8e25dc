/**
 * Marks the bars a gap touches with a tint and a hatch, behind the candles: data is missing there, so what
 * is drawn is at most a part of the truth. One primitive for all gaps; it draws only what is in view.
 */
import type {
  IChartApi,
  IPrimitivePaneRenderer,
  IPrimitivePaneView,
  ISeriesPrimitive,
  SeriesAttachedParameter,
  Time,
} from 'lightweight-charts';
import { chartTime, type GapSpan } from './barData';
import type { ChartTheme } from './chartTheme';

type DrawTarget = Parameters<IPrimitivePaneRenderer['draw']>[0];

const HATCH_STEP = 7;

export class GapPrimitive implements ISeriesPrimitive<Time> {
  #chart: IChartApi | undefined;
  #requestUpdate: (() => void) | undefined;
  #spans: readonly GapSpan[] = [];
  #visible = true;
  #theme: ChartTheme;
  // The library compares views by identity: the same objects for the life of the primitive.
  readonly #renderer: IPrimitivePaneRenderer = {
    draw: () => undefined,
    drawBackground: (target) => this.#draw(target),
  };
  readonly #views: readonly IPrimitivePaneView[] = [
    { renderer: () => this.#renderer, zOrder: () => 'normal' },
  ];

  constructor(theme: ChartTheme) {
    this.#theme = theme;
  }

  attached({ chart, requestUpdate }: SeriesAttachedParameter<Time>): void {
    // The chart is made by `createChart`, so its horizontal scale is time.
    this.#chart = chart as IChartApi;
    this.#requestUpdate = requestUpdate;
  }

  detached(): void {
    this.#chart = undefined;
    this.#requestUpdate = undefined;
  }

  paneViews(): readonly IPrimitivePaneView[] {
    return this.#views;
  }

  setSpans(spans: readonly GapSpan[]): void {
    if (spans.length === 0 && this.#spans.length === 0) return;
    this.#spans = spans;
    this.#requestUpdate?.();
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
    const visible = timeScale?.getVisibleRange();
    if (!this.#visible || timeScale === undefined || !visible) return;
    const half = timeScale.options().barSpacing / 2;
    const boxes: { left: number; right: number }[] = [];
    for (const span of this.#spans) {
      const from = chartTime(span.fromMs);
      const to = chartTime(span.toMs);
      if (to < Number(visible.from) || from > Number(visible.to)) continue;
      const left = timeScale.timeToCoordinate(from);
      const right = timeScale.timeToCoordinate(to);
      if (left !== null && right !== null) boxes.push({ left: left - half, right: right + half });
    }
    if (boxes.length === 0) return;
    target.useMediaCoordinateSpace(({ context, mediaSize }) => {
      for (const box of boxes) this.#drawBox(context, box.left, box.right - box.left, mediaSize.height);
    });
  }

  #drawBox(context: CanvasRenderingContext2D, left: number, width: number, height: number): void {
    context.save();
    context.beginPath();
    context.rect(left, 0, width, height);
    context.clip();
    context.fillStyle = this.#theme.gapSoft;
    context.fillRect(left, 0, width, height);
    context.strokeStyle = this.#theme.gap;
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
