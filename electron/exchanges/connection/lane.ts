/**
 * One connection of a venue, kept up: dials, subscribes, and comes back after a loss with growing delays.
 *
 * Invariant: at most one socket; frames of an earlier socket are never delivered.
 */
import type { Cancel, Clock } from '../../../shared/feed/clock';
import type { FeedState } from '../../../shared/model/venue';
import type { Tap, TapSocket } from '../ccxt/ccxtTap';
import type { Backoff } from './backoff';

export interface LaneOptions {
  readonly url: string;
  readonly tap: Tap;
  readonly clock: Clock;
  readonly backoff: Backoff;
  /** Messages to send on each new socket. */
  readonly subscriptions: readonly object[];
  readonly onFrame: (frame: unknown) => void;
  /** The socket is open and the subscriptions are sent. */
  readonly onUp: () => void;
  /** An open socket was lost, or given up by `restart`. */
  readonly onLost: (reason: string) => void;
  readonly onState: (state: FeedState, reason: string) => void;
}

/** From this many failed attempts on the venue is shown as down, no longer as reconnecting. */
const ATTEMPTS_BEFORE_DOWN = 5;
/** A connection that has held this long has not failed. */
const STABLE_MS = 10_000;

export class Lane {
  readonly #options: LaneOptions;
  #socket: TapSocket | null = null;
  #isOpen = false;
  #openedAtMs = 0;
  #cancelRetry: Cancel | null = null;
  #isStopped = false;

  constructor(options: LaneOptions) {
    this.#options = options;
  }

  start(): void {
    this.#options.onState('connecting', '');
    this.#dial();
  }

  stop(): void {
    this.#isStopped = true;
    this.#cancelRetry?.();
    this.#socket?.close();
    this.#socket = null;
  }

  /** Gives the connection up and makes a new one. */
  restart(reason: string): void {
    if (this.#socket === null || this.#isStopped) return;
    this.#socket.close();
    this.#lost(reason);
  }

  /** Goes nowhere while there is no socket: what it asked for comes with the next one. */
  send(message: object): void {
    if (this.#isOpen) this.#socket?.send(message);
  }

  gotPong(): void {
    this.#socket?.gotPong();
  }

  #dial(): void {
    const { tap, url, subscriptions, onFrame, onUp, onState, clock } = this.#options;
    try {
      this.#socket = tap.open(url, {
        onOpen: () => {
          this.#isOpen = true;
          this.#openedAtMs = clock.monotonicMs();
          for (const message of subscriptions) this.#socket?.send(message);
          onState('live', '');
          onUp();
        },
        onFrame,
        onDown: (reason) => this.#lost(reason),
      });
    } catch (error) {
      this.#lost(error instanceof Error ? error.message : String(error));
    }
  }

  #lost(reason: string): void {
    const { backoff, clock, onLost, onState } = this.#options;
    const wasOpen = this.#isOpen;
    this.#socket = null;
    this.#isOpen = false;
    if (this.#isStopped) return;
    if (wasOpen && clock.monotonicMs() - this.#openedAtMs >= STABLE_MS) backoff.succeeded();
    const waitMs = backoff.nextMs();
    const state = backoff.attempts >= ATTEMPTS_BEFORE_DOWN ? 'down' : 'reconnecting';
    onState(state, `${reason}; trying again in ${Math.max(1, Math.round(waitMs / 1000))} s`);
    if (wasOpen) onLost(reason);
    this.#cancelRetry = clock.schedule(waitMs, () => this.#dial());
  }
}
