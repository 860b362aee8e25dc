import { existsSync } from 'node:fs';
import { type AppError, appError } from '../../../shared/model/result';
import { isSimulated } from '../../../shared/model/venue';
import { type CommandSpec, complain, report } from '../command';
import { namedSimulated } from '../namedSimulated';
import { openStore } from '../openStore';

export const exportCommand: CommandSpec = {
  name: 'export',
  summary: 'Writes one table of a session as CSV or Parquet.',
  positionals: ['FILE'],
  options: {
    table: {
      value: 'NAME',
      help: 'trades, liquidations, candles, tickers, marks, funding, open-interest, books, feed-status, gaps, series, truth-liquidations, truth-positions, truth-labels',
    },
    format: { value: 'csv|parquet', help: 'csv unless given' },
    out: { value: 'PATH', help: 'the file to write' },
  },
  async run({ positionals, options, io }) {
    const name = options.text('table');
    const path = options.text('out');
    const format = options.text('format') ?? 'csv';
    if (name === undefined) return complain(io, 'export', appError('bad-argument', '--table is missing.'));
    if (path === undefined) return complain(io, 'export', appError('bad-argument', '--out is missing.'));
    if (format !== 'csv' && format !== 'parquet') {
      return complain(
        io,
        'export',
        appError('bad-argument', `"${format}" is not a format.`, 'Use csv or parquet.'),
      );
    }
    if (existsSync(path)) return complain(io, 'export', existsAlready(path));
    const opened = await openStore().open(positionals[0] ?? '');
    if (!opened.ok) return report(io, 'export', opened.error);
    try {
      const file = isSimulated(opened.value.info.venues) ? namedSimulated(path) : path;
      if (existsSync(file)) return complain(io, 'export', existsAlready(file));
      const written = await opened.value.exportTable(name, format, file);
      if (!written.ok) return report(io, 'export', written.error);
      io.out(`${written.value.toLocaleString('en')} rows of ${name} written to ${file}\n`);
      return 0;
    } finally {
      await opened.value.close();
    }
  },
};

function existsAlready(file: string): AppError {
  return appError('bad-argument', `${file} exists already.`, 'Choose another file, or remove it.');
}
