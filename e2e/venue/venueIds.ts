/** The venues the loopback speaks. The ids are those of ccxt and of the app. */
export const LOOPBACK_VENUES = ['binance', 'binanceusdm', 'bybit'] as const;
export type LoopbackVenueId = (typeof LOOPBACK_VENUES)[number];
