/**
 * What one step of an asset's market produces: the seam between the dynamics (prices, traders, liquidations)
 * and the tape that turns them into the venues' events.
 *
 * Invariant: the dynamics never know whether a tape listens, and the tape draws from random streams of its
 * own, so a market stepped with and without a tape takes the same path.
 */
import type { PositionSide } from '../../../../shared/model/events';

/** One side of the asset's market during a step. Prices in USD, flows in USD and without a sign. */
export interface MarketLeg {
  readonly openPrice: number;
  readonly closePrice: number;
  /** Bought and sold by takers, forced orders included. */
  readonly takerBuyUsd: number;
  readonly takerSellUsd: number;
}

/** A liquidation order, or the piece of one that this step's depth allowed. Part of the perpetual's flow. */
export interface ForcedOrder {
  /** Side of the position that is closed; the order itself goes the other way. */
  readonly positionSide: PositionSide;
  readonly positionId: number;
  readonly quantityBase: number;
  /** Average fill. */
  readonly fillPrice: number;
  readonly entryPrice: number;
  readonly leverage: number;
  readonly liquidationPrice: number;
  readonly openedMs: number;
}

export interface AssetStep {
  readonly asset: string;
  /** The step covers `[fromMs, toMs)`. */
  readonly fromMs: number;
  readonly toMs: number;
  readonly spot: MarketLeg;
  readonly perpetual: MarketLeg;
  /** In the order of execution. */
  readonly forced: readonly ForcedOrder[];
  /** At the end of the step. */
  readonly openInterestBase: number;
  readonly indexPrice: number;
  readonly markPrice: number;
  /** Predicted rate of the running funding interval, as a fraction. */
  readonly fundingRate: number;
  /** Relative activity of the moment: 1 is an ordinary hour; scales the number of trades, not their sum. */
  readonly activity: number;
}
