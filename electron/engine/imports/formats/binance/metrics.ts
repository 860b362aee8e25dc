/**
 * Binance public data: metrics, the open interest and long/short ratios of every five minutes. Columns: time as
 * text, symbol, open interest, its value, four ratios. COIN-M has contracts and coins where USD-M has coins and USDT.
 *
 * What was measured at T stands in USD-M files under T until 24 June 2026, and under T − 5 min since, as it always
 * has in COIN-M files (binance-public-data issue 491). Events carry the time of the measurement: the earlier stamp
 * would show open interest before it was.
 */

import type { InstrumentScale } from '../../../../../shared/model/instrumentScale';
import { MINUTE_MS } from '../../../../../shared/model/time';
import type {
  ImportFormat,
  ImportParameters,
  ImportSink,
  InstrumentIdentity,
  Sample,
} from '../../importFormat';
import { amountOf } from '../barWriter';
import { utc } from '../candleChecks';
import { IdRanges } from '../idRanges';
import { nameHints, splitSymbol } from '../nameHints';
import { type RowHandler, readerOfRows } from '../rowReader';
import { isDecimal, shareOf } from '../sampleRows';
import { StampReader, unitOfStamp } from '../stamps';
import { shown } from '../tradeChecks';
import { binanceVenue, contractUsd, identityOf, marketOf, recogniseBinance, unsupported } from './markets';

const PERIOD_MS = 5 * MINUTE_MS;
const FIRST_START_LABEL_MS = Date.UTC(2026, 5, 25);

export const BINANCE_METRICS: ImportFormat = {
  id: 'binanceMetrics',
  title: 'Binance public data: metrics (open interest)',
  recognise(sample) {
    if (sample.shape !== 'delimited' && sample.shape !== 'parquet') return null;
    const share = shareOf(sample.rows, isMetric);
    const first = sample.rows.find(isMetric);
    if (share < 0.5 || first === undefined) return null;
    const symbol = first[1] ?? '';
    const market = /_PERP$|_\d{6}$/.test(symbol) && /USD_/.test(symbol) ? 'inverse' : 'linear';
    const timeUnit = unitOfStamp(first[0]);
    const parts = splitSymbol(symbol);
    const found = { symbol, asset: parts?.asset ?? null, quote: parts?.quote ?? null, timeUnit };
    const reason = `${first.length} columns: time, symbol ${symbol}, open interest and its value`;
    return recogniseBinance(share * 0.95, reason, market, nameHints(sample.fileName), found);
  },
  venue: (parameters) => binanceVenue(parameters, ['openInterest']),
  open: (parameters, sink) =>
    readerOfRows(unsupported(identityOf(parameters)), new MetricsReader(parameters, sink), sink.findings),
};

class MetricsReader implements RowHandler {
  readonly #sink: ImportSink;
  readonly #identity: InstrumentIdentity;
  readonly #scale: InstrumentScale;
  readonly #stamps: StampReader;
  readonly #seen = new IdRanges();
  readonly #isInverse: boolean;
  #lastStampMs = 0;
  #ratios = 0;

  constructor(parameters: ImportParameters, sink: ImportSink) {
    this.#sink = sink;
    this.#identity = identityOf(parameters);
    this.#scale = sink.scale(this.#identity);
    this.#stamps = new StampReader(parameters.timeUnit, 'create_time', sink.findings);
    this.#isInverse = marketOf(parameters) === 'inverse';
  }

  end(): void {
    // That the zone is left out is how the venue writes UTC here.
    for (const { from, to, line } of this.#seen.holes()) {
      const span = `${utc(from * PERIOD_MS)} to ${utc(to * PERIOD_MS)}`;
      this.#sink.findings.note('gap', 'noted', line, `open interest is missing, ${span}`, to - from + 1);
    }
    if (this.#ratios === 0) return;
    const detail = 'long/short and taker ratios are not kept: a session has no place for them';
    this.#sink.findings.note('unknownColumn', 'dropped', 1, detail, this.#ratios);
  }

  row(row: readonly string[], line: number): void {
    const { findings } = this.#sink;
    const stampMs = this.#stamps.read(row[0], line);
    const interest = amountOf(row[2]);
    const value = amountOf(row[3]);
    if (Number.isNaN(stampMs) || interest === null || row[1] !== this.#identity.symbol) {
      const what = `time ${shown(row[0])}, symbol ${shown(row[1])}, open interest ${shown(row[2])}`;
      findings.note('badRow', 'dropped', line, `not open interest of ${this.#identity.symbol}: ${what}`);
      return;
    }
    const measuredMs = this.#measuredAt(stampMs, line);
    if (!this.#seen.add(Math.floor(measuredMs / PERIOD_MS), line)) {
      findings.note('duplicate', 'dropped', line, `${shown(row[0])} stands in the file more than once`);
      return;
    }
    const quantityBase = this.#isInverse ? value : interest;
    if (interest === 0 || quantityBase === null) {
      const detail = `open interest ${shown(row[2])}, value ${shown(row[3])}: nothing was measured`;
      findings.note('nonPositive', 'dropped', line, detail);
      return;
    }
    if (row.length > 4) this.#ratios++;
    this.#sink.emit(
      {
        kind: 'openInterest',
        seq: 0,
        exchangeTimeMs: measuredMs,
        receiveTimeMs: 0,
        instrument: this.#scale.index,
        quantityBase,
        notionalUsd: this.#isInverse ? interest * contractUsd(this.#identity.asset) : value,
      },
      line,
    );
  }

  #measuredAt(stampMs: number, line: number): number {
    const { findings } = this.#sink;
    const lastStampMs = this.#lastStampMs;
    this.#lastStampMs = stampMs;
    if (stampMs < lastStampMs) {
      findings.note('unsorted', 'noted', line, `${utc(stampMs)} stands below ${utc(lastStampMs)}`);
    }
    if (!this.#isLabelledByStart(stampMs, lastStampMs)) return stampMs;
    const detail = `${utc(stampMs)} names the start of its five minutes; moved to their end, when it was measured`;
    findings.note('closeTimeStamps', 'changed', line, detail);
    return stampMs + PERIOD_MS;
  }

  /** The file of the day before the change ends with the stamp that the next one begins with. */
  #isLabelledByStart(stampMs: number, lastStampMs: number): boolean {
    if (this.#isInverse || stampMs > FIRST_START_LABEL_MS) return true;
    return stampMs === FIRST_START_LABEL_MS && (lastStampMs === 0 || lastStampMs === stampMs);
  }
}

function isMetric(row: Sample['rows'][number]): boolean {
  if (row.length < 4 || row.length > 8) return false;
  return (
    unitOfStamp(row[0]) !== null &&
    /^[A-Z0-9_]{4,30}$/.test(row[1] ?? '') &&
    /[A-Z]/.test(row[1] ?? '') &&
    isDecimal(row[2]) &&
    isDecimal(row[3])
  );
}
