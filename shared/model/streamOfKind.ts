import type { EventKind } from './events';
import type { Stream } from './venue';

const STREAM_OF_KIND: Readonly<Partial<Record<EventKind, Stream>>> = {
  trade: 'trades',
  liquidation: 'liquidations',
  candle: 'candles',
  ticker: 'ticker',
  mark: 'mark',
  funding: 'mark',
  openInterest: 'openInterest',
  book: 'book',
  seriesPoint: 'series',
};

/** The stream an event came by; undefined for status and gaps, which are our own. */
export function streamOfKind(kind: EventKind): Stream | undefined {
  return STREAM_OF_KIND[kind];
}
