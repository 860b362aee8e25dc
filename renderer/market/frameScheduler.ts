/**
 * One flush per animation frame for everything that shows market data, and the pace at which the engine may
 * send more: a listener that holds back its credit for a while makes the engine merge what happens meanwhile,
 * which saves its encoding as well as our drawing.
 *
 * Invariant: however often a task is requested between two frames, it runs once in the next one.
 */
import type { Clock } from '../../shared/feed/clock';

export type RequestFrame = (callback: () => void) => void;

/**
 * How long to rest between two draws, ms. Prices on the chart follow every frame; text that is read, not
 * watched, changes only as often as it can be read.
 */
export const PACE_MS = { chart: 0, tape: 80, transport: 80, figures: 200, status: 400 } as const;

export class FrameScheduler {
  readonly #requestFrame: RequestFrame;
  readonly #clock: Pick<Clock, 'schedule'>;
  #tasks = new Set<() => void>();
  #waiting: (() => void)[] = [];
  #requested = false;

  constructor(requestFrame: RequestFrame, clock: Pick<Clock, 'schedule'>) {
    this.#requestFrame = requestFrame;
    this.#clock = clock;
  }

  /** Runs `task` in the next frame; the same function is run once however often it is requested. */
  request(task: () => void): void {
    this.#tasks.add(task);
    this.#arm();
  }

  /** Takes back a request, e.g. when its panel closes. */
  cancel(task: () => void): void {
    this.#tasks.delete(task);
  }

  /** Resolves `restMs` after the next frame's tasks have run: the credit for the engine's next push. */
  flushed(restMs: number): Promise<void> {
    this.#arm();
    return new Promise((resolve) => {
      this.#waiting.push(restMs === 0 ? resolve : () => void this.#clock.schedule(restMs, resolve));
    });
  }

  #arm(): void {
    if (this.#requested) return;
    this.#requested = true;
    this.#requestFrame(() => this.#flush());
  }

  #flush(): void {
    this.#requested = false;
    const tasks = this.#tasks;
    const waiting = this.#waiting;
    this.#tasks = new Set();
    this.#waiting = [];
    try {
      for (const task of tasks) task();
    } finally {
      // Credit is given back even when a task fails: one broken panel must not starve the others.
      for (const resolve of waiting) resolve();
    }
  }
}

/**
 * A topic listener that keeps only the newest value of each frame and hands it to `apply` in the flush.
 * For topics whose values are states: what is left out is not missed.
 */
export function newestPerFrame<T>(
  scheduler: FrameScheduler,
  restMs: number,
  apply: (value: T) => void,
): (value: T) => Promise<void> {
  let newest: { readonly value: T } | undefined;
  const flush = () => {
    const pending = newest;
    newest = undefined;
    if (pending !== undefined) apply(pending.value);
  };
  return (value) => {
    newest = { value };
    scheduler.request(flush);
    return scheduler.flushed(restMs);
  };
}
