/** A small made-up market for tests of the tape: venues, and steps with prices, flows and liquidations. */
import type { CandleEvent, MarketEvent, TradeEvent } from '../../../../shared/model/events';
import type { InstrumentSpec } from '../../../../shared/model/instrument';
import { DAY_MS, MINUTE_MS, SECOND_MS, type TimeRange } from '../../../../shared/model/time';
import type { LiquidationReporting } from '../../../../shared/model/venue';
import type { AssetStep, ForcedOrder, MarketLeg } from '../market/assetStep';
import { RandomStream } from '../random/randomStream';
import { AssetTape } from './assetTape';
import type { LiquidationTruth } from './liquidationTruth';
import type { TapeDetail } from './tapeLeg';
import { tapeProfileOf } from './tapeProfile';
import type { TapeInstrument, TapeVenue } from './tapeVenue';

/** A full minute, three minutes before the payment of funding. */
export const START_MS = Date.UTC(2026, 0, 13, 7, 57);
export const STEP_MS = 5 * SECOND_MS;

interface VenueLook {
  readonly id: string;
  readonly liquidationReporting: LiquidationReporting;
  readonly perpetual: number;
  readonly spot: number;
}

const LOOKS: readonly VenueLook[] = [
  { id: 'harbor', liquidationReporting: 'full', perpetual: 0.25, spot: 0.2 },
  { id: 'strait', liquidationReporting: 'largestPerSecond', perpetual: 0.5, spot: 0.3 },
  { id: 'delta', liquidationReporting: 'latestPerSecond', perpetual: 0.25, spot: 0 },
  { id: 'quay', liquidationReporting: 'none', perpetual: 0, spot: 0.5 },
];

/** `outages` by venue. */
export function testVenues(outages: Readonly<Record<string, readonly TimeRange[]>> = {}): TapeVenue[] {
  let rows = 0;
  return LOOKS.map(({ id, liquidationReporting, perpetual, spot }) => {
    const instruments: TapeInstrument[] = [];
    if (perpetual > 0) {
      const bookEveryMs = id === 'strait' ? 10 * SECOND_MS : MINUTE_MS;
      const scale = { priceDecimals: 1, quantityDecimals: 3 };
      instruments.push({ instrument: rows++, kind: 'perpetual', ...scale, share: perpetual, bookEveryMs });
    }
    if (spot > 0) {
      const bookEveryMs = id === 'quay' ? 10 * SECOND_MS : MINUTE_MS;
      const scale = { priceDecimals: 2, quantityDecimals: 4 };
      instruments.push({ instrument: rows++, kind: 'spot', ...scale, share: spot, bookEveryMs });
    }
    return { id, liquidationReporting, instruments, outages: outages[id] ?? [] };
  });
}

/** The instruments of `testVenues`, in the order of their rows. */
export function testSpecs(): InstrumentSpec[] {
  return testVenues().flatMap(({ id, instruments }) =>
    instruments.map(({ kind, priceDecimals, quantityDecimals }) => {
      const symbol = kind === 'spot' ? 'BTCUSDT' : 'BTCUSDT-PERP';
      const common = { venue: id, symbol, asset: 'BTC', quote: 'USDT', kind, tickSize: null };
      return { id: `${id}:${symbol}`, ...common, priceDecimals, quantityDecimals };
    }),
  );
}

export function testTape(seed: number, venues = testVenues(), asset = 'BTC'): AssetTape {
  return new AssetTape({ asset, seed, profile: tapeProfileOf(asset, 92_000), venues });
}

export interface StepsOptions {
  readonly seed: number;
  readonly count: number;
  readonly fromMs?: number;
  readonly stepMs?: number;
  /** Mean number of liquidations a step. */
  readonly liquidations?: number;
}

/** A driftless market around 92,000 USD; each step opens where the one before closed. */
export function testSteps(options: StepsOptions): AssetStep[] {
  const { seed, count, fromMs = START_MS, stepMs = STEP_MS, liquidations = 0.5 } = options;
  const random = new RandomStream(seed, 'test steps');
  const scale = stepMs / STEP_MS;
  let spotPrice = 92_000;
  let perpetualPrice = 92_010;
  return Array.from({ length: count }, (_, index): AssetStep => {
    const move = 1 + random.normal() * 1.5e-4 * Math.sqrt(scale);
    const spot = legOf(spotPrice, spotPrice * move, (4e10 / 17_280) * scale * 0.3, random);
    spotPrice = spot.closePrice;
    const forced = Array.from({ length: random.integer(2 * liquidations + 1) }, (_unused, order) =>
      forcedOf(perpetualPrice, 100 * index + order, random),
    );
    const wanted = legOf(perpetualPrice, spotPrice * (1 + random.normal() * 5e-5), 2e6 * scale, random);
    const perpetual = withForced(wanted, forced);
    perpetualPrice = perpetual.closePrice;
    return {
      asset: 'BTC',
      fromMs: fromMs + index * stepMs,
      toMs: fromMs + (index + 1) * stepMs,
      spot,
      perpetual,
      forced,
      openInterestBase: 100_000 + random.normal() * 100,
      indexPrice: spotPrice,
      markPrice: perpetualPrice,
      fundingRate: 1e-4 + random.normal() * 1e-6,
      activity: random.between(0.3, 2.5),
    };
  });
}

function legOf(openPrice: number, closePrice: number, usd: number, random: RandomStream): MarketLeg {
  const volumeUsd = usd * random.lognormal(0.7);
  const buyShare = random.between(0.2, 0.8);
  return {
    openPrice,
    closePrice,
    takerBuyUsd: volumeUsd * buyShare,
    takerSellUsd: volumeUsd * (1 - buyShare),
  };
}

function forcedOf(price: number, positionId: number, random: RandomStream): ForcedOrder {
  const positionSide = random.uniform() < 0.6 ? 'short' : 'long';
  const entryPrice = price * (positionSide === 'short' ? 0.98 : 1.02);
  return {
    positionSide,
    positionId,
    quantityBase: random.pareto(1.6) * 0.2137,
    fillPrice: price,
    entryPrice,
    leverage: 50,
    liquidationPrice: price,
    openedMs: START_MS - DAY_MS,
  };
}

/** Forced orders are part of the taker flow. */
function withForced(leg: MarketLeg, forced: readonly ForcedOrder[]): MarketLeg {
  const usdOf = (side: ForcedOrder['positionSide']) =>
    forced.reduce(
      (sum, order) => sum + (order.positionSide === side ? order.quantityBase * order.fillPrice : 0),
      0,
    );
  return {
    ...leg,
    takerBuyUsd: leg.takerBuyUsd + usdOf('short'),
    takerSellUsd: leg.takerSellUsd + usdOf('long'),
  };
}

export interface Taken {
  readonly events: MarketEvent[];
  readonly truths: LiquidationTruth[];
}

export function takeAll(tape: AssetTape, steps: readonly AssetStep[], detail: TapeDetail = 'all'): Taken {
  const taken: Taken = { events: [], truths: [] };
  for (const step of steps) {
    tape.take(
      step,
      (event) => taken.events.push(event),
      (truth) => taken.truths.push(truth),
      detail,
    );
  }
  return taken;
}

export function tradesOf(events: readonly MarketEvent[]): TradeEvent[] {
  return events.filter((event) => event.kind === 'trade');
}

export function candlesOf(events: readonly MarketEvent[]): CandleEvent[] {
  return events.filter((event) => event.kind === 'candle');
}
