/**
 * The row of the instrument table that the events of one instrument are written at.
 *
 * Invariant: nothing is rounded. A value with more decimals than the row holds moves the scale to a wider
 * row (`index` changes), but only by a few decimals: one absurd value must not leave too few digits for
 * every later price.
 */
import { decimalsOf, parseScaled } from './decimal';
import type { InstrumentIndex, InstrumentSpec, InstrumentTable } from './instrument';

const MAX_EXTRA_DECIMALS = 4;

export class InstrumentScale {
  readonly spec: InstrumentSpec;
  readonly #table: InstrumentTable;
  readonly #maxExtraDecimals: number;
  #index: InstrumentIndex;
  #priceDecimals: number;
  #quantityDecimals: number;

  constructor(table: InstrumentTable, spec: InstrumentSpec, maxExtraDecimals = MAX_EXTRA_DECIMALS) {
    this.spec = spec;
    this.#maxExtraDecimals = maxExtraDecimals;
    this.#table = table;
    this.#index = table.register(spec);
    this.#priceDecimals = spec.priceDecimals;
    this.#quantityDecimals = spec.quantityDecimals;
  }

  /**
   * Read it after the values of an event: when it differs from what it was before them, the values read
   * before the change are at the old scale and must be read again.
   */
  get index(): InstrumentIndex {
    return this.#index;
  }

  get priceDecimals(): number {
    return this.#priceDecimals;
  }

  get quantityDecimals(): number {
    return this.#quantityDecimals;
  }

  /** Ticks of a price above zero; null when it is none. */
  price(value: unknown): number | null {
    if (typeof value !== 'string') return null;
    const ticks = parseScaled(value, this.#priceDecimals) ?? this.#widerPrice(value);
    return ticks !== null && ticks > 0 ? ticks : null;
  }

  /** Lots of an amount of zero or more in base units; null when it is none. */
  quantity(value: unknown): number | null {
    if (typeof value !== 'string') return null;
    const lots = parseScaled(value, this.#quantityDecimals) ?? this.#widerQuantity(value);
    return lots !== null && lots >= 0 ? lots : null;
  }

  #widerPrice(text: string): number | null {
    const decimals = decimalsOf(text);
    if (decimals === null || decimals > this.spec.priceDecimals + this.#maxExtraDecimals) return null;
    const ticks = parseScaled(text, decimals);
    if (ticks === null || decimals <= this.#priceDecimals) return null;
    this.#priceDecimals = decimals;
    this.#index = this.#table.widen(this.#index, decimals, this.#quantityDecimals);
    return ticks;
  }

  #widerQuantity(text: string): number | null {
    const decimals = decimalsOf(text);
    if (decimals === null || decimals > this.spec.quantityDecimals + this.#maxExtraDecimals) return null;
    const lots = parseScaled(text, decimals);
    if (lots === null || decimals <= this.#quantityDecimals) return null;
    this.#quantityDecimals = decimals;
    this.#index = this.#table.widen(this.#index, this.#priceDecimals, decimals);
    return lots;
  }
}
