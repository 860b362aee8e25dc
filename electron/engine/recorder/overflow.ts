/**
 * Accounts for events that could not be buffered, so that the session says what it misses.
 *
 * Invariant: the gaps it makes carry `seq` of dropped events, which no recorded event has, in rising order.
 */
import type { GapEvent, MarketEvent } from '../../../shared/model/events';
import type { InstrumentTable } from '../../../shared/model/instrument';
import { streamOfKind } from '../../../shared/model/streamOfKind';

interface Dropped {
  last: MarketEvent;
  count: number;
  fromMs: number;
  toMs: number;
}

export class Overflow {
  readonly #instruments: InstrumentTable;
  readonly #dropped = new Map<string, Dropped>();

  constructor(instruments: InstrumentTable) {
    this.#instruments = instruments;
  }

  get active(): boolean {
    return this.#dropped.size > 0;
  }

  drop(event: MarketEvent): void {
    const key = `${event.kind} ${event.instrument}`;
    const known = this.#dropped.get(key);
    const timeMs = event.exchangeTimeMs === 0 ? event.receiveTimeMs : event.exchangeTimeMs;
    if (known === undefined) {
      this.#dropped.set(key, { last: event, count: 1, fromMs: timeMs, toMs: timeMs + 1 });
      return;
    }
    known.last = event;
    known.count++;
    known.fromMs = Math.min(known.fromMs, timeMs);
    known.toMs = Math.max(known.toMs, timeMs + 1);
  }

  /** The gaps that stand for everything dropped so far, which is then forgotten. */
  takeGaps(): GapEvent[] {
    const gaps = [...this.#dropped.values()].flatMap((dropped): GapEvent[] => {
      const { last } = dropped;
      const stream = streamOfKind(last.kind);
      if (stream === undefined) return [];
      return [
        {
          kind: 'gap',
          seq: last.seq,
          // Our own loss is no news from the venue: it must not move the market's clock.
          exchangeTimeMs: 0,
          receiveTimeMs: last.receiveTimeMs,
          instrument: last.instrument,
          venue: this.#instruments.get(last.instrument).venue,
          stream,
          fromMs: dropped.fromMs,
          toMs: dropped.toMs,
          reason: 'The disk was too slow to record everything.',
          missing: dropped.count,
          filled: false,
        },
      ];
    });
    this.#dropped.clear();
    return gaps.sort((a, b) => a.seq - b.seq);
  }
}
