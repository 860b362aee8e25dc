/**
 * Rows of a table as events, by what its columns mean. A row gives an event of every kind that the table has.
 *
 * Invariants:
 * - A value that is not in the row is unknown, or the row is left out and told; a side is never guessed.
 * - Rows with an id count once. Rows without one that look alike may be two of the same kind: both stay, and are told.
 */
import type { MarketEvent, PositionSide, TakerSide } from '../../../../../shared/model/events';
import { type TableKind, tableKinds } from '../../../../../shared/model/importColumns';
import type { InstrumentScale } from '../../../../../shared/model/instrumentScale';
import type { ImportParameters, ImportSink } from '../../importFormat';
import { amountOf } from '../barWriter';
import { identityOf, unsupported } from '../binance/markets';
import { pairOf } from '../pairs';
import { RowKeys } from '../rowKeys';
import type { RowHandler } from '../rowReader';
import { isDecimal } from '../sampleRows';
import { StampReader } from '../stamps';
import { isNotPositive, shown } from '../tradeChecks';
import { tradeIdOf } from '../tradeIds';
import { positionByOrder, positionOf, takerByMaker, takerSideOf } from './sides';
import { asMicroseconds } from './tableTime';

interface Row {
  readonly fields: readonly string[];
  readonly line: number;
  readonly scale: InstrumentScale;
  readonly exchangeTimeMs: number;
  readonly receiveTimeMs: number;
}

export class TableReader implements RowHandler {
  readonly #sink: ImportSink;
  readonly #parameters: ImportParameters;
  readonly #columns: Readonly<Record<string, number>>;
  readonly #kinds: readonly TableKind[];
  readonly #stamps: StampReader;
  readonly #otherStamps: StampReader;
  readonly #keys = new RowKeys();
  /** By symbol; a sentence where its rows are refused. */
  readonly #scales = new Map<string, InstrumentScale | string>();
  #lastTimeMs = 0;

  constructor(parameters: ImportParameters, sink: ImportSink) {
    const unit = parameters.timeUnit === 's' ? 'us' : parameters.timeUnit;
    this.#sink = sink;
    this.#parameters = parameters;
    this.#columns = parameters.columns ?? {};
    this.#kinds = tableKinds(this.#columns);
    this.#stamps = new StampReader(unit, 'the time', sink.findings);
    this.#otherStamps = new StampReader(null, 'the other time', sink.findings);
  }

  row(fields: readonly string[], line: number): void {
    const text = this.#at(fields, 'time') ?? '';
    const exchangeTimeMs = this.#timeOf(this.#stamps, text, line);
    if (Number.isNaN(exchangeTimeMs)) {
      this.#reject(`time ${shown(text)}`, line);
      return;
    }
    const scale = this.#scale(this.#at(fields, 'symbol') ?? '');
    if (typeof scale === 'string') {
      this.#sink.findings.note('unsupported', 'refused', line, scale);
      return;
    }
    if (exchangeTimeMs < this.#lastTimeMs) {
      const back = this.#lastTimeMs - exchangeTimeMs;
      this.#sink.findings.note(
        'unsorted',
        'noted',
        line,
        `this row is ${back} ms earlier than the row above it`,
      );
    }
    this.#lastTimeMs = exchangeTimeMs;
    const received = this.#at(fields, 'receiveTime');
    const receivedMs = received === undefined ? 0 : this.#timeOf(this.#otherStamps, received, line);
    const receiveTimeMs = Number.isNaN(receivedMs) ? 0 : receivedMs;
    const row = { fields, line, scale, exchangeTimeMs, receiveTimeMs };
    if (this.#isRepeat(row)) return;
    for (const kind of this.#kinds) this.#read(kind, row);
  }

  end(): void {
    this.#stamps.end();
  }

  #read(kind: TableKind, row: Row): void {
    switch (kind) {
      case 'trades':
        this.#trade(row);
        return;
      case 'liquidations':
        this.#liquidation(row);
        return;
      case 'openInterest':
        this.#openInterest(row);
        return;
      case 'funding':
        this.#funding(row);
        return;
      case 'mark':
        this.#mark(row);
        return;
      case 'candles':
        throw new RangeError('tables of candles have a reader of their own');
    }
  }

  #trade(row: Row): void {
    const { fields, line } = row;
    const side = this.#takerSide(fields);
    if (side === null) {
      const text = this.#at(fields, 'takerSide') ?? this.#at(fields, 'isBuyerMaker');
      this.#reject(`side ${shown(text)}`, line);
      return;
    }
    const size = this.#size(row);
    if (size === null) return;
    const tradeId = tradeIdOf(this.#at(fields, 'tradeId') ?? '');
    this.#sink.emit(
      { kind: 'trade', ...stamp(row), ...size, takerSide: side, tradeId, backfilled: false },
      line,
    );
  }

  #liquidation(row: Row): void {
    const { fields, line } = row;
    if (this.#columns.positionSide === undefined && this.#columns.orderSide === undefined) {
      const detail = 'it is not known whether the side is that of the position or of the order; say which';
      this.#sink.findings.note('unsupported', 'refused', line, detail);
      return;
    }
    const positionSide = this.#positionSide(fields);
    if (positionSide === null) {
      this.#reject(`side ${shown(this.#at(fields, 'positionSide') ?? this.#at(fields, 'orderSide'))}`, line);
      return;
    }
    const size = this.#size(row);
    if (size === null) return;
    const notionalUsd = Number(this.#at(fields, 'price')) * Number(this.#at(fields, 'quantity'));
    this.#sink.emit({ kind: 'liquidation', ...stamp(row), ...size, positionSide, notionalUsd }, line);
  }

  #openInterest(row: Row): void {
    const text = this.#at(row.fields, 'openInterest');
    const quantityBase = amountOf(text);
    if (quantityBase === null) {
      if (text !== '') this.#reject(`open interest ${shown(text)}`, row.line);
      return;
    }
    const notionalUsd = amountOf(this.#at(row.fields, 'openInterestUsd'));
    this.#sink.emit({ kind: 'openInterest', ...stamp(row), quantityBase, notionalUsd }, row.line);
  }

  #funding(row: Row): void {
    const text = this.#at(row.fields, 'fundingRate');
    if (!isDecimal(text) || !Number.isFinite(Number(text))) {
      if (text !== '') this.#reject(`funding rate ${shown(text)}`, row.line);
      return;
    }
    const next = this.#at(row.fields, 'nextFundingTime') ?? '';
    const nextMs = next === '' ? Number.NaN : this.#timeOf(this.#otherStamps, next, row.line);
    const nextFundingTimeMs = Number.isNaN(nextMs) ? null : nextMs;
    const rate = Number(text);
    this.#sink.emit(
      { kind: 'funding', ...stamp(row), rate, nextFundingTimeMs, intervalHours: null },
      row.line,
    );
  }

  #mark(row: Row): void {
    const text = this.#at(row.fields, 'markPrice');
    const markPrice = amountOf(text);
    if (markPrice === null || markPrice === 0) {
      if (text !== '') this.#reject(`mark price ${shown(text)}`, row.line);
      return;
    }
    const indexPrice = amountOf(this.#at(row.fields, 'indexPrice')) || null;
    this.#sink.emit({ kind: 'mark', ...stamp(row), markPrice, indexPrice } satisfies MarketEvent, row.line);
  }

  #size({
    fields,
    line,
    scale,
  }: Row): { instrument: number; priceTicks: number; quantityLots: number } | null {
    const price = this.#at(fields, 'price');
    const quantity = this.#at(fields, 'quantity');
    const priceTicks = scale.price(price);
    const quantityLots = scale.quantity(quantity);
    if (priceTicks !== null && quantityLots) return { instrument: scale.index, priceTicks, quantityLots };
    const what = `price ${shown(price)}, amount ${shown(quantity)}`;
    if (isNotPositive(price) || isNotPositive(quantity)) {
      this.#sink.findings.note('nonPositive', 'dropped', line, `${what}: not above zero`);
    } else this.#reject(what, line);
    return null;
  }

  #takerSide(fields: readonly string[]): TakerSide | null {
    if (this.#columns.takerSide !== undefined) return takerSideOf(this.#at(fields, 'takerSide'));
    return takerByMaker(this.#at(fields, 'isBuyerMaker'));
  }

  #positionSide(fields: readonly string[]): PositionSide | null {
    if (this.#columns.positionSide !== undefined) return positionOf(this.#at(fields, 'positionSide'));
    return positionByOrder(this.#at(fields, 'orderSide'));
  }

  #isRepeat({ fields, line }: Row): boolean {
    const id = this.#at(fields, 'tradeId') ?? '';
    const symbol = this.#at(fields, 'symbol') ?? '';
    const isNew = id === '' ? this.#keys.addRow(fields.join('\u0000')) : this.#keys.addId(symbol, id, line);
    if (isNew) return false;
    if (id === '') {
      const detail = 'rows without an id are alike in everything; both are kept, they may be two of a kind';
      this.#sink.findings.note('duplicate', 'noted', line, detail);
      return false;
    }
    this.#sink.findings.note(
      'duplicate',
      'dropped',
      line,
      `id ${shown(id)} stands in the file more than once`,
    );
    return true;
  }

  #scale(symbol: string): InstrumentScale | string {
    let found = this.#scales.get(symbol);
    if (found === undefined) {
      const identity = identityOf(this.#parametersOf(symbol));
      found = unsupported(identity) ?? this.#sink.scale(identity);
      this.#scales.set(symbol, found);
    }
    return found;
  }

  /** A row that names its symbol is of that one; what is known of the file's own symbol counts for it alone. */
  #parametersOf(symbol: string): ImportParameters {
    const parameters = this.#parameters;
    if (symbol === '' || symbol === parameters.symbol) return parameters;
    const pair = pairOf(symbol);
    return { ...parameters, symbol, asset: pair?.asset ?? null, quote: pair?.quote ?? null };
  }

  #timeOf(stamps: StampReader, text: string, line: number): number {
    return stamps.read(this.#parameters.timeUnit === 's' ? asMicroseconds(text) : text, line);
  }

  /** Undefined where the table has no such column. */
  #at(fields: readonly string[], meaning: string): string | undefined {
    const position = this.#columns[meaning];
    return position === undefined ? undefined : fields[position];
  }

  #reject(what: string, line: number): void {
    this.#sink.findings.note('badRow', 'dropped', line, `cannot be read: ${what}`);
  }
}

function stamp({ exchangeTimeMs, receiveTimeMs, scale }: Row) {
  return { seq: 0, exchangeTimeMs, receiveTimeMs, instrument: scale.index };
}
