/**
 * Adds up what a simulated market publishes and names what does not add up: candles against trades, liquidations
 * against the trades they were and against the truth, basis, open interest, trades against books.
 */
import type { BookEvent, CandleEvent, MarketEvent, TradeEvent } from '../../../shared/model/events';
import type { InstrumentSpec } from '../../../shared/model/instrument';
import type { MarketStep } from './marketScript';

/** Spot and perpetual stay this close outside of cascades. */
const LARGEST_BASIS = 0.005;
/** A trade lies this close to the newest book of its instrument, which may be a minute old. */
const FARTHEST_FROM_BOOK = 0.02;

interface Bar {
  open: number;
  high: number;
  low: number;
  close: number;
  lots: number;
  buyLots: number;
  count: number;
}

export interface AuditResult {
  readonly problems: readonly string[];
  readonly trades: number;
  readonly candles: number;
  readonly liquidations: number;
  readonly largestBasis: number;
}

export class MarketAudit {
  readonly #instruments: readonly InstrumentSpec[];
  readonly #bars = new Map<number, Bar>();
  readonly #books = new Map<number, BookEvent>();
  readonly #problems: string[] = [];
  #lastTrade: TradeEvent | null = null;
  #timeMs = 0;
  #trades = 0;
  #candles = 0;
  #liquidations = 0;
  #largestBasis = 0;

  constructor(instruments: readonly InstrumentSpec[]) {
    this.#instruments = instruments;
  }

  take({ events, truth, toMs }: MarketStep): void {
    let publishedUsd = 0;
    for (const event of events) {
      if (event.exchangeTimeMs < this.#timeMs) this.#problem('goes back in time', event);
      if (event.exchangeTimeMs >= toMs) this.#problem('is outside of its step', event);
      this.#timeMs = event.exchangeTimeMs;
      if (event.kind === 'liquidation') publishedUsd += event.notionalUsd;
      this.#takeEvent(event);
    }
    let reportedUsd = 0;
    for (const record of truth) {
      if (record.kind === 'liquidation' && record.reported) reportedUsd += record.notionalUsd;
    }
    if (Math.abs(publishedUsd - reportedUsd) > 1e-6 * reportedUsd + 1e-6) {
      this.#problems.push(`${publishedUsd} USD of liquidations were published, ${reportedUsd} marked so`);
    }
  }

  result(): AuditResult {
    return {
      problems: this.#problems,
      trades: this.#trades,
      candles: this.#candles,
      liquidations: this.#liquidations,
      largestBasis: this.#largestBasis,
    };
  }

  #takeEvent(event: MarketEvent): void {
    switch (event.kind) {
      case 'trade':
        this.#takeTrade(event);
        break;
      case 'candle':
        this.#takeCandle(event);
        break;
      case 'liquidation': {
        this.#liquidations++;
        const trade = this.#lastTrade;
        const isTrade =
          trade?.instrument === event.instrument &&
          trade.priceTicks === event.priceTicks &&
          trade.quantityLots === event.quantityLots;
        if (!isTrade) this.#problem('is no trade', event);
        break;
      }
      case 'mark': {
        const basis = Math.abs(event.markPrice / (event.indexPrice ?? event.markPrice) - 1);
        this.#largestBasis = Math.max(this.#largestBasis, basis);
        if (basis > LARGEST_BASIS) this.#problem(`has a basis of ${basis}`, event);
        break;
      }
      case 'openInterest':
        if (!(event.quantityBase >= 0)) this.#problem('is negative', event);
        break;
      case 'book':
        if ((event.bidTicks[0] ?? 0) >= (event.askTicks[0] ?? Number.POSITIVE_INFINITY)) {
          this.#problem('is crossed', event);
        }
        this.#books.set(event.instrument, event);
        break;
      default:
    }
  }

  #takeTrade(event: TradeEvent): void {
    this.#trades++;
    this.#lastTrade = event;
    const { instrument, priceTicks, quantityLots, takerSide } = event;
    if (!(quantityLots > 0 && priceTicks > 0)) this.#problem('is empty', event);
    const book = this.#books.get(instrument);
    const middle = ((book?.bidTicks[0] ?? priceTicks) + (book?.askTicks[0] ?? priceTicks)) / 2;
    if (Math.abs(priceTicks / middle - 1) > FARTHEST_FROM_BOOK)
      this.#problem('is outside of the book', event);
    const bar = this.#bars.get(instrument);
    const buyLots = takerSide === 'buy' ? quantityLots : 0;
    if (bar === undefined) {
      const price = { open: priceTicks, high: priceTicks, low: priceTicks, close: priceTicks };
      this.#bars.set(instrument, { ...price, lots: quantityLots, buyLots, count: 1 });
      return;
    }
    bar.high = Math.max(bar.high, priceTicks);
    bar.low = Math.min(bar.low, priceTicks);
    bar.close = priceTicks;
    bar.lots += quantityLots;
    bar.buyLots += buyLots;
    bar.count++;
  }

  #takeCandle(event: CandleEvent): void {
    if (event.origin !== 'stream' || !event.closed) return;
    this.#candles++;
    const bar = this.#bars.get(event.instrument);
    this.#bars.delete(event.instrument);
    if (bar === undefined) {
      if (event.volumeBase !== 0) this.#problem('has volume without a trade', event);
      return;
    }
    const lotsPerUnit = 10 ** (this.#instruments[event.instrument]?.quantityDecimals ?? 0);
    const isSame =
      bar.open === event.openTicks &&
      bar.high === event.highTicks &&
      bar.low === event.lowTicks &&
      bar.close === event.closeTicks &&
      bar.count === event.tradeCount &&
      bar.lots === Math.round(event.volumeBase * lotsPerUnit) &&
      bar.buyLots === Math.round((event.takerBuyBase ?? -1) * lotsPerUnit);
    if (!isSame) this.#problem(`is not what its trades make, ${JSON.stringify(bar)}`, event);
  }

  #problem(what: string, event: MarketEvent): void {
    this.#problems.push(`a ${event.kind} ${what}: ${JSON.stringify(event)}`);
  }
}
