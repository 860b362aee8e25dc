/**
 * Binance public data: fundingRate. Columns: time of the settlement, hours between settlements, the rate that was
 * settled. When the next one is due stands in no column, so it is not said.
 */

import type { InstrumentScale } from '../../../../../shared/model/instrumentScale';
import { HOUR_MS } from '../../../../../shared/model/time';
import type {
  ImportFormat,
  ImportParameters,
  ImportSink,
  InstrumentIdentity,
  Sample,
} from '../../importFormat';
import { utc } from '../candleChecks';
import { nameHints } from '../nameHints';
import { type RowHandler, readerOfRows } from '../rowReader';
import { isDecimal, shareOf } from '../sampleRows';
import { StampReader, unitOfStamp, wholeNumber } from '../stamps';
import { shown } from '../tradeChecks';
import { binanceVenue, identityOf, recogniseBinance, unsupported } from './markets';

/** No venue ever settled more than a few percent: beyond it the column is not a rate. */
const MOST_RATE = 0.5;

export const BINANCE_FUNDING_RATE: ImportFormat = {
  id: 'binanceFundingRate',
  title: 'Binance public data: fundingRate',
  recognise(sample) {
    if (sample.shape !== 'delimited' && sample.shape !== 'parquet') return null;
    const share = shareOf(sample.rows, isFunding);
    const first = sample.rows.find(isFunding);
    if (share < 0.5 || first === undefined) return null;
    const timeUnit = unitOfStamp(first[0]);
    const reason = `${first.length} columns: time, hours between settlements, a rate`;
    const hints = nameHints(sample.fileName);
    const market = hints.market === 'inverse' ? 'inverse' : 'linear';
    return recogniseBinance(share * 0.9, reason, market, hints, { timeUnit });
  },
  venue: (parameters) => binanceVenue(parameters, ['mark']),
  open: (parameters, sink) =>
    readerOfRows(unsupported(identityOf(parameters)), new FundingReader(parameters, sink), sink.findings),
};

class FundingReader implements RowHandler {
  readonly #sink: ImportSink;
  readonly #identity: InstrumentIdentity;
  readonly #scale: InstrumentScale;
  readonly #stamps: StampReader;
  readonly #seen = new Set<number>();
  #lastTimeMs = 0;

  constructor(parameters: ImportParameters, sink: ImportSink) {
    this.#sink = sink;
    this.#identity = identityOf(parameters);
    this.#scale = sink.scale(this.#identity);
    this.#stamps = new StampReader(parameters.timeUnit, 'calc_time', sink.findings);
  }

  end(): void {
    this.#stamps.end();
  }

  row(row: readonly string[], line: number): void {
    const timeMs = this.#stamps.read(row[0], line);
    const hours = wholeNumber(row[1]);
    const rate = isDecimal(row[2]) ? Number(row[2]) : Number.NaN;
    if (Number.isNaN(timeMs) || !(hours >= 1 && hours <= 24) || !(Math.abs(rate) < MOST_RATE)) {
      const what = `time ${shown(row[0])}, hours ${shown(row[1])}, rate ${shown(row[2])}`;
      this.#sink.findings.note('badRow', 'dropped', line, `not a funding rate: ${what}`);
      return;
    }
    if (this.#seen.has(timeMs)) {
      this.#sink.findings.note(
        'duplicate',
        'dropped',
        line,
        `${utc(timeMs)} stands in the file more than once`,
      );
      return;
    }
    this.#seen.add(timeMs);
    this.#follow(timeMs, hours, line);
    this.#sink.emit(
      {
        kind: 'funding',
        seq: 0,
        exchangeTimeMs: timeMs,
        receiveTimeMs: 0,
        instrument: this.#scale.index,
        rate,
        nextFundingTimeMs: null,
        intervalHours: hours,
      },
      line,
    );
  }

  #follow(timeMs: number, hours: number, line: number): void {
    const lastMs = this.#lastTimeMs;
    this.#lastTimeMs = timeMs;
    const { findings } = this.#sink;
    if (timeMs < lastMs) {
      findings.note('unsorted', 'noted', line, `${utc(timeMs)} stands below ${utc(lastMs)}`);
    } else if (lastMs > 0 && timeMs - lastMs > 1.5 * hours * HOUR_MS) {
      const missing = Math.round((timeMs - lastMs) / (hours * HOUR_MS)) - 1;
      findings.note('gap', 'noted', line, `no rate between ${utc(lastMs)} and ${utc(timeMs)}`, missing);
    }
  }
}

function isFunding(row: Sample['rows'][number]): boolean {
  if (row.length < 3 || row.length > 4) return false;
  const hours = wholeNumber(row[1]);
  const unit = unitOfStamp(row[0]);
  return (
    unit !== null &&
    unit !== 'text' &&
    hours >= 1 &&
    hours <= 24 &&
    isDecimal(row[2]) &&
    Math.abs(Number(row[2])) < MOST_RATE
  );
}
