/** What all of Tardis's files share: exchange, symbol, the exchange's time and the time of arrival, in µs. */
import type { InstrumentScale } from '../../../../../shared/model/instrumentScale';
import type { ImportParameters, ImportSink, InstrumentIdentity } from '../../importFormat';
import { StampReader } from '../stamps';
import { shown } from '../tradeChecks';
import { tardisExchange, tardisIdentity, tardisRefusal } from './tardisMarkets';

export const COMMON_COLUMNS = ['exchange', 'symbol', 'timestamp', 'local_timestamp'] as const;

export interface TardisRow {
  readonly identity: InstrumentIdentity;
  readonly scale: InstrumentScale;
  readonly exchangeTimeMs: number;
  readonly receiveTimeMs: number;
}

/** A sentence where the rows of an instrument are refused. */
type Found = { readonly identity: InstrumentIdentity; readonly scale: InstrumentScale } | string;

export class TardisRows {
  readonly #sink: ImportSink;
  readonly #parameters: ImportParameters;
  readonly #needsAmounts: boolean;
  readonly #exchangeStamps: StampReader;
  readonly #localStamps: StampReader;
  /** By exchange and symbol. */
  readonly #instruments = new Map<string, Found>();
  #last: { exchange: string; symbol: string; found: Found } = {
    exchange: '',
    symbol: '',
    found: 'no row yet',
  };
  #lastReceiveMs = 0;

  constructor(parameters: ImportParameters, needsAmounts: boolean, sink: ImportSink) {
    this.#sink = sink;
    this.#parameters = parameters;
    this.#needsAmounts = needsAmounts;
    this.#exchangeStamps = new StampReader(parameters.timeUnit, 'timestamp', sink.findings);
    this.#localStamps = new StampReader(parameters.timeUnit, 'local_timestamp', sink.findings);
  }

  /** Null for a row that cannot be taken, which is then in the findings. */
  read(row: readonly string[], line: number): TardisRow | null {
    const exchangeTimeMs = this.#exchangeStamps.read(row[2], line);
    const receiveTimeMs = this.#localStamps.read(row[3], line);
    if (Number.isNaN(exchangeTimeMs) || Number.isNaN(receiveTimeMs)) {
      this.reject(`timestamp ${shown(row[2])}, local_timestamp ${shown(row[3])}`, line);
      return null;
    }
    const found = this.#instrument(row[0] ?? '', row[1] ?? '');
    if (typeof found === 'string') {
      this.#sink.findings.note('unsupported', 'refused', line, found);
      return null;
    }
    if (receiveTimeMs < this.#lastReceiveMs) {
      const back = this.#lastReceiveMs - receiveTimeMs;
      this.#sink.findings.note(
        'unsorted',
        'noted',
        line,
        `this row arrived ${back} ms before the row above it`,
      );
    }
    this.#lastReceiveMs = receiveTimeMs;
    const { identity, scale } = found;
    return { identity, scale, exchangeTimeMs, receiveTimeMs };
  }

  reject(what: string, line: number): void {
    this.#sink.findings.note('badRow', 'dropped', line, `cannot be read: ${what}`);
  }

  end(): void {
    this.#exchangeStamps.end();
  }

  /** Nearly every row is of the instrument of the row above it. */
  #instrument(exchange: string, symbol: string): Found {
    if (exchange === this.#last.exchange && symbol === this.#last.symbol) return this.#last.found;
    const key = `${exchange} ${symbol}`;
    let found = this.#instruments.get(key);
    if (found === undefined) {
      found = this.#open(exchange, symbol);
      this.#instruments.set(key, found);
    }
    this.#last = { exchange, symbol, found };
    return found;
  }

  #open(exchange: string, symbol: string): Found {
    const { venue, asset, quote, kind, symbol: namedSymbol } = this.#parameters;
    if (tardisExchange(exchange).venue !== venue) return `rows of ${shown(exchange)} in a file of ${venue}`;
    const guess = tardisIdentity(exchange, symbol);
    const isNamed = symbol === namedSymbol && asset !== null && quote !== null && kind !== null;
    const identity = isNamed ? { id: `${venue}:${symbol}`, venue, symbol, asset, quote, kind } : guess;
    if (identity === null) return `${shown(symbol)} does not say which asset it is of; give asset and quote`;
    return (
      tardisRefusal(exchange, identity, this.#needsAmounts) ?? { identity, scale: this.#sink.scale(identity) }
    );
  }
}
