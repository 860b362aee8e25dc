/**
 * What every drawing over the candles shares: its place in the chart, its colours, the length of a bar, and
 * asking to be drawn anew.
 *
 * To add one (a box, a zone, a marker): extend this class, keep what is to be drawn in a field whose setter calls
 * `redraw`, draw it in `drawIn` with the pixels of `chartPlace`, and list it among the primitives of `PriceChart`,
 * which hands over theme and interval. One primitive draws all things of its kind, and only those in view.
 *
 * Invariant: the library compares views by identity, so a primitive has one view for its life.
 */
import type {
  IChartApi,
  IPrimitivePaneRenderer,
  IPrimitivePaneView,
  ISeriesApi,
  ISeriesPrimitive,
  PrimitivePaneViewZOrder,
  SeriesAttachedParameter,
  Time,
} from 'lightweight-charts';
import type { ChartPlace } from './chartPlace';
import type { ChartTheme } from './chartTheme';

export type DrawTarget = Parameters<IPrimitivePaneRenderer['draw']>[0];

export abstract class ChartPrimitive implements ISeriesPrimitive<Time> {
  readonly #views: readonly IPrimitivePaneView[];
  #attached: Omit<ChartPlace, 'intervalMs'> | null = null;
  #intervalMs = 60_000;
  #requestUpdate: (() => void) | undefined;
  #visible = true;
  #theme: ChartTheme;

  /** `behind`: under the candles, which stay readable; `top`: over them. */
  constructor(theme: ChartTheme, layer: 'behind' | 'top') {
    this.#theme = theme;
    const draw = (target: DrawTarget) => {
      if (this.#visible && this.#attached !== null)
        this.drawIn(target, { ...this.#attached, intervalMs: this.#intervalMs });
    };
    const renderer: IPrimitivePaneRenderer =
      layer === 'top' ? { draw } : { draw: () => undefined, drawBackground: draw };
    const zOrder: PrimitivePaneViewZOrder = layer === 'top' ? 'top' : 'normal';
    this.#views = [{ renderer: () => renderer, zOrder: () => zOrder }];
  }

  attached({ chart, series, requestUpdate }: SeriesAttachedParameter<Time>): void {
    // Attached to the candles of a chart whose horizontal scale is time, by `PriceChart` only.
    this.#attached = { chart: chart as IChartApi, candles: series as ISeriesApi<'Candlestick'> };
    this.#requestUpdate = requestUpdate;
  }

  detached(): void {
    this.#attached = null;
    this.#requestUpdate = undefined;
  }

  paneViews(): readonly IPrimitivePaneView[] {
    return this.#views;
  }

  setVisible(visible: boolean): void {
    this.#visible = visible;
    this.redraw();
  }

  setTheme(theme: ChartTheme): void {
    this.#theme = theme;
    this.redraw();
  }

  /** The length of a bar; its data follows, and with it the drawing. */
  setInterval(intervalMs: number): void {
    this.#intervalMs = intervalMs;
  }

  protected get theme(): ChartTheme {
    return this.#theme;
  }

  protected redraw(): void {
    this.#requestUpdate?.();
  }

  /** Draws what is in view; not called while it is switched off. */
  protected abstract drawIn(target: DrawTarget, place: ChartPlace): void;
}
