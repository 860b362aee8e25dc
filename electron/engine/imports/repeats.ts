/**
 * Events that two files of an import both hold: the first one counts. Files of one market that overlap hold the
 * same trades, with the same ids; what has no id is the same when everything about it is.
 *
 * Invariant: two rows of one file are never taken for each other; what repeats inside a file is for its format
 * to tell.
 */
import type { CandleEvent, LiquidationEvent, MarketEvent, TradeEvent } from '../../../shared/model/events';
import type { InstrumentId, InstrumentTable } from '../../../shared/model/instrument';
import { knownAtMs } from './fileEvents';

export class Repeats {
  readonly #instruments: InstrumentTable;
  /** What became known at `#timeMs`, with the file it came from. */
  readonly #present = new Map<string, number>();
  #timeMs = 0;

  constructor(instruments: InstrumentTable) {
    this.#instruments = instruments;
  }

  /** True when another file has brought the same; to be asked in the order of time. */
  has(event: MarketEvent, source: number): boolean {
    const timeMs = knownAtMs(event);
    if (timeMs !== this.#timeMs) {
      this.#timeMs = timeMs;
      this.#present.clear();
    }
    const key = this.#keyOf(event);
    if (key === null) return false;
    const known = this.#present.get(key);
    if (known === undefined) this.#present.set(key, source);
    return known !== undefined && known !== source;
  }

  #keyOf(event: MarketEvent): string | null {
    switch (event.kind) {
      case 'trade':
        return this.#tradeKey(event);
      case 'candle':
        return this.#candleKey(event);
      case 'liquidation':
        return this.#liquidationKey(event);
      case 'ticker':
      case 'mark':
      case 'funding':
      case 'openInterest': {
        const { seq: _, receiveTimeMs: __, instrument, ...values } = event;
        return `${this.#idOf(instrument)} ${JSON.stringify(values)}`;
      }
      default:
        return null;
    }
  }

  #tradeKey({ instrument, tradeId }: TradeEvent): string | null {
    return tradeId === null ? null : `trade ${this.#idOf(instrument)} ${tradeId}`;
  }

  /** A bar is the same also when another file has other values for it: there is one truth to a minute. */
  #candleKey({ instrument, intervalMs, openTimeMs, closed }: CandleEvent): string {
    return `candle ${this.#idOf(instrument)} ${intervalMs} ${openTimeMs} ${closed}`;
  }

  #liquidationKey(event: LiquidationEvent): string {
    const { instrument, positionSide, priceTicks, quantityLots } = event;
    return `liquidation ${this.#idOf(instrument)} ${positionSide} ${priceTicks} ${quantityLots}`;
  }

  #idOf(index: number): InstrumentId {
    return this.#instruments.get(index).id;
  }
}
