/** One instrument of the frozen market: its price is a fixed curve with seeded noise upon it. */
import type { LiquidationEvent, MarketEvent, TradeEvent } from '../../shared/model/events';
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../../shared/model/time';
import { hashedRandom, seededRandom } from '../venue/random';

export interface FrozenShape {
  readonly instrument: number;
  /** In the middle of the range, dollars. */
  readonly basePrice: number;
  readonly priceDecimals: number;
  readonly quantityDecimals: number;
  /** How far it moves when the market moves by one. */
  readonly beta: number;
  /** Dollars of a usual trade. */
  readonly tradeUsd: number;
  readonly seed: number;
}

/** 14 January 2026 17:22 UTC, when the range is left upwards. */
const BREAKOUT_MS = 1_768_411_320_000;
const TRADE_EVERY_MS = 900;
const LIQUIDATION_EVERY_MS = 4 * SECOND_MS;
const FIGURES_EVERY_MS = 3 * SECOND_MS;
const NOISE_STEPS = 24;

export class FrozenSymbol {
  readonly #shape: FrozenShape;
  readonly #random: () => number;

  constructor(shape: FrozenShape) {
    this.#shape = shape;
    this.#random = seededRandom(shape.seed + 1);
  }

  /** Minutes before the session, as a venue would answer for them. */
  history(fromMs: number, toMs: number): MarketEvent[] {
    const bars: MarketEvent[] = [];
    for (let openTimeMs = fromMs; openTimeMs < toMs; openTimeMs += MINUTE_MS) {
      const open = this.#ticks(openTimeMs);
      const close = this.#ticks(openTimeMs + MINUTE_MS);
      const wick = () => Math.round(open * 0.0004 * this.#random());
      const volumeBase = (this.#activity(openTimeMs) * 66 * this.#shape.tradeUsd) / this.#shape.basePrice;
      bars.push({
        kind: 'candle',
        ...this.#at(openTimeMs + MINUTE_MS),
        intervalMs: MINUTE_MS,
        openTimeMs,
        openTicks: open,
        highTicks: Math.max(open, close) + wick(),
        lowTicks: Math.min(open, close) - wick(),
        closeTicks: close,
        volumeBase,
        volumeQuote: null,
        takerBuyBase: volumeBase * (0.3 + 0.4 * this.#random()),
        tradeCount: 66,
        closed: true,
        origin: 'history',
      });
    }
    return bars;
  }

  session(fromMs: number, toMs: number): MarketEvent[] {
    const events: MarketEvent[] = [];
    for (let timeMs = fromMs; timeMs < toMs; timeMs += TRADE_EVERY_MS) {
      events.push(this.#trade(timeMs + Math.floor(TRADE_EVERY_MS * this.#random())));
    }
    for (let timeMs = fromMs; timeMs < toMs; timeMs += LIQUIDATION_EVERY_MS) {
      const atMs = timeMs + Math.floor(LIQUIDATION_EVERY_MS * this.#random());
      if (this.#random() < this.#stress(atMs)) events.push(this.#liquidation(atMs));
    }
    for (let timeMs = fromMs; timeMs < toMs; timeMs += FIGURES_EVERY_MS)
      events.push(...this.#figures(timeMs));
    return events;
  }

  #trade(timeMs: number): TradeEvent {
    const noise = Math.round((this.#random() - 0.5) * 0.00025 * this.#ticks(timeMs));
    const usd = -Math.log(1 - this.#random()) * this.#shape.tradeUsd * this.#activity(timeMs);
    const priceTicks = this.#ticks(timeMs) + noise;
    return {
      kind: 'trade',
      ...this.#at(timeMs),
      priceTicks,
      quantityLots: this.#lots(usd, priceTicks),
      takerSide: this.#random() < (timeMs > BREAKOUT_MS ? 0.56 : 0.48) ? 'buy' : 'sell',
      tradeId: null,
      backfilled: false,
    };
  }

  #liquidation(timeMs: number): LiquidationEvent {
    const isSqueeze = timeMs > BREAKOUT_MS;
    const priceTicks = this.#ticks(timeMs);
    const usd = 2 * this.#shape.tradeUsd * Math.exp((isSqueeze ? 4.15 : 2.2) * this.#random() ** 2);
    const quantityLots = this.#lots(usd, priceTicks);
    const { priceDecimals, quantityDecimals } = this.#shape;
    return {
      kind: 'liquidation',
      ...this.#at(timeMs),
      positionSide: this.#random() < (isSqueeze ? 0.86 : 0.45) ? 'short' : 'long',
      priceTicks,
      quantityLots,
      notionalUsd: (priceTicks * quantityLots) / 10 ** (priceDecimals + quantityDecimals),
    };
  }

  /** Mark price and ticker; once a minute open interest and funding too. */
  #figures(timeMs: number): MarketEvent[] {
    const { basePrice, priceDecimals, seed } = this.#shape;
    const ticks = this.#ticks(timeMs);
    const price = ticks / 10 ** priceDecimals;
    const events: MarketEvent[] = [
      { kind: 'mark', ...this.#at(timeMs), markPrice: price * 1.0001, indexPrice: price * 0.9995 },
      {
        kind: 'ticker',
        ...this.#at(timeMs),
        lastTicks: ticks,
        bidTicks: ticks - 1,
        askTicks: ticks + 1,
        open24hTicks: this.#ticks(timeMs - DAY_MS),
        high24hTicks: null,
        low24hTicks: null,
        volume24hBase: null,
        volume24hQuote: null,
      },
    ];
    if (timeMs % MINUTE_MS !== 0) return events;
    const contracts = ((9e9 - seed * 4e7) / basePrice) * (1 - 0.05 * risen(timeMs));
    return [
      ...events,
      { kind: 'openInterest', ...this.#at(timeMs), quantityBase: contracts, notionalUsd: contracts * price },
      {
        kind: 'funding',
        ...this.#at(timeMs),
        rate: 0.00006 + 0.00009 * risen(timeMs) - 0.00001 * (seed % 7),
        nextFundingTimeMs: Math.ceil((timeMs + 1) / (8 * HOUR_MS)) * 8 * HOUR_MS,
        intervalHours: 8,
      },
    ];
  }

  /** A curve through the day, and noise of a minute and longer that is the same whenever it is asked. */
  #ticks(timeMs: number): number {
    const { basePrice, priceDecimals, beta, seed } = this.#shape;
    const minute = (timeMs - BREAKOUT_MS) / MINUTE_MS;
    const range = 0.0045 * Math.sin(minute / 71 + 2) + 0.002 * Math.sin(minute / 23 + (seed % 10));
    const squeeze = 0.029 * risen(timeMs) + 0.0016 * risen(timeMs) * Math.sin(minute / 5);
    const drift = -0.012 * Math.max(0, -minute / 1_440 - 0.2);
    let noise = 0;
    for (let step = 0; step < NOISE_STEPS; step++) {
      const at = Math.floor(minute * 2) - step;
      noise += (hashedRandom(seed % 100, at) - 0.5) * 0.0007 * (1 - step / NOISE_STEPS);
    }
    const moved = 1 + beta * ((1 - 0.8 * risen(timeMs)) * range + squeeze + drift + noise);
    return Math.round(basePrice * moved * 10 ** priceDecimals);
  }

  /** Volume against a quiet minute. */
  #activity(timeMs: number): number {
    const sinceMinutes = (timeMs - BREAKOUT_MS) / MINUTE_MS;
    return 0.7 + 0.6 * this.#random() + (sinceMinutes < 0 ? 0 : 3.5 * Math.exp(-sinceMinutes / 22));
  }

  /** Probability of a liquidation at an occasion. */
  #stress(timeMs: number): number {
    const sinceMinutes = (timeMs - BREAKOUT_MS) / MINUTE_MS;
    return sinceMinutes < 0 ? 0.025 : 0.03 + 0.34 * Math.exp(-sinceMinutes / 18);
  }

  #lots(usd: number, priceTicks: number): number {
    const { priceDecimals, quantityDecimals } = this.#shape;
    return Math.max(1, Math.round((usd / priceTicks) * 10 ** (priceDecimals + quantityDecimals)));
  }

  #at(exchangeTimeMs: number) {
    return { seq: 0, exchangeTimeMs, receiveTimeMs: 0, instrument: this.#shape.instrument };
  }
}

/** 0 before the breakout, then towards 1 within half an hour. */
function risen(timeMs: number): number {
  return timeMs < BREAKOUT_MS ? 0 : 1 - Math.exp(-(timeMs - BREAKOUT_MS) / (13 * MINUTE_MS));
}
