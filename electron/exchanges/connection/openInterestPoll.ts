/** Asks for the open interest of every instrument, where no stream brings it. */
import type { OpenInterestEvent } from '../../../shared/model/events';
import type { Market } from './market';
import { PRIORITY, type RestQueue } from './restQueue';

export interface OpenInterestPollOptions {
  readonly queue: RestQueue;
  readonly markets: readonly Market[];
  readonly ask: (market: Market) => Promise<OpenInterestEvent>;
  readonly emit: (event: OpenInterestEvent) => void;
  readonly failed: (reason: string) => void;
}

export class OpenInterestPoll {
  readonly #options: OpenInterestPollOptions;
  readonly #asked = new Set<Market>();

  constructor(options: OpenInterestPollOptions) {
    this.#options = options;
  }

  /** One round; an instrument whose last answer is still out is left out. */
  ask(): void {
    const { queue, markets, ask, emit, failed } = this.#options;
    for (const market of markets) {
      if (this.#asked.has(market)) continue;
      this.#asked.add(market);
      void queue
        .run(PRIORITY.openInterest, `open interest of ${market.symbol}`, () => ask(market))
        .then((answer) => {
          this.#asked.delete(market);
          if (answer.ok) emit(answer.value);
          else if (answer.error.code !== 'cancelled') failed(answer.error.message);
        });
    }
  }
}
