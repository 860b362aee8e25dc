/** What a file holds, counted: rows, extent and sums by kind and instrument, for comparing with the file. */
import { fromScaled } from '../../../shared/model/decimal';
import { EVENT_KINDS, type EventKind, type MarketEvent } from '../../../shared/model/events';
import { type InstrumentId, type InstrumentTable, NO_INSTRUMENT } from '../../../shared/model/instrument';
import { knownAtMs } from './fileEvents';

/**
 * Sums of one kind: base units for trades and candles, US dollars for liquidations. `buy` and `sell` are what
 * takers bought and sold, and the long and short positions that were closed. Null where the kind has none.
 */
export interface TallySums {
  readonly total: number;
  readonly buy: number | null;
  readonly sell: number | null;
}

export interface KindTally {
  readonly kind: EventKind;
  /** Null for what concerns a whole venue. */
  readonly instrumentId: InstrumentId | null;
  readonly rows: number;
  /** Exchange time of the first and the last. */
  readonly firstMs: number;
  readonly lastMs: number;
  readonly sums: TallySums | null;
}

interface Count {
  rows: number;
  firstMs: number;
  lastMs: number;
  /** Lots for trades. */
  buy: number;
  sell: number;
  total: number;
}

type CountsOfRow = Partial<Record<EventKind, Count>>;

export class Tally {
  readonly #instruments: InstrumentTable;
  /** By row of the instrument plus one, so that `NO_INSTRUMENT` has a place. */
  readonly #counts: CountsOfRow[] = [];
  #firstMs = Number.POSITIVE_INFINITY;
  #lastMs = 0;
  #outOfOrder = 0;

  constructor(instruments: InstrumentTable) {
    this.#instruments = instruments;
  }

  /** Times at which the first and the last event became known; null when there is none. */
  get range(): { readonly fromMs: number; readonly toMs: number } | null {
    return this.#lastMs === 0 ? null : { fromMs: this.#firstMs, toMs: this.#lastMs };
  }

  /** Events that stand below a later one. */
  get outOfOrder(): number {
    return this.#outOfOrder;
  }

  add(event: MarketEvent): void {
    const timeMs = knownAtMs(event);
    if (timeMs < this.#lastMs) this.#outOfOrder++;
    else this.#lastMs = timeMs;
    if (timeMs < this.#firstMs) this.#firstMs = timeMs;
    const count = this.#countOf(event.instrument + 1, event.kind);
    count.rows++;
    const { exchangeTimeMs } = event;
    if (exchangeTimeMs < count.firstMs) count.firstMs = exchangeTimeMs;
    if (exchangeTimeMs > count.lastMs) count.lastMs = exchangeTimeMs;
    if (event.kind === 'trade') {
      if (event.takerSide === 'buy') count.buy += event.quantityLots;
      else count.sell += event.quantityLots;
    } else if (event.kind === 'liquidation') {
      if (event.positionSide === 'long') count.buy += event.notionalUsd;
      else count.sell += event.notionalUsd;
    } else if (event.kind === 'candle') count.total += event.volumeBase;
  }

  /** By kind, then by instrument; rows of one instrument at several scales are one. */
  list(): readonly KindTally[] {
    const tallies = new Map<string, KindTally>();
    for (const [row, counts] of this.#counts.entries()) {
      for (const [kind, count] of Object.entries(counts ?? {}) as [EventKind, Count][]) {
        const tally = this.#tally(kind, row - 1, count);
        const key = `${kind} ${tally.instrumentId}`;
        const other = tallies.get(key);
        tallies.set(key, other === undefined ? tally : joined(other, tally));
      }
    }
    return [...tallies.values()].sort(
      (a, b) => EVENT_KINDS.indexOf(a.kind) - EVENT_KINDS.indexOf(b.kind) || compare(a, b),
    );
  }

  #countOf(row: number, kind: EventKind): Count {
    const known = this.#counts[row]?.[kind];
    if (known !== undefined) return known;
    const count = newCount();
    this.#counts[row] = { ...this.#counts[row], [kind]: count };
    return count;
  }

  #tally(kind: EventKind, index: number, count: Count): KindTally {
    const row = index === NO_INSTRUMENT ? undefined : this.#instruments.get(index);
    const { rows, firstMs, lastMs } = count;
    return {
      kind,
      instrumentId: row?.id ?? null,
      rows,
      firstMs,
      lastMs,
      sums: sumsOf(kind, count, row?.quantityDecimals ?? 0),
    };
  }
}

function newCount(): Count {
  return { rows: 0, firstMs: Number.POSITIVE_INFINITY, lastMs: 0, buy: 0, sell: 0, total: 0 };
}

function sumsOf(kind: EventKind, { buy, sell, total }: Count, quantityDecimals: number): TallySums | null {
  if (kind === 'candle') return { total, buy: null, sell: null };
  if (kind === 'liquidation') return { total: buy + sell, buy, sell };
  if (kind !== 'trade') return null;
  return {
    total: fromScaled(buy + sell, quantityDecimals),
    buy: fromScaled(buy, quantityDecimals),
    sell: fromScaled(sell, quantityDecimals),
  };
}

function joined(a: KindTally, b: KindTally): KindTally {
  return {
    ...a,
    rows: a.rows + b.rows,
    firstMs: Math.min(a.firstMs, b.firstMs),
    lastMs: Math.max(a.lastMs, b.lastMs),
    sums: a.sums === null || b.sums === null ? null : addSums(a.sums, b.sums),
  };
}

function addSums(a: TallySums, b: TallySums): TallySums {
  const add = (x: number | null, y: number | null) => (x === null || y === null ? null : x + y);
  return { total: a.total + b.total, buy: add(a.buy, b.buy), sell: add(a.sell, b.sell) };
}

function compare(a: KindTally, b: KindTally): number {
  return (a.instrumentId ?? '').localeCompare(b.instrumentId ?? '');
}
