/**
 * REST requests of one venue, in order of priority.
 *
 * Invariants: a limit the venue sets (429, 418, Retry-After) holds for every later request; no failure here
 * touches the live streams; after `stop` every request ends as cancelled.
 */
import type { Cancel, Clock } from '../../../shared/feed/clock';
import { fail, ok, type Result } from '../../../shared/model/result';
import { Backoff } from './backoff';

/** Lower goes first. */
export const PRIORITY = {
  instruments: 0,
  trades: 1,
  book: 2,
  openInterest: 3,
  /** A user is waiting for it. */
  lookBack: 4,
  history: 5,
} as const;

/** An answer that is no success. Thrown by the tap; the queue turns it into a wait or a `Result`. */
export class HttpProblem extends Error {
  readonly status: number;
  /** What the venue said. */
  readonly detail: string;
  readonly retryAfterMs: number | null;

  constructor(status: number, detail: string, retryAfterMs: number | null = null) {
    super(`HTTP ${status}: ${detail}`);
    this.status = status;
    this.detail = detail;
    this.retryAfterMs = retryAfterMs;
  }

  get isLimit(): boolean {
    return this.status === 429 || this.status === 418;
  }
}

interface Request {
  readonly priority: number;
  readonly start: () => void;
  readonly cancel: () => void;
}

const MAX_AT_ONCE = 3;
const MAX_ATTEMPTS = 6;
const MAX_RETRY_MS = 30_000;
/** When the venue limits us and does not say for how long. */
const DEFAULT_LIMIT_MS = 30_000;

export interface RestQueueOptions {
  readonly venueTitle: string;
  readonly clock: Clock;
  readonly random: () => number;
  readonly retryMs: number;
  /** Words for the user while requests fail; null when they work again. */
  readonly report: (text: string | null) => void;
}

export class RestQueue {
  readonly #options: RestQueueOptions;
  readonly #waiting: Request[] = [];
  readonly #cancels = new Set<() => void>();
  #running = 0;
  #pausedUntilMs = 0;
  #wake: Cancel | null = null;
  #isStopped = false;

  constructor(options: RestQueueOptions) {
    this.#options = options;
  }

  /**
   * The answer of `call`, tried again while the failure may pass. `what` names it in messages, e.g. "trade
   * history of BTCUSDT". A refusal (other 4xx) fails at once.
   */
  run<T>(
    priority: number,
    what: string,
    call: () => Promise<T>,
    attempts = MAX_ATTEMPTS,
  ): Promise<Result<T>> {
    return new Promise((resolve) => {
      const { clock, random, retryMs } = this.#options;
      const backoff = new Backoff(retryMs, MAX_RETRY_MS, random);
      const cancel = () => {
        this.#cancels.delete(cancel);
        resolve(fail('cancelled', `The request for the ${what} was cancelled.`));
      };
      const finish = (result: Result<T>) => {
        this.#cancels.delete(cancel);
        resolve(result);
      };
      const enqueue = () => this.#enqueue({ priority, start, cancel });
      const start = () => {
        this.#running++;
        call().then(
          (value) => {
            this.#running--;
            this.#options.report(null);
            finish(ok(value));
            this.#startNext();
          },
          (error: unknown) => {
            this.#running--;
            const problem = this.#assess(error, what);
            const waitMs = backoff.nextMs();
            if (problem.mayPass && backoff.attempts < attempts && !this.#isStopped) {
              clock.schedule(problem.isLimit ? 0 : waitMs, enqueue);
            } else {
              finish(fail('venue-error', problem.text, undefined, problem.mayPass));
            }
            this.#startNext();
          },
        );
      };
      this.#cancels.add(cancel);
      enqueue();
    });
  }

  stop(): void {
    this.#isStopped = true;
    this.#wake?.();
    this.#waiting.length = 0;
    for (const cancel of [...this.#cancels]) cancel();
  }

  #enqueue(request: Request): void {
    if (this.#isStopped) {
      request.cancel();
      return;
    }
    const index = this.#waiting.findIndex((other) => other.priority > request.priority);
    if (index < 0) this.#waiting.push(request);
    else this.#waiting.splice(index, 0, request);
    this.#startNext();
  }

  #startNext(): void {
    const waitMs = this.#pausedUntilMs - this.#options.clock.monotonicMs();
    if (waitMs > 0) {
      this.#wake ??= this.#options.clock.schedule(waitMs, () => {
        this.#wake = null;
        this.#startNext();
      });
      return;
    }
    while (this.#running < MAX_AT_ONCE && !this.#isStopped) {
      const next = this.#waiting.shift();
      if (next === undefined) return;
      next.start();
    }
  }

  #assess(error: unknown, what: string): { mayPass: boolean; isLimit: boolean; text: string } {
    const { venueTitle, clock, report } = this.#options;
    if (error instanceof HttpProblem && error.isLimit) {
      const waitMs = error.retryAfterMs ?? DEFAULT_LIMIT_MS;
      this.#pausedUntilMs = Math.max(this.#pausedUntilMs, clock.monotonicMs() + waitMs);
      const seconds = Math.ceil(waitMs / 1000);
      const text = `${venueTitle} limits our requests (HTTP ${error.status}); asking again in ${seconds} s`;
      report(text);
      return { mayPass: true, isLimit: true, text };
    }
    const isRefusal = error instanceof HttpProblem && error.status < 500;
    // ccxt begins with exchange, method and address; `what` says it in words.
    const detail = (error instanceof Error ? error.message : String(error)).replace(/^\w+ [A-Z]+ \S+ /, '');
    const text = isRefusal
      ? `${venueTitle} refuses the ${what} (${detail})`
      : `${venueTitle} did not answer the request for the ${what} (${detail})`;
    report(text);
    return { mayPass: !isRefusal, isLimit: false, text };
  }
}
