/**
 * The panes below the candles: volume, liquidations of shorts above and longs below a zero line, and those of
 * studies. A layer that is switched off has no pane; which panes there are changes rarely, so they are made anew
 * then.
 */
import {
  HistogramSeries,
  type IChartApi,
  type IPaneApi,
  type ISeriesApi,
  type Time,
} from 'lightweight-charts';
import type { ChartBar } from '../market/barSeries';
import { knownPoints, longsPoint, shortsPoint, volumePoint } from './barData';
import { DOLLAR_FORMAT, VOLUME_FORMAT } from './chartOptions';
import type { ChartTheme } from './chartTheme';
import { type StudyPaneId, StudyPanes } from './studyPanes';

export type PaneId = 'price' | 'volume' | 'liquidations' | StudyPaneId;

/** Shares of the height. */
const STRETCH: Readonly<Record<Exclude<PaneId, StudyPaneId>, number>> = {
  price: 0.7,
  volume: 0.12,
  liquidations: 0.18,
};
const STUDY_STRETCH = 0.14;
/** A hair's breadth: the library has no hidden panes. */
const COLLAPSED = 0.0001;

interface Volume {
  readonly pane: IPaneApi<Time>;
  readonly bars: ISeriesApi<'Histogram'>;
}

interface Liquidations {
  readonly pane: IPaneApi<Time>;
  readonly shorts: ISeriesApi<'Histogram'>;
  readonly longs: ISeriesApi<'Histogram'>;
}

export class SubPanes {
  readonly #chart: IChartApi;
  readonly #pricePane: IPaneApi<Time>;
  readonly studies: StudyPanes;
  #theme: ChartTheme;
  #volume: Volume | null = null;
  #liquidations: Liquidations | null = null;
  #maximised: PaneId | null = null;

  constructor(chart: IChartApi, pricePane: IPaneApi<Time>, theme: ChartTheme) {
    this.#chart = chart;
    this.#pricePane = pricePane;
    this.studies = new StudyPanes(chart, pricePane, theme);
    this.#theme = theme;
  }

  /** The panes there are, from the top. */
  get panes(): readonly { readonly id: PaneId; readonly pane: IPaneApi<Time> }[] {
    return [
      { id: 'price' as const, pane: this.#pricePane },
      ...(this.#volume === null ? [] : [{ id: 'volume' as const, pane: this.#volume.pane }]),
      ...(this.#liquidations === null
        ? []
        : [{ id: 'liquidations' as const, pane: this.#liquidations.pane }]),
      ...this.studies.panes,
    ];
  }

  /** The panes are empty afterwards: follow with `setBars`. */
  setLayers(layers: { readonly volume: boolean; readonly liquidations: boolean }): void {
    this.#remove(this.#liquidations?.pane, this.#liquidations?.shorts, this.#liquidations?.longs);
    this.#remove(this.#volume?.pane, this.#volume?.bars);
    this.#volume = layers.volume ? this.#addVolume() : null;
    this.#liquidations = layers.liquidations ? this.#addLiquidations() : null;
    this.#arrange();
  }

  /** Whether other panes than before are there. New ones are empty: follow with `setRows` of the studies. */
  setStudies(ids: readonly string[]): boolean {
    if (!this.studies.setStudies(ids)) return false;
    this.#arrange();
    return true;
  }

  #arrange(): void {
    // New panes come last.
    for (const [index, { pane }] of this.panes.entries()) if (pane.paneIndex() !== index) pane.moveTo(index);
    if (!this.panes.some(({ id }) => id === this.#maximised)) this.#maximised = null;
    this.#stretch();
  }

  get maximised(): PaneId | null {
    return this.#maximised;
  }

  /** One pane takes the height of all. Null gives each its share back. */
  maximise(id: PaneId | null): void {
    this.#maximised = id;
    this.#stretch();
  }

  setTheme(theme: ChartTheme): void {
    this.#theme = theme;
    this.studies.setTheme(theme);
    this.#liquidations?.shorts.applyOptions({ color: theme.shorts });
    this.#liquidations?.longs.applyOptions({ color: theme.longs });
  }

  setBars(bars: readonly ChartBar[]): void {
    this.#volume?.bars.setData(knownPoints(bars, (bar) => volumePoint(bar, this.#theme)));
    this.#liquidations?.shorts.setData(knownPoints(bars, shortsPoint));
    this.#liquidations?.longs.setData(knownPoints(bars, longsPoint));
  }

  update(bar: ChartBar): void {
    const volume = volumePoint(bar, this.#theme);
    const shorts = shortsPoint(bar);
    const longs = longsPoint(bar);
    if (volume !== undefined) this.#volume?.bars.update(volume);
    if (shorts !== undefined) this.#liquidations?.shorts.update(shorts);
    if (longs !== undefined) this.#liquidations?.longs.update(longs);
  }

  #addVolume(): Volume {
    const pane = this.#chart.addPane(true);
    const bars = pane.addSeries(HistogramSeries, {
      priceFormat: VOLUME_FORMAT,
      priceLineVisible: false,
      lastValueVisible: false,
    });
    bars.priceScale().applyOptions({ scaleMargins: { top: 0.24, bottom: 0 } });
    return { pane, bars };
  }

  #addLiquidations(): Liquidations {
    const pane = this.#chart.addPane(true);
    const quiet = { priceFormat: DOLLAR_FORMAT, priceLineVisible: false, lastValueVisible: false };
    const shorts = pane.addSeries(HistogramSeries, { ...quiet, color: this.#theme.shorts });
    const longs = pane.addSeries(HistogramSeries, { ...quiet, color: this.#theme.longs });
    shorts.priceScale().applyOptions({ scaleMargins: { top: 0.2, bottom: 0.08 } });
    return { pane, shorts, longs };
  }

  #remove(
    pane: IPaneApi<Time> | undefined,
    ...series: readonly (ISeriesApi<'Histogram'> | undefined)[]
  ): void {
    for (const one of series) if (one !== undefined) this.#chart.removeSeries(one);
    if (pane !== undefined) this.#chart.removePane(pane.paneIndex());
  }

  #stretch(): void {
    for (const { id, pane } of this.panes) {
      const collapsed = this.#maximised !== null && this.#maximised !== id;
      pane.setStretchFactor(collapsed ? COLLAPSED : stretchOf(id));
      for (const series of pane.getSeries()) series.applyOptions({ visible: !collapsed });
    }
  }
}

function stretchOf(id: PaneId): number {
  return id === 'price' || id === 'volume' || id === 'liquidations' ? STRETCH[id] : STUDY_STRETCH;
}
