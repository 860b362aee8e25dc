/** What the hub needs to know about a session to show it; live and saved sessions look the same. */
import type { CallParams, CallResult } from '../../../shared/contract/api';
import type { SessionPlayer } from '../../../shared/feed/player';
import type { MarketView } from '../../../shared/market/marketView';
import type { OverviewSource } from '../../../shared/market/overview';
import type { InstrumentTable } from '../../../shared/model/instrument';
import type { Result } from '../../../shared/model/result';
import type { TimeRange } from '../../../shared/model/time';
import type { Stream, VenueId, VenueInfo } from '../../../shared/model/venue';
import type { MarkBook } from '../marks/markBook';

export interface HubSession {
  readonly player: SessionPlayer;
  /** Read anew at every flush, so a player may replace it when it seeks. */
  readonly market: MarketView;
  /** The table that the events of `market` refer to. */
  readonly instruments: InstrumentTable;
  readonly venues: readonly VenueInfo[];
  /** Spans of missing data: of the whole file in replay, of what was received so far in a live session. */
  gaps(): readonly TimeRange[];
  venueStats(venue: VenueId): VenueStats;
  streamStats(venue: VenueId, stream: Stream): StreamStats;
  readonly marks: MarkBook;
  /** The whole session in columns; undefined while it is being read. */
  overview(): OverviewSource | undefined;
  /** Brings candles from before those that are known into `market`. */
  loadOlder(request: OlderBarsRequest): Promise<Result<CallResult<'loadOlder'>>>;
}

export type OlderBarsRequest = Omit<CallParams<'loadOlder'>, 'session'>;

/** Numbers about a venue's connection that the market model does not keep, because they go by our clock. */
export interface VenueStats {
  /** Age of the newest event; null before the first, and in replay. */
  readonly lastEventAgeMs: number | null;
  /** Receipt minus exchange time, median of the last minute; null when unknown, and in replay. */
  readonly lagMs: number | null;
  readonly gaps: number;
  /** Events refused for an impossible exchange time; null in replay: they were never recorded. */
  readonly refused: number | null;
}

/** The same about one of its streams; null when unknown, and in replay. */
export interface StreamStats {
  readonly lastEventAgeMs: number | null;
  readonly gapsToday: number | null;
}

export const NO_STREAM_STATS: StreamStats = { lastEventAgeMs: null, gapsToday: null };
