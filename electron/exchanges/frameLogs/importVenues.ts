/** Venues that are read from logs and cannot be listened to here. */
import type { VenueInfo } from '../../../shared/model/venue';

export const BYBIT_SPOT: VenueInfo = {
  id: 'bybitspot',
  title: 'Bybit spot',
  liquidationReporting: 'none',
  tradeIds: 'opaque',
  streams: ['trades', 'candles', 'ticker', 'book'],
};

export const COINBASE: VenueInfo = {
  id: 'coinbase',
  title: 'Coinbase',
  liquidationReporting: 'none',
  streams: ['trades', 'candles', 'ticker', 'book'],
};

export const OKX_SPOT: VenueInfo = {
  id: 'okx',
  title: 'OKX spot',
  liquidationReporting: 'none',
  streams: ['trades', 'candles', 'ticker', 'book'],
};

/** At most one liquidation per contract and second is published. */
export const OKX_SWAP: VenueInfo = {
  id: 'okxswap',
  title: 'OKX swaps',
  liquidationReporting: 'latestPerSecond',
  streams: ['trades', 'candles', 'ticker', 'liquidations', 'book'],
};

export const BITMEX: VenueInfo = {
  id: 'bitmex',
  title: 'BitMEX',
  liquidationReporting: 'full',
  tradeIds: 'opaque',
  streams: ['liquidations'],
};
