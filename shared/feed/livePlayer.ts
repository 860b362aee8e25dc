/**
 * A running feed behind the player interface. It never waits for its listeners, and the market does not pause;
 * only the speed of one that is simulated can be changed.
 */
import type { MarketEvent } from '../model/events';
import { fail, type Result } from '../model/result';
import type { TimeRange } from '../model/time';
import { type FeedPace, MAX_FEED_SPEED, MIN_FEED_SPEED } from './marketFeed';
import type { PlayerCapability, PlayerCommand, PlayerFrame, PlayerState, SessionPlayer } from './player';

const WORDS: Readonly<Record<PlayerCommand['type'], string>> = {
  play: 'play',
  pause: 'pause',
  seek: 'seek',
  speed: 'speed',
  step: 'step',
  playToEnd: 'play to an end',
  until: 'go to what is still to come',
  loop: 'loop',
};

export interface LivePlayerOptions {
  readonly id: string;
  readonly title: string;
  /** The model the feed's events are applied to before they are pushed here. */
  readonly model: { readonly nowMs: number | null; readonly seq: number };
  /** Of a market whose time can pass faster, with the way to ask for another speed. */
  readonly pace?: Pick<FeedPace, 'speed'>;
  readonly changeSpeed?: (speed: number) => Promise<Result<void>>;
}

export class LivePlayer implements SessionPlayer {
  readonly kind = 'live';
  readonly capabilities: ReadonlySet<PlayerCapability>;
  readonly id: string;
  readonly title: string;
  readonly #model: LivePlayerOptions['model'];
  readonly #pace: Pick<FeedPace, 'speed'> | undefined;
  readonly #changeSpeed: LivePlayerOptions['changeSpeed'];
  readonly #listeners = new Set<(frame: PlayerFrame) => void | Promise<void>>();
  #state: PlayerState = 'opening';
  #startMs: number | null = null;

  constructor({ id, title, model, pace, changeSpeed }: LivePlayerOptions) {
    this.id = id;
    this.title = title;
    this.#model = model;
    this.#pace = pace;
    this.#changeSpeed = changeSpeed;
    this.capabilities = new Set(changeSpeed === undefined ? [] : ['speed']);
  }

  status(): Omit<PlayerFrame, 'events'> {
    const { nowMs, seq } = this.#model;
    return {
      epoch: 1,
      state: this.#state,
      nowMs,
      seq,
      range: this.#range(nowMs),
      speed: this.#pace?.speed ?? 1,
      loop: null,
      failure: null,
    };
  }

  attach(listener: (frame: PlayerFrame) => void | Promise<void>): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Events that were stamped, and applied to the model, since the last push. Ignored after `close`. */
  push(events: readonly MarketEvent[]): void {
    if (this.#state === 'closed' || events.length === 0) return;
    this.#state = 'playing';
    this.#startMs ??= this.#model.nowMs;
    this.#emit(events);
  }

  async control(command: PlayerCommand): Promise<Result<void>> {
    if (command.type === 'speed' && this.#changeSpeed !== undefined) {
      if (command.speed >= MIN_FEED_SPEED && command.speed <= MAX_FEED_SPEED) {
        return this.#changeSpeed(command.speed);
      }
      const range = `${MIN_FEED_SPEED}× to ${MAX_FEED_SPEED}×`;
      return fail('bad-argument', `A running market cannot pass at ${command.speed}×.`, `Choose ${range}.`);
    }
    return fail(
      'not-supported',
      `A live feed cannot ${WORDS[command.type]}.`,
      'Open a recorded session to replay it.',
    );
  }

  async close(): Promise<void> {
    if (this.#state === 'closed') return;
    this.#state = 'closed';
    this.#emit([]);
    this.#listeners.clear();
  }

  #range(nowMs: number | null): TimeRange {
    const toMs = nowMs ?? 0;
    return { fromMs: this.#startMs ?? toMs, toMs };
  }

  #emit(events: readonly MarketEvent[]): void {
    const frame = { ...this.status(), events };
    for (const listener of this.#listeners) void this.#tell(listener, frame);
  }

  /** One that fails hears nothing more: the market and the other listeners go on. */
  async #tell(listener: (frame: PlayerFrame) => void | Promise<void>, frame: PlayerFrame): Promise<void> {
    try {
      await listener(frame);
    } catch {
      this.#listeners.delete(listener);
    }
  }
}
