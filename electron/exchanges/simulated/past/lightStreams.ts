/**
 * What the light streams said in the time before a market is shown: liquidations, open interest, mark prices,
 * funding, series, outages.
 *
 * Invariant: in order of exchange time; of mark prices and funding one a minute and instrument, the first.
 */
import type { EventKind, MarketEvent } from '../../../../shared/model/events';
import { MINUTE_MS } from '../../../../shared/model/time';

const WHOLE: ReadonlySet<EventKind> = new Set([
  'liquidation',
  'openInterest',
  'seriesPoint',
  'feedStatus',
  'gap',
]);
const ONE_A_MINUTE: ReadonlySet<EventKind> = new Set(['mark', 'funding']);

export class LightStreams {
  readonly #fromMs: number;
  readonly #minutes = new Map<string, number>();
  #events: MarketEvent[] = [];

  constructor(fromMs: number) {
    this.#fromMs = fromMs;
  }

  /** A copy: who is told the past owns what it is told. */
  get events(): MarketEvent[] {
    return this.#events.map((event) => ({ ...event }));
  }

  take(event: MarketEvent): void {
    if (event.exchangeTimeMs < this.#fromMs) return;
    if (WHOLE.has(event.kind) || (ONE_A_MINUTE.has(event.kind) && this.#isFirst(event))) {
      this.#events.push(event);
    }
  }

  /** Goes on from what an earlier one heard; what is too old for this one is left out. */
  restore(events: readonly MarketEvent[]): void {
    this.#events = events.filter(({ exchangeTimeMs }) => exchangeTimeMs >= this.#fromMs);
  }

  #isFirst({ kind, instrument, exchangeTimeMs }: MarketEvent): boolean {
    const key = `${kind} ${instrument}`;
    const minute = Math.floor(exchangeTimeMs / MINUTE_MS);
    if (this.#minutes.get(key) === minute) return false;
    this.#minutes.set(key, minute);
    return true;
  }
}
