/**
 * One beat for everything that shows market data. What arrives between two beats is drawn together: one
 * render, one draw of the chart, one frame for the compositor. The engine's credit is held until then, so it
 * merges what happens meanwhile, which saves its encoding as well as our drawing.
 *
 * Invariants:
 * - However often a task is requested, it runs once a beat, and once a period when it has one.
 * - A task that fails keeps neither the other tasks from running nor their credit from being given back.
 */
import type { Clock } from '../../shared/feed/clock';

export type RequestFrame = (callback: () => void) => void;
type Task = () => void;

/**
 * Shortest time between two beats, ms. A candle drawn 18 times a second cannot be told from one drawn 60
 * times. Measured without a GPU at 2,000 messages a second, CPU of the main thread: 28 % when drawing with
 * every push of the engine (33 ms), 19 % at a beat of 40 ms, 16 % at 60 ms (`npm run bench -- screen`).
 */
export const BEAT_MS = 50;

/**
 * Shortest time between two draws, ms; 0 is every beat. Text that is read, not watched, changes only as
 * often as it can be read.
 */
export const PACE_MS = { chart: 0, tape: 120, transport: 120, figures: 240, status: 480 } as const;

export class FrameScheduler {
  readonly #requestFrame: RequestFrame;
  readonly #clock: Pick<Clock, 'schedule'>;
  /** What the next beat runs, with the period that follows. */
  #due = new Map<Task, number>();
  /** Tasks within their period, and the period after the run that was asked for meanwhile. */
  readonly #resting = new Map<Task, number | null>();
  readonly #credits = new Map<Task, (() => void)[]>();
  #state: 'idle' | 'armed' | 'resting' = 'idle';

  constructor(requestFrame: RequestFrame, clock: Pick<Clock, 'schedule'>) {
    this.#requestFrame = requestFrame;
    this.#clock = clock;
  }

  /**
   * Runs `task` in the next beat, but not within `periodMs` of its last run. The promise resolves in the
   * animation frame that shows what it did: the credit for the engine's next push.
   */
  request(task: Task, periodMs = 0): Promise<void> {
    if (this.#resting.has(task)) this.#resting.set(task, periodMs);
    else this.#due.set(task, periodMs);
    this.#arm();
    return new Promise((resolve) => {
      const waiting = this.#credits.get(task);
      if (waiting === undefined) this.#credits.set(task, [resolve]);
      else waiting.push(resolve);
    });
  }

  /** Takes back a request, e.g. when its panel closes. */
  cancel(task: Task): void {
    this.#due.delete(task);
    this.#resting.delete(task);
    this.#credits.delete(task);
  }

  #arm(): void {
    if (this.#state !== 'idle' || this.#due.size === 0) return;
    this.#state = 'armed';
    // Not at once: what else this turn of the event loop brings belongs to the same beat.
    this.#clock.schedule(0, () => this.#beat());
  }

  #beat(): void {
    const due = this.#due;
    this.#due = new Map();
    this.#state = 'resting';
    this.#clock.schedule(BEAT_MS, () => {
      this.#state = 'idle';
      this.#arm();
    });
    const credits: (() => void)[] = [];
    const errors: unknown[] = [];
    for (const [task, periodMs] of due) {
      credits.push(...(this.#credits.get(task) ?? []));
      this.#credits.delete(task);
      if (periodMs > BEAT_MS) this.#rest(task, periodMs);
      try {
        task();
      } catch (error) {
        errors.push(error);
      }
    }
    this.#requestFrame(() => {
      for (const resolve of credits) resolve();
    });
    if (errors.length > 0) throw errors[0];
  }

  #rest(task: Task, periodMs: number): void {
    this.#resting.set(task, null);
    // Half a beat early, so that the beat at the end of the period is not just missed.
    this.#clock.schedule(periodMs - BEAT_MS / 2, () => {
      const wanted = this.#resting.get(task);
      this.#resting.delete(task);
      if (wanted === null || wanted === undefined) return;
      this.#due.set(task, wanted);
      this.#arm();
    });
  }
}

/**
 * A topic listener that keeps only the newest value of each period and hands it to `apply` in a beat. For
 * topics whose values are states: what is left out is not missed.
 */
export function newestPerFrame<T>(
  scheduler: FrameScheduler,
  periodMs: number,
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
    return scheduler.request(flush, periodMs);
  };
}
