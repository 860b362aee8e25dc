/** How a venue's frames stand in a log. One dialect may serve several venues, told apart by their connections. */
import type { FrameLogSink, LoggedFrame } from '../../../shared/feed/frameLog';
import type { VenueId, VenueInfo } from '../../../shared/model/venue';

export interface FrameDialect {
  readonly venues: readonly VenueInfo[];
  /** The exchange as logs name it in their header, upper case. */
  readonly exchange: string;
  /** False when the connections of one log may be of several of `venues`. */
  readonly isOneVenueALog: boolean;
  /** Of which venue this frame can be; null when of none. Answers and openings count by their address. */
  venueOf(frame: LoggedFrame): VenueId | null;
  /** `venue`: what the log as a whole is said to be of, for frames that do not say. */
  open(venue: VenueId, sink: FrameLogSink): DialectReading;
}

export interface DialectReading {
  take(frame: LoggedFrame): void;
  end(): void;
}
