/**
 * One interface for watching a live feed and for replaying a saved session. What can be done with it is
 * said by `capabilities`, never by its kind.
 */

import type { MarketEvent } from '../model/events';
import type { Result } from '../model/result';
import type { TimeRange } from '../model/time';
import type { Loop } from './loop';
import type { Direction } from './targets/untilKind';
import type { UntilTarget } from './targets/untilKinds';

export type PlayerKind = 'live' | 'replay';

/** While `seeking` the market model is on its way: nothing is to be shown of it. */
export type PlayerState = 'opening' | 'ready' | 'playing' | 'seeking' | 'ended' | 'failed' | 'closed';

export type PlayerCapability = 'play' | 'seek' | 'speed' | 'step';

export const MIN_SPEED = 0.25;
export const MAX_SPEED = 600;

/** One step forward or back: the next event, one second of market time, or one bar of `barMs`. */
export type StepUnit =
  | { readonly unit: 'event' }
  | { readonly unit: 'second' }
  | { readonly unit: 'bar'; readonly barMs: number };

export type PlayerCommand =
  | { readonly type: 'play' }
  | { readonly type: 'pause' }
  | { readonly type: 'seek'; readonly timeMs: number }
  | { readonly type: 'speed'; readonly speed: number }
  | { readonly type: 'step'; readonly by: StepUnit; readonly direction: Direction }
  /** To the next event of a kind, or the one before, and stays there. */
  | { readonly type: 'until'; readonly target: UntilTarget; readonly direction: Direction }
  /** Playing goes from B back to A while the loop is on; null takes it away. */
  | { readonly type: 'loop'; readonly loop: Loop | null }
  | { readonly type: 'playToEnd' };

/** What a player tells its listener, after each batch of events and after each change of state. */
export interface PlayerFrame {
  /** Grows at every discontinuity (open, seek back, step back): whoever holds derived data drops it. */
  readonly epoch: number;
  readonly state: PlayerState;
  /** Market time; null before the first event; while seeking, that of where it leads. */
  readonly nowMs: number | null;
  /** Sequence number of the last event delivered. */
  readonly seq: number;
  readonly range: TimeRange;
  readonly speed: number;
  readonly loop: Loop | null;
  /** Events since the previous frame, in `seq` order; already applied to the market model. */
  readonly events: readonly MarketEvent[];
  /** Set in state `failed`: a sentence for the user. */
  readonly failure: string | null;
}

export interface SessionPlayer {
  readonly id: string;
  readonly kind: PlayerKind;
  readonly title: string;
  readonly capabilities: ReadonlySet<PlayerCapability>;
  /** What a frame of now would say, with its events left out. */
  status(): Omit<PlayerFrame, 'events'>;
  /** The promise a listener returns is its credit: a replay waits for it before the next frame. */
  attach(listener: (frame: PlayerFrame) => void | Promise<void>): () => void;
  control(command: PlayerCommand): Promise<Result<void>>;
  close(): Promise<void>;
}
