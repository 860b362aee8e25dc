/** Rows of Binance's aggTrades and trades files as trades: they differ in where the columns stand. */
import type { TradeEvent } from '../../../../../shared/model/events';
import type { InstrumentScale } from '../../../../../shared/model/instrumentScale';
import type { FormatReader, ImportParameters, ImportSink, InstrumentIdentity } from '../../importFormat';
import { type RowHandler, readerOfRows } from '../rowReader';
import { flagOf } from '../sampleRows';
import { StampReader, wholeNumber } from '../stamps';
import { gapOfHole, type IdRun, shown, TradeChecks } from '../tradeChecks';
import { contractUsd, identityOf, marketOf, unsupported } from './markets';

export interface TradeColumns {
  readonly id: number;
  readonly price: number;
  readonly quantity: number;
  readonly time: number;
  readonly isBuyerMaker: number;
  /** Amount in base units where `quantity` counts contracts; null where no column has it. */
  readonly inverseBase: number | null;
}

const INVERSE_DECIMALS = 8;

export function openTradeRows(
  columns: TradeColumns,
  run: IdRun,
  parameters: ImportParameters,
  sink: ImportSink,
): FormatReader {
  const handler = new TradeRowReader(columns, run, parameters, sink);
  return readerOfRows(unsupported(identityOf(parameters)), handler, sink.findings);
}

class TradeRowReader implements RowHandler {
  readonly #sink: ImportSink;
  readonly #identity: InstrumentIdentity;
  readonly #scale: InstrumentScale;
  readonly #checks: TradeChecks;
  readonly #stamps: StampReader;
  readonly #columns: TradeColumns;
  readonly #isInverse: boolean;
  #converted = 0;

  constructor(columns: TradeColumns, run: IdRun, parameters: ImportParameters, sink: ImportSink) {
    this.#sink = sink;
    this.#identity = identityOf(parameters);
    this.#scale = sink.scale(this.#identity);
    this.#checks = new TradeChecks(run, sink.findings);
    this.#stamps = new StampReader(parameters.timeUnit, 'the time', sink.findings);
    this.#columns = columns;
    this.#isInverse = marketOf(parameters) === 'inverse';
  }

  end(): void {
    this.#stamps.end();
    this.#checks.end();
    if (this.#converted === 0) return;
    const usd = contractUsd(this.#identity.asset);
    const how = `contracts × ${usd} USD / price, to ${INVERSE_DECIMALS} decimals as the venue does`;
    const detail = `amounts are contracts of ${usd} USD; kept in ${this.#identity.asset}: ${how}`;
    this.#sink.findings.note('converted', 'changed', 1, detail, this.#converted);
  }

  row(row: readonly string[], line: number): void {
    const columns = this.#columns;
    const id = wholeNumber(row[columns.id]);
    const timeMs = this.#stamps.read(row[columns.time], line);
    const isBuyerMaker = flagOf(row[columns.isBuyerMaker]);
    if (Number.isNaN(id) || Number.isNaN(timeMs) || isBuyerMaker === null) {
      const time = shown(row[columns.time]);
      const flag = shown(row[columns.isBuyerMaker]);
      this.#checks.rejectRow(`id ${shown(row[columns.id])}, time ${time}, buyer was maker ${flag}`, line);
      return;
    }
    if (!this.#checks.admit(id, line)) return;
    const priceTicks = this.#scale.price(row[columns.price]);
    const quantityLots = this.#isInverse
      ? this.#inverseLots(row)
      : this.#scale.quantity(row[columns.quantity]);
    const hole = this.#checks.follow(id, timeMs, line);
    if (priceTicks === null || quantityLots === null || quantityLots === 0) {
      this.#checks.reject(row[columns.price], row[columns.quantity], line);
      return;
    }
    const instrument = this.#scale.index;
    if (hole !== null) this.#sink.emit(gapOfHole(hole, this.#identity.venue, instrument), line);
    const trade: TradeEvent = {
      kind: 'trade',
      seq: 0,
      exchangeTimeMs: timeMs,
      receiveTimeMs: 0,
      instrument,
      priceTicks,
      quantityLots,
      takerSide: isBuyerMaker ? 'sell' : 'buy',
      tradeId: id,
      backfilled: false,
    };
    this.#sink.emit(trade, line);
  }

  #inverseLots(row: readonly string[]): number | null {
    const { inverseBase, price, quantity } = this.#columns;
    if (inverseBase !== null) return this.#scale.quantity(row[inverseBase]);
    const base = (Number(row[quantity]) * contractUsd(this.#identity.asset)) / Number(row[price]);
    if (!Number.isFinite(base)) return null;
    this.#converted++;
    return this.#scale.quantity(base.toFixed(INVERSE_DECIMALS));
  }
}
