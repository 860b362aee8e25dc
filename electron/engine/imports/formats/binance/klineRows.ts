/**
 * Binance's candles: twelve fields, from its public files and from its REST answers.
 *
 * 0 open time, 1–4 prices, 5 volume, 6 close time, 7 quote volume, 8 trades, 9 taker buy volume, 10 taker buy quote
 * volume, 11 unused. COIN-M has contracts in 5 and 9, and base units in 7 and 10.
 */
import type { ImportParameters, ImportSink } from '../../importFormat';
import { amountOf, BarWriter } from '../barWriter';
import { intervalText, utc } from '../candleChecks';
import type { NameHints } from '../nameHints';
import { hasEightPlaces, isDecimal, mostFrequent, shareOf, spacingOf } from '../sampleRows';
import { StampReader, stampMs, unitOfStamp, wholeNumber } from '../stamps';
import { shown } from '../tradeChecks';
import {
  type BinanceMarket,
  contractUsd,
  identityOf,
  marketOf,
  recogniseBinance,
  unsupported,
} from './markets';

type Row = readonly (string | undefined)[];

const SECOND_MS = 1_000;

export class KlineRowReader {
  readonly #sink: ImportSink;
  readonly #bars: BarWriter;
  readonly #openStamps: StampReader;
  readonly #closeStamps: StampReader;
  readonly #isInverse: boolean;
  readonly #contractUsd: number;
  readonly #isLabelledByClose: boolean;
  #intervalMs: number | null;

  constructor(parameters: ImportParameters, sink: ImportSink) {
    const identity = identityOf(parameters);
    this.#sink = sink;
    this.#bars = new BarWriter(parameters.intervalMs, identity, unsupported(identity), sink);
    this.#openStamps = new StampReader(parameters.timeUnit, 'the open time', sink.findings);
    this.#closeStamps = new StampReader(parameters.timeUnit, 'the close time', sink.findings);
    this.#isInverse = marketOf(parameters) === 'inverse';
    this.#contractUsd = contractUsd(identity.asset);
    this.#isLabelledByClose = parameters.stampIs === 'close';
    this.#intervalMs = parameters.intervalMs;
  }

  row(row: Row, line: number): void {
    const openStampMs = this.#openStamps.read(row[0], line);
    const closeMs = this.#closeStamps.read(row[6], line);
    if (Number.isNaN(openStampMs) || Number.isNaN(closeMs)) {
      this.#bars.reject(`open time ${shown(row[0])}, close time ${shown(row[6])}`, line);
      return;
    }
    this.#intervalMs ??= lengthOf(openStampMs, closeMs);
    const openTimeMs = this.#isLabelledByClose ? this.#shifted(openStampMs, line) : openStampMs;
    if (!this.#isLabelledByClose && !this.#hasLength(openTimeMs, closeMs, line)) return;
    const volumeQuote = this.#isInverse ? this.#dollars(row[5]) : amountOf(row[7]);
    const tradeCount = wholeNumber(row[8]);
    const raw = {
      openTimeMs,
      open: row[1],
      high: row[2],
      low: row[3],
      close: row[4],
      volume: this.#isInverse ? row[7] : row[5],
      volumeQuote,
      takerBuyBase: amountOf(this.#isInverse ? row[10] : row[9]),
      tradeCount: Number.isNaN(tradeCount) ? null : tradeCount,
    };
    this.#bars.write(raw, line);
  }

  end(): void {
    this.#openStamps.end();
    this.#bars.end();
  }

  #shifted(stamp: number, line: number): number {
    const intervalMs = this.#intervalMs ?? 0;
    const openTimeMs = Math.ceil(stamp / SECOND_MS) * SECOND_MS - intervalMs;
    const moved = `moved to the open, ${intervalText(intervalMs)} earlier`;
    const detail = `${utc(stamp)} in the first column is the close of its bar; ${moved}`;
    this.#sink.findings.note('closeTimeStamps', 'changed', line, detail);
    return openTimeMs;
  }

  /** A bar that is cut short is told and kept; one that is longer is of another interval. */
  #hasLength(openTimeMs: number, closeMs: number, line: number): boolean {
    const intervalMs = this.#intervalMs ?? 0;
    const lengthMs = lengthOf(openTimeMs, closeMs);
    if (lengthMs === intervalMs) return true;
    const isShort = lengthMs > 0 && lengthMs < intervalMs;
    const detail = `bar of ${utc(openTimeMs)} closes at ${utc(closeMs)}, not ${intervalText(intervalMs)} later`;
    this.#sink.findings.note('inconsistentBar', isShort ? 'noted' : 'dropped', line, detail);
    return isShort;
  }

  #dollars(contracts: string | undefined): number | null {
    const amount = amountOf(contracts);
    return amount === null ? null : amount * this.#contractUsd;
  }
}

/** The close time is the last ms, µs or second of the bar, or in other tools' files the first of the next. */
function lengthOf(openTimeMs: number, closeMs: number): number {
  return Math.ceil((closeMs - openTimeMs) / SECOND_MS) * SECOND_MS;
}

/** Null when the rows are no klines. */
export function recogniseKlines(rows: readonly Row[], hints: NameHints) {
  const klines = rows.filter(isKline);
  const first = klines[0];
  const share = shareOf(rows as readonly (readonly string[])[], isKline);
  if (share < 0.5 || first === undefined) return null;
  const lengths = klines.map((row) => lengthOf(stampMs(row[0]), stampMs(row[6])));
  const length = mostFrequent(lengths) ?? 0;
  const isLabelledByClose = length <= 0;
  const intervalMs = isLabelledByClose ? spacingOf(klines.map((row) => stampMs(row[0]))) : length;
  const timeUnit = unitOfStamp(first[0]);
  const closing = isLabelledByClose
    ? 'the first is not before the close time in the seventh, so it is the close time too'
    : `the seventh is the close time, ${intervalText(length)} after the first`;
  const reason = `12 columns, time in ${timeUnit}; ${closing}`;
  const found = { timeUnit, intervalMs, stampIs: isLabelledByClose ? 'close' : 'open' } as const;
  const recognition = recogniseBinance(share * 0.95, reason, marketOfKlines(klines, hints), hints, found);
  const named = hints.intervalMs;
  if (named === null || intervalMs === null || named === intervalMs) return recognition;
  const sentence = `The name says ${intervalText(named)}, the bars are ${intervalText(intervalMs)} long; taken as they are.`;
  return {
    ...recognition,
    questions: [...recognition.questions, { parameter: 'intervalMs', sentence } as const],
  };
}

function isKline(row: Row): boolean {
  if (row.length !== 12) return false;
  for (const column of [1, 2, 3, 4, 5, 7, 9, 10]) if (!isDecimal(row[column])) return false;
  return (
    !Number.isNaN(stampMs(row[0])) && !Number.isNaN(stampMs(row[6])) && !Number.isNaN(wholeNumber(row[8]))
  );
}

/**
 * Value / amount is a price in every market but COIN-M, where it is coins a contract. Spot files are written with
 * eight places and, since 2025, in µs.
 */
function marketOfKlines(rows: readonly Row[], hints: NameHints): BinanceMarket {
  const traded = rows.find((row) => Number(row[5]) > 0 && Number(row[7]) > 0);
  if (traded !== undefined) {
    const average = Number(traded[7]) / Number(traded[5]);
    const isPrice = average >= Number(traded[3]) * 0.99 && average <= Number(traded[2]) * 1.01;
    if (!isPrice) return 'inverse';
  }
  if (rows.some((row) => unitOfStamp(row[0]) === 'us')) return 'spot';
  if (rows.every((row) => hasEightPlaces(row[1]) && hasEightPlaces(row[5]))) return 'spot';
  return hints.market === 'inverse' ? 'inverse' : 'linear';
}
