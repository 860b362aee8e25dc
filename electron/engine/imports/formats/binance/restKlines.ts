/** Raw answers of Binance's REST klines: a JSON array of arrays of twelve. */
import type { ImportFormat, ImportSink } from '../../importFormat';
import { nameHints } from '../nameHints';
import { KlineRowReader, recogniseKlines } from './klineRows';
import { binanceVenue } from './markets';

export const BINANCE_REST_KLINES: ImportFormat = {
  id: 'binanceRestKlines',
  title: 'Binance REST klines (JSON)',
  recognise(sample) {
    if (sample.shape !== 'json') return null;
    const recognition = recogniseKlines(firstRows(sample.lines[0] ?? ''), nameHints(sample.fileName));
    return recognition === null ? null : { ...recognition, reason: `JSON rows of ${recognition.reason}` };
  },
  venue: (parameters) => binanceVenue(parameters, ['candles']),
  open(parameters, sink) {
    const reader = new KlineRowReader(parameters, sink);
    return {
      document: (value) => readDocument(value, reader, sink),
      end: () => reader.end(),
    };
  },
};

/** Rows count as lines: the file itself is often one line. */
function readDocument(value: unknown, reader: KlineRowReader, sink: ImportSink): void {
  if (!Array.isArray(value)) {
    sink.findings.note('badRow', 'refused', 1, 'the document is not an array of klines', 1);
    return;
  }
  for (const [index, row] of value.entries()) reader.row(textsOf(row), index + 1);
  if (value.length === 0) return;
  const detail =
    'an answer of REST ends with the bar that is forming while it is asked; its last row may be one';
  sink.findings.note('inconsistentBar', 'noted', value.length, detail);
}

/** Members as text. Venues send prices as text; numbers, where a tool made them so, are written out shortest. */
function textsOf(row: unknown): readonly (string | undefined)[] {
  if (!Array.isArray(row)) return [];
  return row.map((member: unknown) => {
    if (typeof member === 'string') return member;
    return typeof member === 'number' && Number.isFinite(member) ? String(member) : undefined;
  });
}

/** The rows that are whole at the beginning of a document that may be cut off anywhere. */
function firstRows(text: string): readonly (readonly (string | undefined)[])[] {
  if (!/^\s*\[\s*\[/.test(text)) return [];
  const end = text.lastIndexOf(']');
  for (const closed of [text, `${text.slice(0, end + 1)}]`]) {
    try {
      const value: unknown = JSON.parse(closed);
      return Array.isArray(value) ? value.slice(0, 200).map(textsOf) : [];
    } catch {
      // The beginning of a document is cut within a row: closed after the last whole one it parses.
    }
  }
  return [];
}
