/**
 * What a capture is made of, whatever its file format.
 *
 * Invariant: within a capture `marketTimeMs` never decreases; frames keep the order in which they were
 * received, and `text` is the received payload, byte for byte.
 */
import type { LoopbackVenueId } from '../venueIds';

export interface CaptureFrame {
  /** Exchange time of the frame; for a frame without one, that of the frame before it. */
  readonly marketTimeMs: number;
  /** Path of the socket the frame came from ("/v5/public/linear"); '' where a venue has only one. */
  readonly channel: string;
  /** Stream or topic name as the venue calls it; null for a REST depth snapshot inside the capture. */
  readonly stream: string | null;
  readonly text: string;
  /** `text`, parsed. */
  readonly data: unknown;
}

export interface Capture {
  readonly venue: LoopbackVenueId;
  /** Reads from the start, in batches, at the pace of the caller. */
  frames(): AsyncIterable<readonly CaptureFrame[]>;
}

/** The part of a Binance frame that carries its time. */
export interface WithEventTime {
  readonly E?: number;
}
