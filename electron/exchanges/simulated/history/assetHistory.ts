/**
 * The months of an asset before its market begins: hours of spot and perpetual with the flow of takers, and open
 * interest. Nobody trades in it; it is what a chart shows on the left, and what records are compared with.
 *
 * Invariants:
 * - The perpetual goes through the scenario's points, and both markets end at the price the market begins with.
 * - Each hour opens where the one before it closed; no low is below, no high above, the span of the points by
 *   more than `WICK_BEYOND`.
 * - The same seed gives the same numbers; each asset and purpose draws from a stream of its own.
 */
import { HOUR_MS } from '../../../../shared/model/time';
import { season } from '../market/activity';
import { Polyline } from '../market/polyline';
import { exp, log } from '../random/portableMath';
import { RandomStream } from '../random/randomStream';
import type { Scenario, ScenarioAsset } from '../scenario/scenarioSchema';
import { hourlyPath } from './hourlyPath';

/** One market, an element an hour. Prices in USD. */
export interface HourlyLeg {
  readonly open: Float64Array;
  readonly high: Float64Array;
  readonly low: Float64Array;
  readonly close: Float64Array;
  readonly volumeBase: Float64Array;
  /** Part of the volume that takers bought. */
  readonly takerBuyBase: Float64Array;
}

export interface AssetHistory {
  /** Open time of the first hour. */
  readonly fromMs: number;
  readonly hours: number;
  readonly spot: HourlyLeg;
  readonly perpetual: HourlyLeg;
  /** At the end of each hour, coins. */
  readonly openInterestBase: Float64Array;
}

/** How far wicks reach beyond the highest and the lowest point: 125,700 is seen as a high of 126,000. */
const WICK_BEYOND = 0.0024;
/** Length of an ordinary wick against the price's deviation in an hour. */
const WICK_SHARE = 0.35;
/** How far the perpetual stands off spot, and how long that lasts. */
const BASIS_DEVIATION = 0.00025;
const BASIS_HOURS = 18;
const VOLUME_DEVIATION = 0.3;
/** Share of an hour's volume that takers buy more than they sell when the price rises by one deviation. */
const FLOW_PER_DEVIATION = 0.035;
const FLOW_NOISE = 0.03;
const LARGEST_FLOW = 0.6;
/** Open interest wanders, comes back over weeks, and is lost in falls: shares per 1 % of fall, and an hour's noise. */
const INTEREST_HOURS = 400;
const INTEREST_NOISE = 0.004;
const INTEREST_PER_FALL = 1.6;
const LARGEST_INTEREST = 0.7;

export function assetHistory(
  scenario: Pick<Scenario, 'spotPressure'>,
  asset: Pick<
    ScenarioAsset,
    'asset' | 'history' | 'volatilityPerHour' | 'dailyVolumeUsd' | 'hedgedOpenInterestUsd'
  >,
  seed: number,
): AssetHistory {
  const streamOf = (purpose: string) => new RandomStream(seed, `${asset.asset}/history/${purpose}`);
  const points = asset.history.prices;
  const fromMs = points[0]?.timeMs ?? 0;
  const perpetualPrices = hourlyPath(points, asset.volatilityPerHour, streamOf('price'));
  const spotPrices = spotPath(perpetualPrices, streamOf('basis'));
  const pressure = new Polyline(scenario.spotPressure.map(({ timeMs, share }) => ({ timeMs, value: share })));
  const leg = (
    name: string,
    prices: Float64Array,
    dailyUsd: number,
    pressureAt: (timeMs: number) => number,
  ) =>
    hourlyLeg({
      prices,
      fromMs,
      deviation: asset.volatilityPerHour,
      hourlyUsd: dailyUsd / 24,
      pressureAt,
      wicks: streamOf(`${name}/wicks`),
      flow: streamOf(`${name}/flow`),
    });
  return {
    fromMs,
    hours: perpetualPrices.length - 1,
    spot: leg('spot', spotPrices, asset.dailyVolumeUsd.spot, (timeMs) => pressure.valueAt(timeMs)),
    perpetual: leg('perpetual', perpetualPrices, asset.dailyVolumeUsd.perpetual, () => 0),
    openInterestBase: openInterest(perpetualPrices, asset.hedgedOpenInterestUsd, streamOf('openInterest')),
  };
}

/** Spot beside the perpetual; at both ends they are one. */
function spotPath(perpetual: Float64Array, stream: RandomStream): Float64Array {
  const last = perpetual.length - 1;
  const keep = 1 - 1 / BASIS_HOURS;
  let basis = 0;
  return perpetual.map((price, hour) => {
    basis = keep * basis + BASIS_DEVIATION * Math.sqrt(1 - keep * keep) * stream.normal();
    return price / (1 + basis * Math.min(1, hour / BASIS_HOURS, (last - hour) / BASIS_HOURS));
  });
}

interface LegParts {
  /** At the beginning and at the end of each hour. */
  readonly prices: Float64Array;
  readonly fromMs: number;
  readonly deviation: number;
  readonly hourlyUsd: number;
  readonly pressureAt: (timeMs: number) => number;
  readonly wicks: RandomStream;
  readonly flow: RandomStream;
}

function hourlyLeg({ prices, fromMs, deviation, hourlyUsd, pressureAt, wicks, flow }: LegParts): HourlyLeg {
  const open = prices.slice(0, -1);
  const close = prices.slice(1);
  const [high, low, volumeBase, takerBuyBase] = [open, open, open, open].map(
    ({ length }) => new Float64Array(length),
  ) as [Float64Array, Float64Array, Float64Array, Float64Array];
  const top = prices.reduce((most, price) => Math.max(most, price));
  const bottom = prices.reduce((least, price) => Math.min(least, price));
  for (const [hour, opened] of open.entries()) {
    const closed = close[hour] ?? opened;
    const upper = Math.max(opened, closed);
    const lower = Math.min(opened, closed);
    // The highest point is the end of one hour and the beginning of the next; its wick is in the first.
    const upWick = exp(wicks.exponential(WICK_SHARE * deviation));
    const downWick = exp(wicks.exponential(WICK_SHARE * deviation));
    high[hour] = closed === top ? top * (1 + WICK_BEYOND) : Math.min(upper * upWick, top * (1 + WICK_BEYOND));
    low[hour] =
      closed === bottom ? bottom * (1 - WICK_BEYOND) : Math.max(lower / downWick, bottom * (1 - WICK_BEYOND));
    const timeMs = fromMs + hour * HOUR_MS;
    const move = log(closed / opened) / deviation;
    const lively = season(timeMs) * (0.7 + 0.3 * Math.abs(move)) * flow.lognormal(VOLUME_DEVIATION);
    const base = (hourlyUsd * lively) / Math.sqrt(opened * closed);
    const wanted = pressureAt(timeMs) + FLOW_PER_DEVIATION * move + FLOW_NOISE * flow.normal();
    const net = Math.min(LARGEST_FLOW, Math.max(-LARGEST_FLOW, wanted));
    volumeBase[hour] = base;
    takerBuyBase[hour] = (base * (1 + net)) / 2;
  }
  return { open, high, low, close, volumeBase, takerBuyBase };
}

/** Ends at what the market begins with: the contracts of those who hedge. */
function openInterest(prices: Float64Array, endUsd: number, stream: RandomStream): Float64Array {
  const hours = prices.length - 1;
  const endBase = endUsd / (prices[hours] ?? 1);
  const levels = new Float64Array(hours);
  let level = 0;
  for (let hour = 0; hour < hours; hour++) {
    const fall = Math.max(0, -log((prices[hour + 1] ?? 1) / (prices[hour] ?? 1)) - INTEREST_NOISE);
    level += -level / INTEREST_HOURS + INTEREST_NOISE * stream.normal() - INTEREST_PER_FALL * fall;
    level = Math.max(-LARGEST_INTEREST, Math.min(LARGEST_INTEREST, level));
    levels[hour] = level;
  }
  return levels.map((each, hour) => endBase * exp(each - (level * (hour + 1)) / hours));
}
