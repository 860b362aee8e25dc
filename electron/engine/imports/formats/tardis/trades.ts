/**
 * Tardis: trades and liquidations. Both have the columns exchange, symbol, timestamp, local_timestamp, id, side,
 * price, amount, so only the name of the file, or the user, tells them apart.
 *
 * - `side` of a trade is the taker's; `unknown` is left out and told.
 * - `side` of a liquidation is that of the forced order, whatever the exchange itself says: Tardis documents buy
 *   as "a short position was liquidated" and sell as "a long position was liquidated".
 */
import type { PositionSide, TakerSide } from '../../../../../shared/model/events';
import type {
  FormatReader,
  ImportFormat,
  ImportParameters,
  ImportSink,
  Recognition,
  Sample,
} from '../../importFormat';
import { RowKeys } from '../rowKeys';
import { shareOf } from '../sampleRows';
import { unitOfStamp } from '../stamps';
import { isNotPositive, shown } from '../tradeChecks';
import { tradeIdOf } from '../tradeIds';
import { isTardisExchangeId, tardisParameters, tardisVenue } from './tardisMarkets';
import { COMMON_COLUMNS, TardisRows } from './tardisRows';

const HEADER = [...COMMON_COLUMNS, 'id', 'side', 'price', 'amount'].join();

export const TARDIS_TRADES: ImportFormat = {
  id: 'tardisTrades',
  title: 'Tardis: trades',
  recognise: (sample) => recognise(sample, 'trades'),
  venue: (parameters) => tardisVenue(parameters, ['trades']),
  open: (parameters, sink) => new TradeReader(parameters, sink, 'trades'),
};

export const TARDIS_LIQUIDATIONS: ImportFormat = {
  id: 'tardisLiquidations',
  title: 'Tardis: liquidations',
  recognise: (sample) => recognise(sample, 'liquidations'),
  venue: (parameters) => tardisVenue(parameters, ['liquidations']),
  open: (parameters, sink) => new TradeReader(parameters, sink, 'liquidations'),
};

type Content = 'trades' | 'liquidations';

function recognise(sample: Sample, content: Content): Recognition | null {
  if (sample.shape !== 'delimited' && sample.shape !== 'parquet') return null;
  if (sample.header?.join() !== HEADER) return null;
  const [first] = sample.rows;
  if (first === undefined || shareOf(sample.rows, isRow) < 0.5) return null;
  const other = content === 'trades' ? 'liquidations' : 'trades';
  const isNamed = sample.fileName.toLowerCase().includes(content);
  const isNamedOther = sample.fileName.toLowerCase().includes(other);
  const parameters = tardisParameters(first[0] ?? '', first[1] ?? '');
  if (isNamed && !isNamedOther) {
    const reason = `the header of Tardis's trades and liquidations, and "${content}" in the name`;
    return { confidence: 0.98, reason, parameters, questions: [] };
  }
  const reason = `the header of Tardis's trades and liquidations alike; the name does not say which`;
  // Trades are the likelier of two that look the same, but nothing is taken without a word of the user.
  return {
    confidence: isNamedOther ? 0.1 : content === 'trades' ? 0.45 : 0.4,
    reason,
    parameters,
    questions: [],
  };
}

function isRow(row: Sample['rows'][number]): boolean {
  return isTardisExchangeId(row[0]) && unitOfStamp(row[2]) === 'us' && sideOf(row[5]) !== undefined;
}

/** Undefined for what Tardis never writes. */
function sideOf(text: string | undefined): TakerSide | null | undefined {
  if (text === 'buy' || text === 'sell') return text;
  return text === 'unknown' ? null : undefined;
}

class TradeReader implements FormatReader {
  readonly #sink: ImportSink;
  readonly #rows: TardisRows;
  readonly #content: Content;
  /** Ids by instrument; rows as they stand where there is none. */
  readonly #seen = new RowKeys();

  constructor(parameters: ImportParameters, sink: ImportSink, content: Content) {
    this.#sink = sink;
    this.#rows = new TardisRows(parameters, true, sink);
    this.#content = content;
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
    const [, symbol = '', , , id = '', sideText, price, amount] = row;
    const side = sideOf(sideText);
    if (side === undefined) {
      this.#rows.reject(`side ${shown(sideText)}`, line);
      return;
    }
    if (side === null) {
      this.#sink.findings.note('badRow', 'dropped', line, 'the side is unknown to the exchange');
      return;
    }
    if (!(id === '' ? this.#seen.addRow(row.join()) : this.#seen.addId(symbol, id, line))) {
      if (id !== '') {
        const detail = `id ${shown(id)} of ${symbol} stands in the file more than once`;
        this.#sink.findings.note('duplicate', 'dropped', line, detail);
        return;
      }
      const detail = 'rows without an id are alike in everything; both are kept, they may be two of a kind';
      this.#sink.findings.note('duplicate', 'noted', line, detail);
    }
    const { scale, exchangeTimeMs, receiveTimeMs } = read;
    const priceTicks = scale.price(price);
    const quantityLots = scale.quantity(amount);
    if (priceTicks === null || !quantityLots) {
      const what = `price ${shown(price)}, amount ${shown(amount)}`;
      if (isNotPositive(price) || isNotPositive(amount)) {
        this.#sink.findings.note('nonPositive', 'dropped', line, `${what}: not above zero`);
      } else this.#rows.reject(what, line);
      return;
    }
    const base = { seq: 0, exchangeTimeMs, receiveTimeMs, instrument: scale.index, priceTicks, quantityLots };
    if (this.#content === 'trades') {
      const tradeId = tradeIdOf(id);
      this.#sink.emit({ kind: 'trade', ...base, takerSide: side, tradeId, backfilled: false }, line);
      return;
    }
    const positionSide: PositionSide = side === 'sell' ? 'long' : 'short';
    const notionalUsd = Number(price) * Number(amount);
    this.#sink.emit({ kind: 'liquidation', ...base, positionSide, notionalUsd }, line);
  }
}
