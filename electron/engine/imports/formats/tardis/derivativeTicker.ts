/**
 * Tardis: derivative_ticker. Columns: exchange, symbol, two stamps, funding time and rate, predicted rate, open
 * interest, last, index and mark price; a row for every change of any of them, an empty field for what the exchange
 * has not said. A value becomes an event when it differs from the one before.
 */
import type { MarketEvent } from '../../../../../shared/model/events';
import type { FormatReader, ImportFormat, ImportParameters, ImportSink, Sample } from '../../importFormat';
import { shareOf } from '../sampleRows';
import { StampReader, unitOfStamp } from '../stamps';
import { shown } from '../tradeChecks';
import { isTardisExchangeId, tardisParameters, tardisRefusal, tardisVenue } from './tardisMarkets';
import { COMMON_COLUMNS, type TardisRow, TardisRows } from './tardisRows';

const COLUMNS = [
  'funding_timestamp',
  'funding_rate',
  'predicted_funding_rate',
  'open_interest',
  'last_price',
  'index_price',
  'mark_price',
] as const;
const HEADER = [...COMMON_COLUMNS, ...COLUMNS].join();

export const TARDIS_DERIVATIVE_TICKER: ImportFormat = {
  id: 'tardisDerivativeTicker',
  title: 'Tardis: derivative ticker',
  recognise(sample) {
    if (sample.shape !== 'delimited' && sample.shape !== 'parquet') return null;
    const [first] = sample.rows;
    if (sample.header?.join() !== HEADER || first === undefined) return null;
    if (shareOf(sample.rows, isRow) < 0.5) return null;
    const parameters = tardisParameters(first[0] ?? '', first[1] ?? '');
    return {
      confidence: 0.99,
      reason: "the header of Tardis's derivative ticker",
      parameters,
      questions: [],
    };
  },
  venue: (parameters) => tardisVenue(parameters, ['ticker', 'mark', 'openInterest']),
  open: (parameters, sink) => new TickerReader(parameters, sink),
};

function isRow(row: Sample['rows'][number]): boolean {
  return isTardisExchangeId(row[0]) && unitOfStamp(row[2]) === 'us';
}

class TickerReader implements FormatReader {
  readonly #sink: ImportSink;
  readonly #rows: TardisRows;
  readonly #fundingStamps: StampReader;
  /** Texts of the last row, by instrument and group of columns. */
  readonly #last = new Map<string, string>();

  constructor(parameters: ImportParameters, sink: ImportSink) {
    this.#sink = sink;
    this.#rows = new TardisRows(parameters, false, sink);
    this.#fundingStamps = new StampReader(parameters.timeUnit, 'funding_timestamp', sink.findings);
  }

  rows(rows: readonly (readonly string[])[], firstLine: number): void {
    let line = firstLine;
    for (const row of rows) this.#row(row, line++);
  }

  end(): void {
    this.#rows.end();
  }

  #row(row: readonly string[], line: number): void {
    const read = this.#rows.read(row, line);
    if (read === null) return;
    const [
      exchange = '',
      ,
      ,
      ,
      nextFunding = '',
      rate = '',
      ,
      interest = '',
      last = '',
      index = '',
      mark = '',
    ] = row;
    const wrong = [rate, interest, last, index, mark].find(
      (text) => text !== '' && !Number.isFinite(Number(text)),
    );
    if (wrong !== undefined) {
      this.#rows.reject(`${shown(wrong)} is no number`, line);
      return;
    }
    if (last !== '' && this.#isNew(read, 'last', last)) this.#ticker(read, last, line);
    if (mark !== '' && this.#isNew(read, 'mark', `${mark},${index}`)) this.#mark(read, mark, index, line);
    if (rate !== '' && this.#isNew(read, 'funding', `${rate},${nextFunding}`)) {
      const nextMs = nextFunding === '' ? Number.NaN : this.#fundingStamps.read(nextFunding, line);
      const nextFundingTimeMs = Number.isNaN(nextMs) ? null : nextMs;
      this.#emit(
        { kind: 'funding', ...stamp(read), rate: Number(rate), nextFundingTimeMs, intervalHours: null },
        line,
      );
    }
    if (interest !== '' && this.#isNew(read, 'interest', interest))
      this.#interest(read, exchange, interest, line);
  }

  #ticker(read: TardisRow, last: string, line: number): void {
    const lastTicks = read.scale.price(last);
    if (lastTicks === null) {
      this.#rows.reject(`last_price ${shown(last)}`, line);
      return;
    }
    const unsaid = {
      bidTicks: null,
      askTicks: null,
      open24hTicks: null,
      high24hTicks: null,
      low24hTicks: null,
    };
    const volumes = { volume24hBase: null, volume24hQuote: null };
    this.#emit({ kind: 'ticker', ...stamp(read), lastTicks, ...unsaid, ...volumes }, line);
  }

  #mark(read: TardisRow, mark: string, index: string, line: number): void {
    const markPrice = Number(mark);
    const indexPrice = index === '' || Number(index) <= 0 ? null : Number(index);
    if (markPrice > 0) this.#emit({ kind: 'mark', ...stamp(read), markPrice, indexPrice }, line);
    else
      this.#sink.findings.note('nonPositive', 'dropped', line, `mark_price ${shown(mark)}: not above zero`);
  }

  #interest(read: TardisRow, exchange: string, interest: string, line: number): void {
    const refusal = tardisRefusal(exchange, read.identity, true);
    if (refusal !== null) {
      this.#sink.findings.note('unsupported', 'dropped', line, `open interest: ${refusal}`);
      return;
    }
    const quantityBase = Number(interest);
    if (quantityBase < 0) {
      this.#sink.findings.note(
        'nonPositive',
        'dropped',
        line,
        `open_interest ${shown(interest)}: below zero`,
      );
    } else this.#emit({ kind: 'openInterest', ...stamp(read), quantityBase, notionalUsd: null }, line);
  }

  #isNew(read: TardisRow, group: string, text: string): boolean {
    const key = `${group} ${read.identity.id}`;
    if (this.#last.get(key) === text) return false;
    this.#last.set(key, text);
    return true;
  }

  #emit(event: MarketEvent, line: number): void {
    this.#sink.emit(event, line);
  }
}

function stamp({ exchangeTimeMs, receiveTimeMs, scale }: TardisRow) {
  return { seq: 0, exchangeTimeMs, receiveTimeMs, instrument: scale.index };
}
