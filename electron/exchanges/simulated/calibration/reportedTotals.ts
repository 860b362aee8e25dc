/**
 * What the venues of a scenario report of an asset's liquidations in the window of its targets: the dynamics,
 * then the split and the reporting rules of the tape, without the rest of it.
 */
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../../../../shared/model/time';
import { AssetMarket } from '../market/assetMarket';
import { RandomStream } from '../random/randomStream';
import { brokenEdge, marketParamsOf } from '../scenario/marketParams';
import type { Scenario, ScenarioAsset } from '../scenario/scenarioSchema';
import { tapeVenuesOf } from '../simulatedVenues';
import { ForcedOrders } from '../tape/forcedOrders';
import { MarketShares } from '../tape/marketShares';
import { tapeProfileOf } from '../tape/tapeProfile';
import { tapeMarkets } from '../tape/tapeVenue';

export interface Totals {
  readonly shortUsd: number;
  readonly longUsd: number;
}

export interface Measured {
  readonly reported: Totals;
  /** Every liquidation, whether a venue reports it or not. */
  readonly actual: Totals;
  /** Highest price of the perpetual in the window; lowest where the story falls. */
  readonly extremePrice: number;
}

/** `calibration` of the asset counts, not the file's own. Throws for a scenario without targets. */
export function measure(scenario: Scenario, asset: ScenarioAsset): Measured {
  const { calendar, targets } = scenario;
  if (targets === null || calendar.catalystMs === null) throw new Error('The scenario has no targets.');
  const fromMs = calendar.catalystMs + targets.fromHours * HOUR_MS;
  const toMs = calendar.catalystMs + targets.toHours * HOUR_MS;
  const market = new AssetMarket(marketParamsOf(scenario, asset), scenario.seed, calendar.coarseFromMs);
  const tape = forcedTapeOf(scenario, asset);
  const rises = brokenEdge(asset) === asset.range.high;
  const reported = { short: 0, long: 0 };
  const actual = { short: 0, long: 0 };
  let extremePrice = rises ? 0 : Number.POSITIVE_INFINITY;
  while (market.timeMs < toMs) {
    const step = market.step(market.timeMs < calendar.fineFromMs ? MINUTE_MS : 5 * SECOND_MS);
    const children = tape.orders.split(step);
    if (step.fromMs < fromMs) continue;
    const price = step.perpetual.closePrice;
    extremePrice = rises ? Math.max(extremePrice, price) : Math.min(extremePrice, price);
    for (const { order, quantityLots, isPublished } of children) {
      const notionalUsd = (quantityLots / tape.lotsPerUnit) * order.fillPrice;
      actual[order.positionSide] += notionalUsd;
      if (isPublished) reported[order.positionSide] += notionalUsd;
    }
  }
  return {
    reported: { shortUsd: reported.short, longUsd: reported.long },
    actual: { shortUsd: actual.short, longUsd: actual.long },
    extremePrice,
  };
}

/** The same draws as the tape's own, so that what is reported here is what it will publish. */
function forcedTapeOf(scenario: Scenario, { asset, range }: ScenarioAsset) {
  const markets = tapeMarkets(tapeVenuesOf(scenario, asset));
  const shares = new MarketShares(markets, 'perpetual');
  const random = new RandomStream(scenario.seed, `${asset}/tape/forced`);
  const { childUsd } = tapeProfileOf(asset, range.high);
  const lotsPerUnit = markets[shares.slots[0] ?? 0]?.lotsPerUnit ?? 1;
  return { orders: new ForcedOrders(markets, shares, random, childUsd), lotsPerUnit };
}
