/** The table of points of published series; see `eventTables.ts`. */
import type { SeriesPointEvent, SeriesUnit } from '../model/events';
import { double, integer, text, word, wordAt } from './columns';
import { define } from './defineTable';

export const SERIES_UNITS = ['usd', 'fraction'] as const satisfies readonly SeriesUnit[];

export const seriesPoint = define<SeriesPointEvent>({
  kind: 'seriesPoint',
  name: 'series_point',
  exportName: 'series',
  addedLater: true,
  columns: [
    text('venue', (event) => event.venue),
    text('series', (event) => event.series),
    text('asset', (event) => event.asset),
    double('value', (event) => event.value),
    word('unit', SERIES_UNITS, (event) => event.unit),
    integer('as_of', (event) => event.asOfMs),
  ],
  payload(block) {
    const venue = block.text('venue');
    const series = block.text('series');
    const asset = block.text('asset');
    const value = block.number('value');
    const unit = block.number('unit');
    const asOf = block.number('as_of');
    return (row, stamp) => ({
      seq: stamp.seq,
      exchangeTimeMs: stamp.exchangeTimeMs,
      receiveTimeMs: stamp.receiveTimeMs,
      instrument: stamp.instrument,
      kind: 'seriesPoint',
      venue: venue(row),
      series: series(row),
      asset: asset(row),
      value: value(row),
      unit: wordAt(SERIES_UNITS, unit(row)),
      asOfMs: asOf(row),
    });
  },
});
