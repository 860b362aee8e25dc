/**
 * Mark price at which an isolated position is liquidated, by the published rule of each venue.
 *
 * Terms: `entryPrice` EP, `quantityBase` Q > 0, `marginUsd` = initial margin and whatever was added, `rate` the
 * maintenance rate m, `deductionUsd` the tier's maintenance amount, `feeRate` the taker fee a venue reserves
 * for closing (0 where it does not). Long means s = +1, short s = −1.
 */
import type { PositionSide } from '../../../../shared/model/events';
import { type MarginTier, tierOf } from './marginTiers';

export interface LinearPosition {
  readonly side: PositionSide;
  readonly quantityBase: number;
  readonly entryPrice: number;
  readonly marginUsd: number;
}

interface Maintenance {
  readonly rate: number;
  readonly deductionUsd?: number;
  readonly feeRate?: number;
}

/** A position in contracts worth a fixed number of dollars each, margined in the coin. */
export interface InversePosition {
  readonly side: PositionSide;
  readonly contractsUsd: number;
  readonly entryPrice: number;
  readonly leverage: number;
}

/**
 * Linear contracts: equity = margin + s·Q(P − EP) equals maintenance = (m + f)·Q·P − deduction. Binance USD-M
 * and Hyperliquid (m = half of 1 / the tier's highest leverage) without a fee; OKX and BitMEX linear with it.
 */
export function liquidationPrice(position: LinearPosition, maintenance: Maintenance): number {
  const { side, quantityBase, entryPrice, marginUsd } = position;
  const { rate, deductionUsd = 0, feeRate = 0 } = maintenance;
  const sign = side === 'long' ? 1 : -1;
  return (sign * entryPrice - (marginUsd + deductionUsd) / quantityBase) / (sign - rate - feeRate);
}

/** The same with the tier that holds at the liquidation price itself; at most three rounds find it. */
export function tieredLiquidationPrice(position: LinearPosition, tiers: readonly MarginTier[]): number {
  let tier = tierOf(tiers, position.quantityBase * position.entryPrice);
  let price = Number.NaN;
  for (let round = 0; round < 3; round += 1) {
    price = liquidationPrice(position, { rate: tier.maintenanceRate, deductionUsd: tier.deductionUsd });
    const tierAtPrice = tierOf(tiers, position.quantityBase * price);
    if (tierAtPrice === tier) break;
    tier = tierAtPrice;
  }
  return price;
}

/** Bybit linear: maintenance is taken on the entry value, LP = EP − s·(margin − MM)/Q. */
export function bybitLinearLiquidationPrice(position: LinearPosition, maintenance: Maintenance): number {
  const { side, quantityBase, entryPrice, marginUsd } = position;
  const maintenanceUsd = quantityBase * entryPrice * maintenance.rate - (maintenance.deductionUsd ?? 0);
  const sign = side === 'long' ? 1 : -1;
  return entryPrice - (sign * (marginUsd - maintenanceUsd)) / quantityBase;
}

/** Bybit inverse, text of 2026-05. */
export function bybitInverseLiquidationPrice(position: InversePosition, rate: number): number {
  const { side, contractsUsd, entryPrice, leverage } = position;
  const sign = side === 'long' ? 1 : -1;
  const value = contractsUsd / entryPrice;
  return (contractsUsd * (1 + sign * rate)) / (value + (sign * value) / leverage);
}

/** Bybit inverse, text of 2024: Q / (V ± (IM − MM)). */
export function bybitInverseLiquidationPrice2024(position: InversePosition, rate: number): number {
  const { side, contractsUsd, entryPrice, leverage } = position;
  const sign = side === 'long' ? 1 : -1;
  const value = contractsUsd / entryPrice;
  return contractsUsd / (value + sign * (value / leverage - value * rate));
}

/** OKX, margined in the coin. `rate` includes the taker fee. */
export function okxCoinLiquidationPrice(position: InversePosition, rate: number): number {
  const { side, entryPrice, leverage } = position;
  const sign = side === 'long' ? 1 : -1;
  return (1 + sign * rate) / (1 / entryPrice + sign / (entryPrice * leverage));
}

/** BitMEX inverse. `rate` is maintenance plus the taker fee. */
export function bitmexInverseLiquidationPrice(position: InversePosition, rate: number): number {
  const { side, entryPrice, leverage } = position;
  const sign = side === 'long' ? 1 : -1;
  return entryPrice / (1 + sign * (1 / leverage - rate));
}

/** BitMEX inverse: where the margin is gone altogether. */
export function bitmexInverseBankruptcyPrice({ side, entryPrice, leverage }: InversePosition): number {
  return (entryPrice * leverage) / (leverage + (side === 'long' ? 1 : -1));
}
