/**
 * One flush per animation frame for everything that shows market data.
 *
 * Invariant: however often a task is requested between two frames, it runs once in the next one.
 */
export type RequestFrame = (callback: () => void) => void;

export class FrameScheduler {
  readonly #requestFrame: RequestFrame;
  #tasks = new Set<() => void>();
  #waiting: (() => void)[] = [];
  #requested = false;

  constructor(requestFrame: RequestFrame) {
    this.#requestFrame = requestFrame;
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

  /** Resolves when the next frame's tasks have run: the credit for the engine's next frame. */
  flushed(): Promise<void> {
    this.#arm();
    return new Promise((resolve) => this.#waiting.push(resolve));
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
    return scheduler.flushed();
  };
}
