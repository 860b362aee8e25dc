/** What a venue's dialect has to offer; transport, playback and faults know nothing else about it. */
import type { CaptureFrame } from '../capture/captureFrame';
import type { ClientConnection } from '../transport/clientConnection';
import type { Hub } from '../transport/hub';
import type { RestAnswer, RestRequest } from '../transport/restAnswer';
import type { LoopbackVenueId } from '../venueIds';

export interface VenueProtocol {
  readonly venue: LoopbackVenueId;
  /** The subscribers of a socket path; null when the venue has no such path. */
  hubOf(path: string): Hub | null;
  hubs(): readonly Hub[];

  /** Looks at a frame of the capture's beginning, before the playback: first prices, first snapshot. */
  preview(frame: CaptureFrame): void;
  /** Applies a frame to the state and publishes what follows from it. */
  play(frame: CaptureFrame): void;
  /** Market time has reached `nowMs`, a multiple of `TICK_MS`. Called before any frame of that time. */
  tick(nowMs: number): void;
  /** Publishes a recorded liquidation frame with its times moved to `nowMs`. */
  injectLiquidation(frame: unknown, nowMs: number): void;

  /** A socket was opened: subscribes what its path or query names. */
  open(connection: ClientConnection): void;
  receive(connection: ClientConnection, text: string): void;
  rest(request: RestRequest): RestAnswer;

  /** What a request is, for the faults that hit only some. */
  restKind(path: string): 'depth' | 'tradeHistory' | 'other';
  /** True for a stream of trades: the playback may wait for a subscriber of one. */
  isTradeTopic(topic: string): boolean;
  /** Frames no client has heard of. */
  unknownFrames(nowMs: number): readonly string[];
  tradesPlayed(): number;
}

/** Market time between two calls of `tick`. */
export const TICK_MS = 250;
