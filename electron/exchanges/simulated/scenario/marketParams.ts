/** The parameters of one asset's market, as its scenario says them. */
import { HOUR_MS } from '../../../../shared/model/time';
import { MARGIN_TIERS } from '../market/marginTiers';
import type { AssetMarketParams, TimedValue } from '../market/marketParams';
import type { Scenario, ScenarioAsset } from './scenarioSchema';

export function marketParamsOf(scenario: Scenario, asset: ScenarioAsset): AssetMarketParams {
  const { calendar, script, leader } = scenario;
  const { catalystMs, coarseFromMs } = calendar;
  const { range, calibration, traders } = asset;
  const startPrice = asset.history.prices.at(-1)?.price ?? range.low;
  return {
    asset: asset.asset,
    startPrice,
    leader,
    range,
    approach:
      catalystMs === null
        ? null
        : {
            fromMs: catalystMs - script.approach.hours * HOUR_MS,
            price: range.low + script.approach.rangeShare * (range.high - range.low),
          },
    catalystMs,
    path: catalystMs === null ? [] : pathOf(scenario, asset, catalystMs),
    depth: depthOf(scenario, catalystMs ?? coarseFromMs),
    reaction: { peak: script.reaction.peak, decayMs: script.reaction.decayHours * HOUR_MS },
    volatilityPerHour: asset.volatilityPerHour,
    depth1PercentUsd: asset.depth1PercentUsd,
    spotDepthShare: asset.spotDepthShare,
    dailyVolumeUsd: asset.dailyVolumeUsd,
    spotPressure: scenario.spotPressure.map(({ timeMs, share }) => ({ timeMs, value: share })),
    hedgedOpenInterestUsd: asset.hedgedOpenInterestUsd,
    openingsPerHour: traders.perHour,
    positionUsd: {
      long: traders.sizeUsd * calibration.longSize,
      short: traders.sizeUsd * calibration.shortSize,
    },
    quantityFactor: { long: calibration.longQuantity, short: calibration.shortQuantity },
    marginTiers: MARGIN_TIERS[asset.marginTiers],
  };
}

/** The edge of the range that the story leaves. */
export function brokenEdge({ range, extreme }: ScenarioAsset): number {
  return extreme >= range.high ? range.high : range.low;
}

function pathOf({ script }: Scenario, asset: ScenarioAsset, catalystMs: number): TimedValue[] {
  const edge = brokenEdge(asset);
  const { top, shake } = asset.calibration;
  return script.path.map(({ hours, leg, dipPercent }) => {
    const reach = leg > 0 ? leg * top : leg;
    const price = edge + reach * (asset.extreme - edge);
    return {
      timeMs: catalystMs + hours * HOUR_MS,
      value: price * (1 - (dipPercent * shake) / 100),
    };
  });
}

function depthOf({ script }: Scenario, catalystMs: number): TimedValue[] {
  const points = script.depth.map(({ hours, factor }) => ({
    timeMs: catalystMs + hours * HOUR_MS,
    value: factor,
  }));
  return [{ timeMs: catalystMs, value: 1 }, ...points.filter(({ timeMs }) => timeMs > catalystMs)];
}
