/**
 * How the tape of an asset looks: how many trades, how tight, how deep. Sums and prices come from the
 * dynamics; nothing here changes them.
 */
import { MINUTE_MS, SECOND_MS } from '../../../../shared/model/time';

/** The look of one kind of market (spot or perpetual) of an asset. */
export interface LegProfile {
  /** On an ordinary day, over all venues. */
  readonly tradesPerDay: number;
  readonly halfSpreadBp: number;
  /** Shown within 1 % of the price, a side, over all venues. Less than what moves the price: much is hidden. */
  readonly bookDepthUsd: number;
}

/** Distances of the book, in USD. */
export interface BookGrid {
  readonly levelStep: number;
  /** Walls stand at multiples of this, the larger ones at multiples of `majorStep`. */
  readonly wallStep: number;
  readonly majorStep: number;
}

export interface TapeProfile {
  readonly spot: LegProfile;
  readonly perpetual: LegProfile;
  /** Deviation of the price within a step of 5 s from the straight way, of an ordinary hour, in basis points. */
  readonly noiseBp: number;
  /** Typical size of the orders a liquidation is split into. */
  readonly childUsd: number;
  /** Of tickers and mark prices; a whole number of steps. */
  readonly quoteEveryMs: number;
  /** Null for an asset without books. */
  readonly book: BookGrid | null;
}

const PROFILES: Readonly<Record<string, TapeProfile>> = {
  BTC: {
    spot: { tradesPerDay: 70_000, halfSpreadBp: 0.1, bookDepthUsd: 35e6 },
    perpetual: { tradesPerDay: 115_000, halfSpreadBp: 0.05, bookDepthUsd: 70e6 },
    noiseBp: 0.7,
    childUsd: 40_000,
    quoteEveryMs: 15 * SECOND_MS,
    book: { levelStep: 50, wallStep: 500, majorStep: 1_000 },
  },
  ETH: {
    spot: { tradesPerDay: 35_000, halfSpreadBp: 0.15, bookDepthUsd: 18e6 },
    perpetual: { tradesPerDay: 55_000, halfSpreadBp: 0.1, bookDepthUsd: 34e6 },
    noiseBp: 0.9,
    childUsd: 25_000,
    quoteEveryMs: 15 * SECOND_MS,
    book: { levelStep: 2, wallStep: 20, majorStep: 100 },
  },
  SOL: {
    spot: { tradesPerDay: 19_000, halfSpreadBp: 0.4, bookDepthUsd: 5e6 },
    perpetual: { tradesPerDay: 31_000, halfSpreadBp: 0.3, bookDepthUsd: 9e6 },
    noiseBp: 1.2,
    childUsd: 10_000,
    quoteEveryMs: 30 * SECOND_MS,
    book: { levelStep: 0.1, wallStep: 1, majorStep: 5 },
  },
  XRP: {
    spot: { tradesPerDay: 13_000, halfSpreadBp: 0.5, bookDepthUsd: 4e6 },
    perpetual: { tradesPerDay: 22_000, halfSpreadBp: 0.4, bookDepthUsd: 7e6 },
    noiseBp: 1.2,
    childUsd: 8_000,
    quoteEveryMs: 30 * SECOND_MS,
    book: { levelStep: 0.001, wallStep: 0.01, majorStep: 0.05 },
  },
  // The basket of everything else: one price for many coins, so it has no book of its own.
  OTHERS: {
    spot: { tradesPerDay: 3_500, halfSpreadBp: 1, bookDepthUsd: 0 },
    perpetual: { tradesPerDay: 6_500, halfSpreadBp: 0.8, bookDepthUsd: 0 },
    noiseBp: 1.4,
    childUsd: 8_000,
    quoteEveryMs: MINUTE_MS,
    book: null,
  },
};

/** `price`: a price of the asset, in USD; scales the book of an asset that this module does not know. */
export function tapeProfileOf(asset: string, price: number): TapeProfile {
  const known = PROFILES[asset];
  if (known !== undefined) return known;
  const levelStep = roundStep(price * 5e-4);
  return {
    spot: { tradesPerDay: 12_000, halfSpreadBp: 0.6, bookDepthUsd: 3e6 },
    perpetual: { tradesPerDay: 20_000, halfSpreadBp: 0.5, bookDepthUsd: 6e6 },
    noiseBp: 1.2,
    childUsd: 8_000,
    quoteEveryMs: 30 * SECOND_MS,
    book: { levelStep, wallStep: 10 * levelStep, majorStep: 50 * levelStep },
  };
}

/** The power of ten nearest below; by division, so that it is the same everywhere. */
function roundStep(step: number): number {
  let decimals = 0;
  for (let scaled = step; scaled < 1; scaled *= 10) decimals += 1;
  let power = 1;
  for (let scaled = step; scaled >= 10; scaled /= 10) power *= 10;
  return decimals > 0 ? Number(`1e-${decimals}`) : power;
}
