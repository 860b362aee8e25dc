/**
 * Reads a recorded source one event at a time, with the next batch already on its way.
 *
 * Invariant: after `close`, or when its signal aborts, every wait ends at once, even if the source hangs.
 */
import type { MarketEvent } from '../model/events';
import type { RecordedSource } from './source';

type Batch = readonly MarketEvent[] | undefined;

export class EventCursor {
  readonly #iterator: AsyncIterator<readonly MarketEvent[]>;
  readonly #signal: AbortSignal;
  #batch: readonly MarketEvent[] = [];
  #index = 0;
  #ahead: Promise<Batch> | undefined;
  #ended = false;

  /** Events with `afterSeq < seq <= throughSeq`. */
  constructor(source: RecordedSource, afterSeq: number, throughSeq: number, signal: AbortSignal) {
    this.#signal = signal;
    this.#iterator = source.read(afterSeq, throughSeq, signal)[Symbol.asyncIterator]();
    this.#readAhead();
  }

  /** The next event without taking it; undefined when the batch at hand is used up: then `load`. */
  peek(): MarketEvent | undefined {
    return this.#batch[this.#index];
  }

  take(): void {
    this.#index++;
  }

  /** Waits until there is an event to peek at: false at the end. Throws what the source throws, and on abort. */
  async load(): Promise<boolean> {
    while (this.peek() === undefined) {
      if (this.#ended) return false;
      const batch = await unlessAborted(this.#ahead ?? this.#readAhead(), this.#signal);
      if (batch === undefined) {
        this.#ended = true;
        return false;
      }
      this.#batch = batch;
      this.#index = 0;
      this.#readAhead();
    }
    return true;
  }

  /** Lets the source go without waiting for it. */
  close(): void {
    this.#ended = true;
    this.#batch = [];
    Promise.resolve(this.#iterator.return?.()).catch(() => {
      // The reading is over either way; a source that fails while it is let go has nothing left to tell.
    });
  }

  #readAhead(): Promise<Batch> {
    const ahead = this.#iterator.next().then((result) => (result.done ? undefined : result.value));
    // The failure is reported where the batch is awaited; until then it must not count as unhandled.
    ahead.catch(() => {});
    this.#ahead = ahead;
    return ahead;
  }
}

/** The promise's outcome, or a rejection as soon as the signal aborts. */
export function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const onAbort = () => reject(new Error('aborted'));
    if (signal.aborted) return onAbort();
    signal.addEventListener('abort', onAbort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
  });
}
