/** Logs of raw frames of every venue whose frames can be read. A line a dialect. */
import type {
  FrameLogReader,
  FrameLogReading,
  FrameLogSink,
  LoggedFrame,
} from '../../../shared/feed/frameLog';
import type { VenueId, VenueInfo } from '../../../shared/model/venue';
import { BINANCE_LOG } from './binanceLog';
import { BITMEX_LOG } from './bitmexLog';
import { BYBIT_LOG } from './bybitLog';
import { COINBASE_LOG } from './coinbaseLog';
import type { DialectReading, FrameDialect } from './frameDialect';
import { OKX_LOG } from './okxLog';

const DIALECTS: readonly FrameDialect[] = [BINANCE_LOG, BYBIT_LOG, COINBASE_LOG, OKX_LOG, BITMEX_LOG];

export const frameLogReader: FrameLogReader = {
  venues: DIALECTS.flatMap((dialect) => dialect.venues),

  recognise(frames, exchange) {
    const named = DIALECTS.find((dialect) => dialect.exchange === exchange?.toUpperCase());
    const counts = new Map<VenueInfo, number>();
    for (const dialect of named === undefined ? DIALECTS : [named]) {
      for (const frame of frames) {
        const id = dialect.venueOf(frame);
        const info = dialect.venues.find((venue) => venue.id === id);
        if (info !== undefined) counts.set(info, (counts.get(info) ?? 0) + 1);
      }
    }
    const found = [...counts].sort((a, b) => b[1] - a[1]).map(([info]) => info);
    return found.length > 0 ? found : (named?.venues ?? []);
  },

  sharing(venue) {
    const dialect = dialectOf(venue);
    return dialect?.isOneVenueALog === false ? dialect.venues.map(({ id }) => id) : [venue];
  },

  open(venue, sink) {
    const dialect = dialectOf(venue);
    if (dialect !== undefined) return new Reading(dialect.open(venue, sink), sink);
    sink.note('unsupported', 'refused', `no frames of ${venue} can be read`);
    return { take: () => {}, end: () => {} };
  },
};

function dialectOf(venue: VenueId): FrameDialect | undefined {
  return DIALECTS.find(({ venues }) => venues.some(({ id }) => id === venue));
}

/** Whatever a line holds, the next one is read. */
class Reading implements FrameLogReading {
  readonly #dialect: DialectReading;
  readonly #sink: FrameLogSink;
  /** Connections that were open before. */
  readonly #opened = new Set<string>();

  constructor(dialect: DialectReading, sink: FrameLogSink) {
    this.#dialect = dialect;
    this.#sink = sink;
  }

  take(frame: LoggedFrame): void {
    if (frame.kind === 'opened') {
      const isFirst = !this.#opened.has(frame.connection);
      this.#opened.add(frame.connection);
      if (isFirst) return;
    }
    try {
      this.#dialect.take(frame);
    } catch (error) {
      // As on a live feed: no frame, however strange, ends the reading.
      this.#sink.note(
        'badRow',
        'dropped',
        `cannot be read: ${error instanceof Error ? error.message : 'frame'}`,
      );
    }
  }

  end(): void {
    this.#dialect.end();
  }
}
