/**
 * Tardis: book_snapshot_5 and book_snapshot_25, the best levels at every change of them. As on a live feed at most
 * one picture a second of an instrument is kept.
 */
import type { BookEvent } from '../../../../../shared/model/events';
import type { InstrumentScale } from '../../../../../shared/model/instrumentScale';
import type { FormatReader, ImportFormat, ImportParameters, ImportSink, Sample } from '../../importFormat';
import { shareOf } from '../sampleRows';
import { unitOfStamp } from '../stamps';
import { shown } from '../tradeChecks';
import { isTardisExchangeId, tardisParameters, tardisVenue } from './tardisMarkets';
import { COMMON_COLUMNS, TardisRows } from './tardisRows';

const KEPT_EVERY_MS = 1_000;
const LEVEL_COLUMNS = 4;

export const TARDIS_BOOK_SNAPSHOTS: ImportFormat = {
  id: 'tardisBookSnapshots',
  title: 'Tardis: book snapshots',
  recognise(sample) {
    if (sample.shape !== 'delimited' && sample.shape !== 'parquet') return null;
    const [first] = sample.rows;
    const levels = levelsOf(sample.header ?? []);
    if (first === undefined || levels === 0 || shareOf(sample.rows, isRow) < 0.5) return null;
    const parameters = tardisParameters(first[0] ?? '', first[1] ?? '');
    const reason = `the header of Tardis's book snapshots, ${levels} levels a side`;
    return { confidence: 0.99, reason, parameters, questions: [] };
  },
  venue: (parameters) => tardisVenue(parameters, ['book']),
  open: (parameters, sink) => new BookReader(parameters, sink),
};

/** Levels a side by the header; 0 when it is another one. */
function levelsOf(header: readonly string[]): number {
  const levels = (header.length - COMMON_COLUMNS.length) / LEVEL_COLUMNS;
  if (!Number.isInteger(levels) || levels < 1) return 0;
  const wanted: string[] = [...COMMON_COLUMNS];
  for (let level = 0; level < levels; level++) {
    for (const side of ['asks', 'bids']) wanted.push(`${side}[${level}].price`, `${side}[${level}].amount`);
  }
  return wanted.join() === header.join() ? levels : 0;
}

function isRow(row: Sample['rows'][number]): boolean {
  return isTardisExchangeId(row[0]) && unitOfStamp(row[2]) === 'us';
}

interface Side {
  readonly ticks: number[];
  readonly lots: number[];
}

class BookReader implements FormatReader {
  readonly #sink: ImportSink;
  readonly #rows: TardisRows;
  readonly #keptAtMs = new Map<string, number>();
  #passedOver = 0;

  constructor(parameters: ImportParameters, sink: ImportSink) {
    this.#sink = sink;
    this.#rows = new TardisRows(parameters, true, sink);
  }

  rows(rows: readonly (readonly string[])[], firstLine: number): void {
    let line = firstLine;
    for (const row of rows) this.#row(row, line++);
  }

  end(): void {
    this.#rows.end();
    if (this.#passedOver === 0) return;
    const detail = 'one picture of the order book a second is kept, as on a live feed';
    this.#sink.findings.note('thinned', 'dropped', 1, detail, this.#passedOver);
  }

  #row(row: readonly string[], line: number): void {
    const read = this.#rows.read(row, line);
    if (read === null) return;
    const { identity, scale, exchangeTimeMs, receiveTimeMs } = read;
    const keptAtMs = this.#keptAtMs.get(identity.id);
    if (keptAtMs !== undefined && receiveTimeMs - keptAtMs < KEPT_EVERY_MS) {
      this.#passedOver++;
      return;
    }
    const book = readBook(row, scale);
    if (typeof book === 'string') {
      this.#rows.reject(book, line);
      return;
    }
    this.#keptAtMs.set(identity.id, receiveTimeMs);
    this.#sink.emit(
      { kind: 'book', seq: 0, exchangeTimeMs, receiveTimeMs, instrument: scale.index, ...book },
      line,
    );
  }
}

type Levels = Pick<BookEvent, 'bidTicks' | 'bidLots' | 'askTicks' | 'askLots'>;

/** A sentence about what is no book. Read again when a finer price moves the scale in its middle. */
function readBook(row: readonly string[], scale: InstrumentScale): Levels | string {
  const before = scale.index;
  const book = readLevels(row, scale);
  return scale.index === before ? book : readBook(row, scale);
}

/** Levels the exchange does not have are empty. */
function readLevels(row: readonly string[], scale: InstrumentScale): Levels | string {
  const asks: Side = { ticks: [], lots: [] };
  const bids: Side = { ticks: [], lots: [] };
  for (let column: number = COMMON_COLUMNS.length; column < row.length; column += LEVEL_COLUMNS) {
    const problem = addLevel(asks, row, column, 1, scale) ?? addLevel(bids, row, column + 2, -1, scale);
    if (problem !== null) return problem;
  }
  if (asks.ticks.length === 0 && bids.ticks.length === 0) return 'a book without a level';
  if ((bids.ticks[0] ?? 0) >= (asks.ticks[0] ?? Number.POSITIVE_INFINITY)) {
    return `best bid ${shown(row[6])} is not below best ask ${shown(row[4])}`;
  }
  return { bidTicks: bids.ticks, bidLots: bids.lots, askTicks: asks.ticks, askLots: asks.lots };
}

/** Null when all is well. `direction`: prices rise (1) or fall (-1) from the best on. */
function addLevel(
  side: Side,
  row: readonly string[],
  column: number,
  direction: 1 | -1,
  scale: InstrumentScale,
): string | null {
  const price = row[column] ?? '';
  const amount = row[column + 1] ?? '';
  if (price === '' && amount === '') return null;
  const ticks = scale.price(price);
  const lots = scale.quantity(amount);
  if (ticks === null || !lots) return `price ${shown(price)}, amount ${shown(amount)} of a level`;
  const best = side.ticks.at(-1);
  if (best !== undefined && (ticks - best) * direction <= 0) return `levels out of order at ${shown(price)}`;
  side.ticks.push(ticks);
  side.lots.push(lots);
  return null;
}
