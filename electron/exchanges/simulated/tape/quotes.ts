/** Best prices of a market around a price of its kind: what takers buy and sell at, and where books begin. */
import type { TapeMarket } from './tapeVenue';

const BASIS_POINT = 1e-4;

export function bidTicksOf(market: TapeMarket, middle: number, halfSpreadBp: number): number {
  return Math.max(1, Math.floor(middle * (1 - halfSpreadBp * BASIS_POINT) * market.ticksPerUsd));
}

/** Above the bid, however tight the spread. */
export function askTicksOf(market: TapeMarket, middle: number, halfSpreadBp: number): number {
  const ticks = Math.ceil(middle * (1 + halfSpreadBp * BASIS_POINT) * market.ticksPerUsd);
  return Math.max(ticks, bidTicksOf(market, middle, halfSpreadBp) + 1);
}
