/** A minute of which only the sums are made: the candle of one market, without trades. */
import type { MarketLeg } from '../market/assetStep';
import type { RandomStream } from '../random/randomStream';
import type { MinuteBars } from './minuteBars';
import type { TapeMarket } from './tapeVenue';

/** Deviation of a minute's noise against that of a step of 5 s: √12, and less because most of it is the move. */
const NOISE_OF_MINUTE = 2;
const NOISE_OF_MOVE = 0.2;
const BASIS_POINT = 1e-4;

export interface TradedUsd {
  readonly buyUsd: number;
  readonly sellUsd: number;
}

/**
 * Fills the bar; `offset` is the market's distance from the price of its kind, as a fraction. Returns what
 * was traded of `wanted`, which is whole lots at the middle of open and close.
 */
export function fillCoarseMinute(
  bars: MinuteBars,
  market: TapeMarket,
  leg: MarketLeg,
  offset: number,
  noiseBp: number,
  wanted: TradedUsd,
  random: RandomStream,
): TradedUsd {
  const ticks = (price: number) => Math.max(1, Math.round(price * (1 + offset) * market.ticksPerUsd));
  const openTicks = bars.lastTicks === 0 ? ticks(leg.openPrice) : bars.lastTicks;
  const closeTicks = ticks(leg.closePrice);
  const noise =
    leg.openPrice * noiseBp * BASIS_POINT * NOISE_OF_MINUTE +
    NOISE_OF_MOVE * Math.abs(leg.closePrice - leg.openPrice);
  const above = Math.round(Math.abs(random.normal()) * noise * market.ticksPerUsd);
  const below = Math.round(Math.abs(random.normal()) * noise * market.ticksPerUsd);
  const middleTicks = Math.round((openTicks + closeTicks) / 2);
  const lotUsd = middleTicks * market.usdPerLotTick;
  const buyLots = Math.max(0, Math.floor(wanted.buyUsd / lotUsd));
  const sellLots = Math.max(0, Math.floor(wanted.sellUsd / lotUsd));
  const lots = buyLots + sellLots;
  bars.addCoarse({
    openTicks,
    highTicks: Math.max(openTicks, closeTicks) + above,
    lowTicks: Math.max(1, Math.min(openTicks, closeTicks) - below),
    closeTicks,
    lots,
    buyLots,
    lotTicks: lots * middleTicks,
  });
  return { buyUsd: buyLots * lotUsd, sellUsd: sellLots * lotUsd };
}
