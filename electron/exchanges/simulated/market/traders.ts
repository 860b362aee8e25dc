/**
 * Who opens positions: arrivals, sizes, leverage, stops, targets and patience.
 *
 * Invariant: the sequence of candidates depends on the seed and the calendar only. The price decides which of
 * them open, not who comes: a small change of the market does not shuffle everyone behind it.
 */

import type { ByteReader, ByteWriter } from '../../../../shared/market/byteCodec';
import type { PositionSide } from '../../../../shared/model/events';
import { HOUR_MS } from '../../../../shared/model/time';
import { exp } from '../random/portableMath';
import { RandomStream } from '../random/randomStream';
import { tieredLiquidationPrice } from './liquidationPrice';
import { type MarginTier, tierOf } from './marginTiers';
import type { AssetMarketParams } from './marketParams';
import { LONGEST_LIFE_MS, type NewPosition } from './positionBook';
import { readWords, writeArray } from './typedArrays';

/** Leverage that traders choose, with its share of the openings. */
const LEVERAGES: readonly (readonly [leverage: number, share: number])[] = [
  [3, 0.12],
  [5, 0.18],
  [10, 0.27],
  [20, 0.15],
  [25, 0.11],
  [50, 0.1],
  [75, 0.03],
  [100, 0.04],
];
const LEVERAGE_SIGMA = 0.22;
const SIZE_ALPHA = 1.6;
const LARGEST_SIZE = 60;
/** Traders fade the edges: at the upper one fewer longs and more shorts open, at the lower one the reverse. */
const FADE = 0.55;
const FARTHEST = 1.5;
const MOST_TILT = exp(FADE * FARTHEST);
const STOP_CHANCE = 0.5;
const TARGET_CHANCE = 0.6;
const TAKER_CHANCE = 0.6;
/** Mean life of a position at leverage 10; it falls with the root of the leverage. */
const LIFE_MS = 36 * HOUR_MS;

export interface Opening {
  readonly position: NewPosition;
  readonly notionalUsd: number;
  /** True when it is bought or sold at market. */
  readonly isTaker: boolean;
}

export class Traders {
  readonly #params: AssetMarketParams;
  readonly #arrivals: RandomStream;
  readonly #choices: RandomStream;
  readonly #middle: number;
  readonly #halfWidth: number;

  constructor(params: AssetMarketParams, seed: number) {
    this.#params = params;
    this.#arrivals = new RandomStream(seed, `${params.asset}/arrivals`);
    this.#choices = new RandomStream(seed, `${params.asset}/traders`);
    this.#middle = (params.range.low + params.range.high) / 2;
    this.#halfWidth = (params.range.high - params.range.low) / 2;
  }

  /** Openings of one side during a step at `price`, given to `open` one by one. */
  arrive(
    side: PositionSide,
    step: { readonly fromMs: number; readonly durationMs: number },
    market: { readonly price: number; readonly activity: number },
    open: (opening: Opening) => void,
  ): void {
    const ordinary = (this.#params.openingsPerHour * step.durationMs) / HOUR_MS;
    const candidates = this.#poisson(ordinary * market.activity * MOST_TILT);
    if (candidates === 0) return;
    const position = (market.price - this.#middle) / this.#halfWidth;
    const farness = Math.max(-FARTHEST, Math.min(FARTHEST, position));
    const tilt = exp(side === 'long' ? -FADE * farness : FADE * farness);
    for (let candidate = 0; candidate < candidates; candidate += 1) {
      const opening = this.#choose(side, market.price, step.fromMs, tilt / MOST_TILT);
      if (opening !== null) open(opening);
    }
  }

  snapshot(writer: ByteWriter): void {
    writeArray(writer, this.#arrivals.snapshot());
    writeArray(writer, this.#choices.snapshot());
  }

  restore(reader: ByteReader): void {
    this.#arrivals.restore(readWords(reader));
    this.#choices.restore(readWords(reader));
  }

  /** Draws the same numbers whatever the price; null for who stays away. */
  #choose(side: PositionSide, price: number, openedMs: number, chance: number): Opening | null {
    const draw = this.#choices;
    const comes = draw.uniform() < chance;
    const notionalUsd = this.#params.positionUsd[side] * Math.min(LARGEST_SIZE, draw.pareto(SIZE_ALPHA));
    const wished = pick(draw.uniform()) * draw.lognormal(LEVERAGE_SIGMA);
    const hasStop = draw.uniform() < STOP_CHANCE;
    const stopAt = draw.between(0.3, 0.9);
    const hasTarget = draw.uniform() < TARGET_CHANCE;
    const targetAt = draw.between(0.3, 1.6);
    const isTaker = draw.uniform() < TAKER_CHANCE;
    const lives = draw.exponential(1);
    if (!comes) return null;

    const leverage = allowedLeverage(wished, notionalUsd, this.#params.marginTiers);
    const quantityBase = notionalUsd / price;
    const liquidationPrice = tieredLiquidationPrice(
      { side, quantityBase, entryPrice: price, marginUsd: notionalUsd / leverage },
      this.#params.marginTiers,
    );
    const distance = liquidationPrice - price;
    const life = lives * LIFE_MS * Math.sqrt(10 / leverage);
    return {
      position: {
        side,
        quantityBase,
        entryPrice: price,
        leverage,
        liquidationPrice,
        adversePrice: hasStop ? price + stopAt * distance : liquidationPrice,
        favourablePrice: hasTarget ? Math.max(0.2 * price, price - targetAt * distance) : null,
        openedMs,
        expiresMs: openedMs + Math.min(LONGEST_LIFE_MS, life),
      },
      notionalUsd,
      isTaker,
    };
  }

  /** Knuth's method: the means here are small. */
  #poisson(mean: number): number {
    const limit = exp(-mean);
    let product = this.#arrivals.uniform();
    let count = 0;
    while (product > limit) {
      product *= this.#arrivals.uniform();
      count += 1;
    }
    return count;
  }
}

function pick(uniform: number): number {
  let sum = 0;
  for (const [leverage, share] of LEVERAGES) {
    sum += share;
    if (uniform < sum) return leverage;
  }
  return 100;
}

function allowedLeverage(wished: number, notionalUsd: number, tiers: readonly MarginTier[]): number {
  return Math.max(1.2, Math.min(wished, tierOf(tiers, notionalUsd).maxLeverage));
}
