/** The asset that stands for every one a market does not name: it counts in totals and is never listed. */
export const UNLISTED_ASSETS = 'OTHERS';
