/**
 * The series of the studies that are switched on: lines over the candles, and a pane for each that has a scale of
 * its own, below the others.
 *
 * Invariant: a series holds no time that the candles do not hold, as it would make the time axis longer.
 */
import {
  HistogramSeries,
  type IChartApi,
  type IPaneApi,
  type ISeriesApi,
  LineSeries,
  type SeriesDataItemTypeMap,
  type Time,
} from 'lightweight-charts';
import type { StudyDef } from '../../shared/indicators/indicator';
import { STUDIES } from '../../shared/indicators/studies/registry';
import type { StudyRow } from '../market/studyRows';
import { axisLabels } from './axisLabels';
import { chartTime } from './barData';
import type { ChartTheme } from './chartTheme';
import { studyValueText } from './studyTexts';

export type StudyPaneId = `study:${string}`;

interface Line {
  readonly series: ISeriesApi<'Line'> | ISeriesApi<'Histogram'>;
  /** Of the theme's colours, so that it can be told anew. */
  readonly hue: number;
}

interface Shown {
  readonly def: StudyDef<unknown>;
  readonly pane: IPaneApi<Time> | null;
  readonly lines: readonly Line[];
  rows: readonly StudyRow[];
}

export class StudyPanes {
  readonly #chart: IChartApi;
  readonly #pricePane: IPaneApi<Time>;
  #theme: ChartTheme;
  #shown: readonly Shown[] = [];

  constructor(chart: IChartApi, pricePane: IPaneApi<Time>, theme: ChartTheme) {
    this.#chart = chart;
    this.#pricePane = pricePane;
    this.#theme = theme;
  }

  /** The panes there are, from the top. */
  get panes(): readonly { readonly id: StudyPaneId; readonly pane: IPaneApi<Time> }[] {
    return this.#shown.flatMap(({ def, pane }) => (pane === null ? [] : [{ id: paneIdOf(def), pane }]));
  }

  /** Whether others are shown than before; those that are new have no values yet. */
  setStudies(ids: readonly string[]): boolean {
    const before = this.#shown;
    if (before.length === ids.length && before.every(({ def }, index) => def.id === ids[index])) return false;
    for (const shown of before) if (!ids.includes(shown.def.id)) this.#remove(shown);
    this.#shown = STUDIES.filter(({ id }) => ids.includes(id)).map(
      (def) => before.find((shown) => shown.def === def) ?? this.#add(def),
    );
    return true;
  }

  /** Draws what lies between the oldest and the newest bar of the candles. */
  setRows(id: string, rows: readonly StudyRow[], fromMs: number, toMs: number): void {
    const shown = this.#shown.find(({ def }) => def.id === id);
    if (shown === undefined) return;
    const before = shown.rows;
    shown.rows = rows.filter(({ openTimeMs }) => openTimeMs >= fromMs && openTimeMs <= toMs);
    const tail = tailOf(before, shown.rows);
    for (const [index, { series }] of shown.lines.entries()) {
      if (tail === null) series.setData(shown.rows.map((row) => pointOf(row, index)));
      else for (const row of tail) series.update(pointOf(row, index));
    }
  }

  clear(): void {
    for (const shown of this.#shown) {
      shown.rows = [];
      for (const { series } of shown.lines) series.setData([]);
    }
  }

  setTheme(theme: ChartTheme): void {
    this.#theme = theme;
    for (const { lines } of this.#shown) {
      for (const { series, hue } of lines) series.applyOptions({ color: studyColor(theme, hue) });
    }
  }

  #add(def: StudyDef<unknown>): Shown {
    const ownLines = def.lines.some(({ placement }) => placement === 'own');
    const pane = ownLines ? this.#chart.addPane(true) : null;
    // Studies keep their colours whatever else is shown; lines of one study follow each other.
    const firstHue = STUDIES.findIndex(({ id }) => id === def.id);
    const lines = def.lines.map((line, index): Line => {
      const hue = firstHue + index;
      const on = line.placement === 'own' && pane !== null ? pane : this.#pricePane;
      const quiet = {
        color: studyColor(this.#theme, hue),
        priceLineVisible: false,
        lastValueVisible: line.placement === 'own',
      };
      const format = {
        type: 'custom',
        formatter: (value: number) => studyValueText(def, value),
        tickmarksFormatter: (values: readonly number[]) =>
          axisLabels(values.map((value) => studyValueText(def, value))),
        minMove: 0.0001,
      } as const;
      const options = line.placement === 'own' ? { ...quiet, priceFormat: format } : quiet;
      const series =
        line.style === 'histogram'
          ? on.addSeries(HistogramSeries, options)
          : on.addSeries(LineSeries, { ...options, lineWidth: 1, crosshairMarkerVisible: false });
      if (line.placement === 'own')
        series.priceScale().applyOptions({ scaleMargins: { top: 0.28, bottom: 0.1 } });
      return { series, hue };
    });
    return { def, pane, lines, rows: [] };
  }

  #remove({ pane, lines }: Shown): void {
    for (const { series } of lines) this.#chart.removeSeries(series);
    if (pane !== null) this.#chart.removePane(pane.paneIndex());
  }
}

export function paneIdOf(study: { readonly id: string }): StudyPaneId {
  return `study:${study.id}`;
}

/** The letters' colours: they are told apart in every theme, and prices and liquidations do not use them. */
function studyColor(theme: ChartTheme, hue: number): string {
  const letters = ['A', 'B', 'C', 'D', 'E', 'F'] as const;
  return theme.mark(letters[hue % letters.length] ?? 'A');
}

/** The rows to draw at the right edge; null when others changed too. */
function tailOf(before: readonly StudyRow[], now: readonly StudyRow[]): readonly StudyRow[] | null {
  const last = before.at(-1);
  if (last === undefined || before[0]?.openTimeMs !== now[0]?.openTimeMs) return null;
  const closed = before.length - 1;
  // Rows are replaced, never changed: the same object is the same row.
  for (let index = 0; index < closed; index++) if (before[index] !== now[index]) return null;
  return now[closed]?.openTimeMs === last.openTimeMs ? now.slice(closed) : null;
}

function pointOf({ openTimeMs, values }: StudyRow, line: number): SeriesDataItemTypeMap<Time>['Line'] {
  const time = chartTime(openTimeMs);
  const value = values[line];
  // A hole in the line.
  return value === undefined || Number.isNaN(value) ? { time } : { time, value };
}
