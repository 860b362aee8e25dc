/** Ids of the figures the screen shows, as the market model names them (`shared/market/figures.ts`). */

/** Stands for all assets together. */
export const ALL_ASSETS = 'all';

export const figureIds = {
  liquidations: (scope: string, part: 'short' | 'long' | 'total' | 'shareShort') =>
    `liquidations.${scope}.${part}`,
  price: (instrumentId: string) => `price.${instrumentId}`,
  change24h: (instrumentId: string) => `change24h.${instrumentId}`,
};
