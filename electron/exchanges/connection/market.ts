/** One instrument of a running venue. */

import type { InstrumentScale } from '../../../shared/model/instrumentScale';
import type { Stream } from '../../../shared/model/venue';

/** One stream of one instrument; its identity is the key of the silence watch. */
export interface Channel {
  readonly stream: Stream;
  readonly symbol: string;
}

export interface Market {
  /** The venue's own symbol, e.g. `BTCUSDT`. */
  readonly symbol: string;
  readonly scale: InstrumentScale;
  readonly channels: ReadonlyMap<Stream, Channel>;
}

export function createMarket(scale: InstrumentScale, streams: readonly Stream[]): Market {
  const { symbol } = scale.spec;
  return { symbol, scale, channels: new Map(streams.map((stream) => [stream, { stream, symbol }])) };
}
