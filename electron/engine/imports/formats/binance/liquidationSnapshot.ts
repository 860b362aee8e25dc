/**
 * Binance public data: liquidationSnapshot. Columns: time, side, order type, time in force, original quantity, price,
 * average price, status, last fill, accumulated fill; some files have the symbol as the second.
 *
 * - The side is that of the forced order: a SELL closed a long.
 * - Size is all that was filled at the average price, as on the live stream; what was ordered is not what was closed.
 * - At most one order per symbol and second is published, so sums are lower bounds.
 * - Most files have every row twice (binance-public-data issues 259 and 337); a repeat counts once.
 * - COIN-M quantities are contracts.
 */
import type { PositionSide } from '../../../../../shared/model/events';
import type { InstrumentScale } from '../../../../../shared/model/instrumentScale';
import type {
  ImportFormat,
  ImportParameters,
  ImportSink,
  InstrumentIdentity,
  Sample,
} from '../../importFormat';
import { utc } from '../candleChecks';
import { nameHints, splitSymbol } from '../nameHints';
import { type RowHandler, readerOfRows } from '../rowReader';
import { isDecimal, shareOf } from '../sampleRows';
import { StampReader, unitOfStamp } from '../stamps';
import { isNotPositive, shown } from '../tradeChecks';
import { binanceVenue, contractUsd, identityOf, marketOf, recogniseBinance, unsupported } from './markets';

const COLUMNS = 10;
const INVERSE_DECIMALS = 8;
/** A file is a day; beyond it repeats are found among the newest only. */
const MOST_KEYS = 500_000;

export const BINANCE_LIQUIDATIONS: ImportFormat = {
  id: 'binanceLiquidationSnapshot',
  title: 'Binance public data: liquidationSnapshot',
  recognise(sample) {
    if (sample.shape !== 'delimited' && sample.shape !== 'parquet') return null;
    const share = shareOf(sample.rows, isLiquidation);
    const first = sample.rows.find(isLiquidation);
    if (share < 0.5 || first === undefined) return null;
    const hints = nameHints(sample.fileName);
    const symbol = first.length > COLUMNS ? (first[1] ?? null) : hints.symbol;
    const parts = symbol === null ? null : splitSymbol(symbol);
    const isInverse = symbol !== null && /USD_/.test(symbol);
    const timeUnit = unitOfStamp(first[0]);
    const reason = `${first.length} columns: time, side of the forced order, type, sizes, prices, fills`;
    const found = { symbol, asset: parts?.asset ?? null, quote: parts?.quote ?? null, timeUnit };
    return recogniseBinance(share * 0.97, reason, isInverse ? 'inverse' : 'linear', hints, found);
  },
  venue: (parameters) => binanceVenue(parameters, ['liquidations']),
  open: (parameters, sink) =>
    readerOfRows(unsupported(identityOf(parameters)), new LiquidationReader(parameters, sink), sink.findings),
};

class LiquidationReader implements RowHandler {
  readonly #sink: ImportSink;
  readonly #identity: InstrumentIdentity;
  readonly #scale: InstrumentScale;
  readonly #stamps: StampReader;
  readonly #isInverse: boolean;
  readonly #seen = new Set<string>();
  #lastTimeMs = 0;

  constructor(parameters: ImportParameters, sink: ImportSink) {
    this.#sink = sink;
    this.#identity = identityOf(parameters);
    this.#scale = sink.scale(this.#identity);
    this.#stamps = new StampReader(parameters.timeUnit, 'the time', sink.findings);
    this.#isInverse = marketOf(parameters) === 'inverse';
  }

  end(): void {
    this.#stamps.end();
    const detail = 'the venue publishes at most one liquidation per symbol and second: sums are lower bounds';
    if (this.#seen.size > 0) this.#sink.findings.note('hole', 'noted', 1, detail, this.#seen.size);
  }

  row(row: readonly string[], line: number): void {
    const { findings } = this.#sink;
    // Counted from the end, a symbol in between does not matter.
    const at = (column: number) => row[row.length - COLUMNS + column];
    const side = at(1);
    const filled = at(9);
    const average = at(6);
    const timeMs = this.#stamps.read(row[0], line);
    const positionSide: PositionSide | null = side === 'SELL' ? 'long' : side === 'BUY' ? 'short' : null;
    if (Number.isNaN(timeMs) || positionSide === null || !isDecimal(filled) || !isDecimal(average)) {
      const what = `time ${shown(row[0])}, side ${shown(side)}, average price ${shown(average)}, filled ${shown(filled)}`;
      findings.note('badRow', 'dropped', line, `not a liquidation: ${what}`);
      return;
    }
    if (this.#isRepeat(row)) {
      findings.note(
        'duplicate',
        'dropped',
        line,
        `the ${side} of ${utc(timeMs)} stands in the file more than once`,
      );
      return;
    }
    if (timeMs < this.#lastTimeMs) {
      findings.note('unsorted', 'noted', line, `${utc(timeMs)} stands below ${utc(this.#lastTimeMs)}`);
    }
    this.#lastTimeMs = timeMs;
    this.#emit(timeMs, positionSide, average ?? '', filled ?? '', line);
  }

  #emit(timeMs: number, positionSide: PositionSide, average: string, filled: string, line: number): void {
    const { findings } = this.#sink;
    const usd = contractUsd(this.#identity.asset);
    const base = this.#isInverse
      ? ((Number(filled) * usd) / Number(average)).toFixed(INVERSE_DECIMALS)
      : filled;
    const priceTicks = this.#scale.price(average);
    const quantityLots = this.#scale.quantity(base);
    if (priceTicks === null || !quantityLots) {
      const isNothing = isNotPositive(average) || isNotPositive(filled);
      const what = `average price ${shown(average)}, filled ${shown(filled)}`;
      if (isNothing) findings.note('nonPositive', 'dropped', line, `${what}: nothing was closed`);
      else findings.note('badRow', 'dropped', line, `not a liquidation: ${what}`);
      return;
    }
    if (this.#isInverse) {
      const detail = `sizes are contracts of ${usd} USD; kept in ${this.#identity.asset}, to ${INVERSE_DECIMALS} decimals`;
      findings.note('converted', 'changed', line, detail);
    }
    this.#sink.emit(
      {
        kind: 'liquidation',
        seq: 0,
        exchangeTimeMs: timeMs,
        receiveTimeMs: 0,
        instrument: this.#scale.index,
        positionSide,
        priceTicks,
        quantityLots,
        notionalUsd: this.#isInverse ? Number(filled) * usd : Number(average) * Number(filled),
      },
      line,
    );
  }

  #isRepeat(row: readonly string[]): boolean {
    const key = row.join(',');
    if (this.#seen.has(key)) return true;
    if (this.#seen.size >= MOST_KEYS) this.#seen.clear();
    this.#seen.add(key);
    return false;
  }
}

function isLiquidation(row: Sample['rows'][number]): boolean {
  if (row.length !== COLUMNS && row.length !== COLUMNS + 1) return false;
  const at = (column: number) => row[row.length - COLUMNS + column];
  const isSide = at(1) === 'SELL' || at(1) === 'BUY';
  return isSide && unitOfStamp(row[0]) !== null && isDecimal(at(4)) && isDecimal(at(6)) && isDecimal(at(9));
}
