/** Ids of the figures the screen shows, as the market model names them (`shared/market/figures.ts`). */

/** Stands for all assets together. */
export const ALL_ASSETS = 'all';

export const figureIds = {
  liquidations: (scope: string, part: 'short' | 'long' | 'total' | 'shareShort') =>
    `liquidations.${scope}.${part}`,
  price: (instrumentId: string) => `price.${instrumentId}`,
  change24h: (instrumentId: string) => `change24h.${instrumentId}`,
  mark: (instrumentId: string) => `mark.${instrumentId}`,
  index: (instrumentId: string) => `index.${instrumentId}`,
  /** Mark price above the index, percent. */
  basis: (instrumentId: string) => `basis.${instrumentId}`,
  /** Rate for one period, as a fraction. */
  funding: (instrumentId: string) => `funding.${instrumentId}`,
  /** When it is paid next, UTC ms. */
  fundingAt: (instrumentId: string) => `fundingAt.${instrumentId}`,
  /** Length of its period, ms. */
  fundingEvery: (instrumentId: string) => `fundingEvery.${instrumentId}`,
  openInterest: (instrumentId: string) => `openInterest.${instrumentId}`,
  openInterestUsd: (instrumentId: string) => `openInterestUsd.${instrumentId}`,
};
