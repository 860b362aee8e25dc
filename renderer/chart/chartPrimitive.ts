/**
 * What every drawing over the candles shares: its place in the chart, its colours, and asking to be drawn anew.
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
import type { ChartTheme } from './chartTheme';

export type DrawTarget = Parameters<IPrimitivePaneRenderer['draw']>[0];

/** Where it is attached: a chart whose horizontal scale is time, and its candles. */
export interface ChartPlace {
  readonly chart: IChartApi;
  readonly candles: ISeriesApi<'Candlestick'>;
}

export abstract class ChartPrimitive implements ISeriesPrimitive<Time> {
  readonly #views: readonly IPrimitivePaneView[];
  #place: ChartPlace | null = null;
  #requestUpdate: (() => void) | undefined;
  #visible = true;
  #theme: ChartTheme;

  constructor(theme: ChartTheme, layer: 'behind' | 'top') {
    this.#theme = theme;
    const draw = (target: DrawTarget) => {
      if (this.#visible && this.#place !== null) this.drawIn(target, this.#place);
    };
    const renderer: IPrimitivePaneRenderer =
      layer === 'top' ? { draw } : { draw: () => undefined, drawBackground: draw };
    const zOrder: PrimitivePaneViewZOrder = layer === 'top' ? 'top' : 'normal';
    this.#views = [{ renderer: () => renderer, zOrder: () => zOrder }];
  }

  attached({ chart, series, requestUpdate }: SeriesAttachedParameter<Time>): void {
    // Attached to the candles of a chart whose horizontal scale is time, by `PriceChart` only.
    this.#place = { chart: chart as IChartApi, candles: series as ISeriesApi<'Candlestick'> };
    this.#requestUpdate = requestUpdate;
  }

  detached(): void {
    this.#place = null;
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

  protected get theme(): ChartTheme {
    return this.#theme;
  }

  protected redraw(): void {
    this.#requestUpdate?.();
  }

  /** Draws what is in view; not called while it is switched off. */
  protected abstract drawIn(target: DrawTarget, place: ChartPlace): void;
}
