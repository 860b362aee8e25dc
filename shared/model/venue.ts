/** Venues and the streams they publish. */

/** Identity of a venue, equal to its ccxt id where ccxt has one: `binance`, `binanceusdm`, `bybit`. */
export type VenueId = string;

/** One kind of market data a venue publishes for an instrument, with a health of its own. */
export const STREAMS = [
  'trades',
  'candles',
  'ticker',
  'mark',
  'openInterest',
  'liquidations',
  'book',
  'series',
] as const;
export type Stream = (typeof STREAMS)[number];

/**
 * How much of its liquidations a venue publishes. A sum that contains a sampled venue is a lower bound.
 * - `full`: every liquidation.
 * - `latestPerSecond` / `largestPerSecond`: at most one order per symbol and second.
 * - `none`: the venue does not publish liquidations.
 */
export type LiquidationReporting = 'full' | 'latestPerSecond' | 'largestPerSecond' | 'none';

export interface VenueInfo {
  readonly id: VenueId;
  /** Name as users know it, e.g. "Binance USD-M". */
  readonly title: string;
  readonly liquidationReporting: LiquidationReporting;
  /** Streams this venue can deliver. */
  readonly streams: readonly Stream[];
  /**
   * `opaque`: trade ids say nothing about the order of trades within a millisecond (hashes of text ids); the
   * order of arrival counts. `ordered`, or left out: they grow.
   */
  readonly tradeIds?: 'ordered' | 'opaque';
  /** Nothing of it was traded: it is made up, and everything that shows or stores it says so. */
  readonly simulated?: boolean;
}

/** The word for what is made up, the same everywhere: on screens, in files, in messages. */
export const SIMULATED = 'SIMULATED';

/** True when any of the venues is made up: what holds their data is then called SIMULATED. */
export function isSimulated(venues: readonly Pick<VenueInfo, 'simulated'>[]): boolean {
  return venues.some((venue) => venue.simulated === true);
}

/** State of a connection or of one stream. Words are shown to the user as they are. */
export type FeedState = 'connecting' | 'live' | 'stale' | 'reconnecting' | 'down' | 'stopped';
