/** The stream of a venue by which an event comes. */
import type { EventKind } from '../../../shared/model/events';
import type { Stream } from '../../../shared/model/venue';

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

/** Null for what belongs to no stream. */
export function streamOf(kind: EventKind): Stream | null {
  return STREAM_OF_KIND[kind] ?? null;
}
