/**
 * Between a log of raw frames and the venues' own parsers: whoever reads the log says when each frame came and over
 * which connection, whoever knows the venue says what it means. As with live sources, the engine is handed the
 * venues by its host.
 */
import type { MarketEvent } from '../model/events';
import type { FindingAction, FindingKind } from '../model/importRecord';
import type { InstrumentKind } from '../model/instrument';
import type { InstrumentScale } from '../model/instrumentScale';
import type { VenueId, VenueInfo } from '../model/venue';

export interface LoggedFrame {
  /** `opened`: the connection was made (again). `answer`: to a request over http. `frame`: came over a socket. */
  readonly kind: 'opened' | 'answer' | 'frame';
  /** Name of the connection in the log; empty where the log has but one. */
  readonly connection: string;
  /** Its address, or that of the request; empty where the log does not say. */
  readonly url: string;
  /** The recorder's clock, UTC ms. */
  readonly receiveTimeMs: number;
  /** What came, as JSON gives it. */
  readonly data: unknown;
}

export interface LoggedInstrument {
  readonly venue: VenueId;
  readonly symbol: string;
  /** Null where the log has no list of instruments. */
  readonly asset: string | null;
  readonly quote: string | null;
  readonly kind: InstrumentKind;
}

export interface FrameLogSink {
  /** Null for an instrument that cannot be imported; that is reported once. */
  scale(instrument: LoggedInstrument): InstrumentScale | null;
  /** With `receiveTimeMs` set. */
  emit(event: MarketEvent): void;
  note(kind: FindingKind, action: FindingAction, detail: string, count?: number): void;
}

export interface FrameLogReading {
  take(frame: LoggedFrame): void;
  /** The log has ended: what is only known now is reported. */
  end(): void;
}

export interface FrameLogReader {
  /** Every venue whose logs can be read. */
  readonly venues: readonly VenueInfo[];
  /** The venues these frames may be of, the likeliest first; none when no venue writes such frames. */
  recognise(frames: readonly LoggedFrame[], exchange: string | null): readonly VenueInfo[];
  /** The venues that a log of this one may be of as well: spot and contracts of one exchange. */
  sharing(venue: VenueId): readonly VenueId[];
  /** Reads a log of this venue, and of those that share its dialect. */
  open(venue: VenueId, sink: FrameLogSink): FrameLogReading;
}
