/** The hours before the market begins, as candles of each venue. */
import type { CandleEvent } from '../../../../shared/model/events';
import { HOUR_MS } from '../../../../shared/model/time';
import { assetHistory, type HourlyLeg } from '../history/assetHistory';
import type { Scenario } from '../scenario/scenarioSchema';
import { tapeVenuesOf } from '../simulatedVenues';
import { type TapeMarket, tapeMarkets } from '../tape/tapeVenue';

/** Candles of an hour of the chosen assets: a part a market, in order of time. */
export function* preHistory(scenario: Scenario, assets: readonly string[]): Iterable<CandleEvent[]> {
  for (const asset of scenario.assets) {
    if (!assets.includes(asset.asset)) continue;
    const history = assetHistory(scenario, asset, scenario.seed);
    for (const market of tapeMarkets(tapeVenuesOf(scenario, asset.asset))) {
      const leg = history[market.kind];
      yield Array.from({ length: history.hours }, (_, hour) =>
        candle(market, leg, hour, history.fromMs + hour * HOUR_MS),
      );
    }
  }
}

function candle(market: TapeMarket, leg: HourlyLeg, hour: number, openTimeMs: number): CandleEvent {
  const { ticksPerUsd, lotsPerUnit, instrument, share } = market;
  const ticks = (prices: Float64Array) => Math.round((prices[hour] ?? 0) * ticksPerUsd);
  const base = (amounts: Float64Array) =>
    Math.round((amounts[hour] ?? 0) * share * lotsPerUnit) / lotsPerUnit;
  const openTicks = ticks(leg.open);
  const closeTicks = ticks(leg.close);
  const volumeBase = base(leg.volumeBase);
  return {
    kind: 'candle',
    seq: 0,
    exchangeTimeMs: 0,
    receiveTimeMs: 0,
    instrument,
    intervalMs: HOUR_MS,
    openTimeMs,
    openTicks,
    highTicks: Math.max(openTicks, closeTicks, ticks(leg.high)),
    lowTicks: Math.min(openTicks, closeTicks, ticks(leg.low)),
    closeTicks,
    volumeBase,
    volumeQuote: (volumeBase * (openTicks + closeTicks)) / 2 / ticksPerUsd,
    takerBuyBase: Math.min(volumeBase, base(leg.takerBuyBase)),
    tradeCount: null,
    closed: true,
    origin: 'history',
  };
}
