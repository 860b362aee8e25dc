/**
 * Splits the liquidation orders of a step into the orders that reach the venues, and says which of those the
 * venues publish.
 *
 * Invariants:
 * - The lots of all orders of a side are the quantities of the dynamics, to within one lot that is carried on.
 * - The draws are keyed by the step and depend on nothing but it, so that reported totals can be had without
 *   any other part of the tape.
 */
import type { ByteReader, ByteWriter } from '../../../../shared/market/byteCodec';
import type { PositionSide } from '../../../../shared/model/events';
import { MINUTE_MS } from '../../../../shared/model/time';
import type { AssetStep, ForcedOrder } from '../market/assetStep';
import type { RandomStream } from '../random/randomStream';
import type { MarketShares } from './marketShares';
import { poisson } from './poisson';
import { published } from './reportingRule';
import type { TapeMarket } from './tapeVenue';

/** Of one liquidation in one step. */
const MOST_CHILDREN = 40;
const SIZE_SIGMA = 1.1;

export interface ChildOrder {
  readonly exchangeTimeMs: number;
  readonly slot: number;
  readonly quantityLots: number;
  readonly order: ForcedOrder;
  /** The venue publishes it as a liquidation. */
  isPublished: boolean;
}

export class ForcedOrders {
  /** Parts of a lot that are owed (or were given too much) per side of position; within half a lot of zero. */
  readonly #owed: Record<PositionSide, number> = { long: 0, short: 0 };
  readonly #markets: readonly TapeMarket[];
  readonly #shares: MarketShares;
  readonly #random: RandomStream;
  readonly #childUsd: number;
  readonly #lotsPerUnit: number;

  /** All perpetuals of an asset are in the same lots. */
  constructor(markets: readonly TapeMarket[], shares: MarketShares, random: RandomStream, childUsd: number) {
    this.#markets = markets;
    this.#shares = shares;
    this.#random = random;
    this.#childUsd = childUsd;
    const lots = new Set(shares.slots.map((slot) => markets[slot]?.lotsPerUnit));
    const [lotsPerUnit] = lots;
    if (lotsPerUnit === undefined || lots.size > 1) throw new RangeError('perpetuals differ in their lots');
    this.#lotsPerUnit = lotsPerUnit;
  }

  /** In the order of execution, which is that of time. */
  split(step: AssetStep): ChildOrder[] {
    if (step.forced.length === 0) return [];
    this.#random.restart(step.fromMs);
    const parts = step.forced.flatMap((order) => this.#parts(order));
    const times = this.#times(step, parts.length);
    const children = parts.map(
      ({ order, quantityLots }, index): ChildOrder => ({
        exchangeTimeMs: times[index] ?? step.fromMs,
        slot: this.#shares.pick(this.#random.uniform()),
        quantityLots,
        order,
        isPublished: false,
      }),
    );
    this.#publish(children);
    return children;
  }

  write(writer: ByteWriter): void {
    writer.double(this.#owed.long);
    writer.double(this.#owed.short);
  }

  read(reader: ByteReader): void {
    this.#owed.long = reader.double();
    this.#owed.short = reader.double();
  }

  #parts(order: ForcedOrder): { readonly order: ForcedOrder; readonly quantityLots: number }[] {
    const wanted = order.quantityBase * this.#lotsPerUnit + this.#owed[order.positionSide];
    const lots = Math.max(0, Math.round(wanted));
    this.#owed[order.positionSide] = wanted - lots;
    const notionalUsd = order.quantityBase * order.fillPrice;
    const count = Math.min(MOST_CHILDREN, 1 + poisson(this.#random, notionalUsd / this.#childUsd));
    const weights = Array.from({ length: count }, () => this.#random.lognormal(SIZE_SIGMA));
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    const parts = [];
    let weight = 0;
    let given = 0;
    for (const [index, own] of weights.entries()) {
      weight += own;
      const end = index === count - 1 ? lots : Math.round((lots * weight) / total);
      if (end > given) parts.push({ order, quantityLots: end - given });
      given = Math.max(given, end);
    }
    return parts;
  }

  #times(step: AssetStep, count: number): Float64Array {
    const times = new Float64Array(count);
    for (let index = 0; index < count; index += 1) {
      times[index] = step.fromMs + this.#random.integer(step.toMs - step.fromMs);
    }
    return times.sort();
  }

  #publish(children: readonly ChildOrder[]): void {
    for (const slot of this.#shares.slots) {
      const rule = this.#markets[slot]?.venue.liquidationReporting ?? 'none';
      const orders = children.filter((child) => child.slot === slot);
      for (const child of published(rule, orders)) child.isPublished = true;
    }
  }
}

/** The side takers are on when a position is closed by force. */
export function takerIsBuyer(positionSide: PositionSide): boolean {
  return positionSide === 'short';
}

/** Steps of a minute have candles but no trades. */
export function isCoarse(step: AssetStep): boolean {
  return step.toMs - step.fromMs >= MINUTE_MS;
}
