/** The scales of the instruments of an import: one for each, shared by all files. */
import type { InstrumentId, InstrumentTable } from '../../../shared/model/instrument';
import { InstrumentScale } from '../../../shared/model/instrumentScale';
import type { InstrumentIdentity } from './importFormat';

export interface Decimals {
  readonly priceDecimals: number;
  readonly quantityDecimals: number;
}

/** What the files themselves say counts, however many decimals that takes. */
const MOST_DECIMALS = 12;
const NOTHING_KNOWN: Decimals = { priceDecimals: 0, quantityDecimals: 0 };

export class ImportScales {
  readonly #instruments: InstrumentTable;
  readonly #known: ReadonlyMap<InstrumentId, Decimals>;
  readonly #scales = new Map<InstrumentId, InstrumentScale>();

  /** `known`: what a survey found, so that no instrument needs a second row. */
  constructor(instruments: InstrumentTable, known: ReadonlyMap<InstrumentId, Decimals> = new Map()) {
    this.#instruments = instruments;
    this.#known = known;
  }

  of(identity: InstrumentIdentity): InstrumentScale {
    const existing = this.#scales.get(identity.id);
    if (existing !== undefined) return existing;
    const spec = { ...identity, ...(this.#known.get(identity.id) ?? NOTHING_KNOWN), tickSize: null };
    const scale = new InstrumentScale(this.#instruments, spec, MOST_DECIMALS);
    this.#scales.set(identity.id, scale);
    return scale;
  }

  /** The decimals that hold everything read so far. */
  decimals(): Map<InstrumentId, Decimals> {
    return new Map(
      [...this.#scales].map(([id, { priceDecimals, quantityDecimals }]) => [
        id,
        { priceDecimals, quantityDecimals },
      ]),
    );
  }
}
