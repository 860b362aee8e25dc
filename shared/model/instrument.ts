/**
 * Instruments and their fixed decimal scales.
 *
 * Invariant: the table only grows. An index, once given, always means the same instrument at the same
 * scale, in memory, in frames and in session files. When a venue sends a value with more decimals than the
 * scale holds, `widen` adds a row with the same `id` and a larger scale; nothing is rounded.
 */
import type { VenueId } from './venue';

/** `<venue>:<venue symbol>`, e.g. `binanceusdm:BTCUSDT`. */
export type InstrumentId = string;

/** Row number in the `InstrumentTable` of a feed or session. */
export type InstrumentIndex = number;

/** Stands for "no single instrument" in events that concern a whole venue. */
export const NO_INSTRUMENT: InstrumentIndex = -1;

export type InstrumentKind = 'spot' | 'perpetual';

export interface InstrumentSpec {
  readonly id: InstrumentId;
  readonly venue: VenueId;
  /** The venue's own symbol, e.g. `BTCUSDT`. */
  readonly symbol: string;
  /** Base asset, e.g. `BTC`. */
  readonly asset: string;
  /** Quote asset, e.g. `USDT`; taken as US dollars, which every USD figure states. */
  readonly quote: string;
  readonly kind: InstrumentKind;
  /** Decimals of integer prices: price = priceTicks / 10^priceDecimals. */
  readonly priceDecimals: number;
  /** Decimals of integer amounts in base units: quantity = quantityLots / 10^quantityDecimals. */
  readonly quantityDecimals: number;
  /** Smallest price step of the venue, in price units, for display; null when unknown. */
  readonly tickSize: number | null;
}

export interface Instrument extends InstrumentSpec {
  readonly index: InstrumentIndex;
}

export class InstrumentTable {
  readonly #rows: Instrument[] = [];
  readonly #latest = new Map<InstrumentId, Instrument>();
  readonly #listeners = new Set<(added: Instrument) => void>();

  /** A table with the rows of a saved session, in their order. */
  static from(rows: readonly InstrumentSpec[]): InstrumentTable {
    const table = new InstrumentTable();
    for (const row of rows) table.#add(row);
    return table;
  }

  /** Index of the instrument at this scale; a new row when the id or its scale is new. */
  register(spec: InstrumentSpec): InstrumentIndex {
    for (const row of this.#rows) {
      if (
        row.id === spec.id &&
        row.priceDecimals === spec.priceDecimals &&
        row.quantityDecimals === spec.quantityDecimals
      ) {
        return row.index;
      }
    }
    return this.#add(spec).index;
  }

  /** Index of the same instrument with at least these decimals. */
  widen(index: InstrumentIndex, priceDecimals: number, quantityDecimals: number): InstrumentIndex {
    const row = this.get(index);
    return this.register({
      ...row,
      priceDecimals: Math.max(row.priceDecimals, priceDecimals),
      quantityDecimals: Math.max(row.quantityDecimals, quantityDecimals),
    });
  }

  /** Throws for an index this table never gave: that is a bug, not bad input. */
  get(index: InstrumentIndex): Instrument {
    const row = this.#rows[index];
    if (row === undefined) throw new RangeError(`instrument index ${index} is not in the table`);
    return row;
  }

  has(index: InstrumentIndex): boolean {
    return this.#rows[index] !== undefined;
  }

  /** The row most recently added for an id. */
  latest(id: InstrumentId): Instrument | undefined {
    return this.#latest.get(id);
  }

  rows(): readonly Instrument[] {
    return this.#rows;
  }

  onAdded(listener: (added: Instrument) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #add(spec: InstrumentSpec): Instrument {
    const row: Instrument = { ...spec, index: this.#rows.length };
    this.#rows.push(row);
    this.#latest.set(row.id, row);
    for (const listener of this.#listeners) listener(row);
    return row;
  }
}
