/**
 * A running feed behind the player interface. It never waits for its listeners and cannot be controlled:
 * the market does not pause.
 */
import type { MarketEvent } from '../model/events';
import { fail, type Result } from '../model/result';
import type { TimeRange } from '../model/time';
import type { PlayerCommand, PlayerFrame, PlayerState, SessionPlayer } from './player';

export interface LivePlayerOptions {
  readonly id: string;
  readonly title: string;
  /** The model the feed's events are applied to before they are pushed here. */
  readonly model: { readonly nowMs: number | null; readonly seq: number };
}

export class LivePlayer implements SessionPlayer {
  readonly kind = 'live';
  readonly capabilities = new Set<never>();
  readonly id: string;
  readonly title: string;
  readonly #model: LivePlayerOptions['model'];
  readonly #listeners = new Set<(frame: PlayerFrame) => void | Promise<void>>();
  #state: PlayerState = 'opening';
  #failure: string | null = null;
  #startMs: number | null = null;

  constructor({ id, title, model }: LivePlayerOptions) {
    this.id = id;
    this.title = title;
    this.#model = model;
  }

  status(): Omit<PlayerFrame, 'events'> {
    const { nowMs, seq } = this.#model;
    return {
      epoch: 1,
      state: this.#state,
      nowMs,
      seq,
      range: this.#range(nowMs),
      speed: 1,
      failure: this.#failure,
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
    this.#failure = null;
    this.#startMs ??= this.#model.nowMs;
    this.#emit(events);
  }

  /** The feed cannot go on. `failure` is a sentence for the user. A later push takes it back. */
  fail(failure: string): void {
    if (this.#state === 'closed') return;
    this.#state = 'failed';
    this.#failure = failure;
    this.#emit([]);
  }

  async control(command: PlayerCommand): Promise<Result<void>> {
    return fail(
      'not-supported',
      `A live feed cannot ${command.type === 'playToEnd' ? 'play to an end' : command.type}.`,
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
    for (const listener of this.#listeners) void listener(frame);
  }
}
