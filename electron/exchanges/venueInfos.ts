/** The venues this application knows, as users see them. */
import type { VenueInfo } from '../../shared/model/venue';

export const BINANCE_SPOT: VenueInfo = {
  id: 'binance',
  title: 'Binance spot',
  liquidationReporting: 'none',
  streams: ['trades', 'candles', 'ticker', 'book'],
};

/** At most one liquidation per symbol and second is published: its sums are lower bounds. */
export const BINANCE_USDM: VenueInfo = {
  id: 'binanceusdm',
  title: 'Binance USD-M',
  liquidationReporting: 'largestPerSecond',
  streams: ['trades', 'candles', 'ticker', 'mark', 'openInterest', 'liquidations', 'book'],
};

export const BYBIT_LINEAR: VenueInfo = {
  id: 'bybit',
  title: 'Bybit linear',
  liquidationReporting: 'full',
  tradeIds: 'opaque',
  streams: ['trades', 'candles', 'ticker', 'mark', 'openInterest', 'liquidations', 'book'],
};
