/**
 * Adds up what a simulated market publishes and names what does not add up: candles against trades, liquidations
 * against the trades they were, against the truth and against what the position books lost, basis, open interest,
 * trades against books and the impact rule.
 */
import type { BookEvent, CandleEvent, MarketEvent, TradeEvent } from '../../../shared/model/events';
import type { MarketStep } from './marketScript';
import type { SimulatedMarket } from './simulatedMarket';

/** Spot and perpetual stay this close outside of cascades. */
const LARGEST_BASIS = 0.005;
const SIDES = ['long', 'short'] as const;

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
  readonly #market: SimulatedMarket;
  readonly #bars = new Map<number, Bar>();
  /** By instrument: what the newest book and the impact rule since then allow a trade to be at. */
  readonly #spans = new Map<number, { low: number; high: number }>();
  /** Base units by asset and side: what the position books had lost before, and what was forced since. */
  readonly #lostBefore = new Map<string, number>();
  readonly #forced = new Map<string, number>();
  readonly #problems: string[] = [];
  #lastTrade: TradeEvent | null = null;
  #timeMs = 0;
  #trades = 0;
  #candles = 0;
  #liquidations = 0;
  #largestBasis = 0;

  /** `market` stands where the audit begins, and has taken a step before. */
  constructor(market: SimulatedMarket) {
    this.#market = market;
    for (const { asset } of market.instruments) {
      for (const side of SIDES) {
        const ledger = market.ledger(asset, side);
        if (ledger !== null) this.#lostBefore.set(`${asset} ${side}`, ledger.liquidatedBase);
      }
    }
  }

  take({ events, truth, toMs }: MarketStep): void {
    this.#widenSpans();
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
      if (record.kind !== 'liquidation') continue;
      if (record.reported) reportedUsd += record.notionalUsd;
      const key = `${record.asset} ${record.positionSide}`;
      this.#forced.set(key, (this.#forced.get(key) ?? 0) + record.quantityBase);
    }
    if (Math.abs(publishedUsd - reportedUsd) > 1e-6 * reportedUsd + 1e-6) {
      this.#problems.push(`${publishedUsd} USD of liquidations were published, ${reportedUsd} marked so`);
    }
  }

  result(): AuditResult {
    this.#compareLedgers();
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
        this.#beginSpan(event);
        break;
      default:
    }
  }

  #takeTrade(event: TradeEvent): void {
    this.#trades++;
    this.#lastTrade = event;
    const { instrument, priceTicks, quantityLots, takerSide } = event;
    if (!(quantityLots > 0 && priceTicks > 0)) this.#problem('is empty', event);
    const span = this.#spans.get(instrument);
    if (span !== undefined && (priceTicks < span.low || priceTicks > span.high)) {
      this.#problem(
        `is outside of the book by more than the impact rule, ${span.low} to ${span.high}`,
        event,
      );
    }
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
    const lotsPerUnit = 10 ** (this.#market.instruments[event.instrument]?.quantityDecimals ?? 0);
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

  #beginSpan({ instrument, bidTicks, askTicks }: BookEvent): void {
    const [low = 0, high = 0] = [bidTicks[0], askTicks[0]];
    this.#spans.set(instrument, { low, high });
    this.#widen(instrument);
  }

  /** By what the step that was just taken can have moved the prices. */
  #widenSpans(): void {
    for (const instrument of this.#spans.keys()) this.#widen(instrument);
  }

  #widen(instrument: number): void {
    const span = this.#spans.get(instrument);
    const reach = this.#market.reach(instrument);
    if (span === undefined || reach === null) return;
    span.low = Math.min(span.low, reach.lowTicks);
    span.high = Math.max(span.high, reach.highTicks);
  }

  /** Whole lots of forced orders are owed from step to step, half a lot at most. */
  #compareLedgers(): void {
    for (const [key, before] of this.#lostBefore) {
      const [asset = '', side] = key.split(' ');
      const ledger = this.#market.ledger(asset, side === 'short' ? 'short' : 'long');
      const lost = (ledger?.liquidatedBase ?? 0) - before;
      const forced = this.#forced.get(key) ?? 0;
      const decimals = this.#market.instruments.find((each) => each.asset === asset)?.quantityDecimals ?? 0;
      if (Math.abs(lost - forced) > 1.01 / 10 ** decimals + 1e-9 * lost) {
        this.#problems.push(`the ${side}s of ${asset} lost ${lost}, ${forced} was forced`);
      }
    }
  }

  #problem(what: string, event: MarketEvent): void {
    this.#problems.push(`a ${event.kind} ${what}: ${JSON.stringify(event)}`);
  }
}
