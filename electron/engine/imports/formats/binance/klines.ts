/** Binance public data: klines, of all markets, with and without a header. */
import type { ImportFormat } from '../../importFormat';
import { nameHints } from '../nameHints';
import { KlineRowReader, recogniseKlines } from './klineRows';
import { binanceVenue } from './markets';

export const BINANCE_KLINES: ImportFormat = {
  id: 'binanceKlines',
  title: 'Binance public data: klines',
  recognise(sample) {
    if (sample.shape !== 'delimited' && sample.shape !== 'parquet') return null;
    return recogniseKlines(sample.rows, nameHints(sample.fileName));
  },
  venue: (parameters) => binanceVenue(parameters, ['candles']),
  open(parameters, sink) {
    const reader = new KlineRowReader(parameters, sink);
    return {
      rows(rows, firstLine) {
        let line = firstLine;
        for (const row of rows) reader.row(row, line++);
      },
      end: () => reader.end(),
    };
  },
};
