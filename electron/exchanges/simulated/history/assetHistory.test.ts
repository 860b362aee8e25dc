import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HOUR_MS } from '../../../../shared/model/time';
import { loadScenario } from '../scenario/loadScenario';
import { assetHistory, type HourlyLeg } from './assetHistory';

const loaded = await loadScenario('range-break');
if (!loaded.ok) throw new Error(loaded.error.message);
const scenario = loaded.value;
const seeds = fc.integer({ min: 0, max: 2 ** 40 });
const assets = fc.constantFrom(...scenario.assets);

function netTakerBase({ takerBuyBase, volumeBase }: HourlyLeg, first: number, last: number): number {
  let sum = 0;
  for (let hour = first; hour < last; hour++) {
    sum += 2 * (takerBuyBase[hour] ?? 0) - (volumeBase[hour] ?? 0);
  }
  return sum;
}

describe('assetHistory', () => {
  it('is hours without a hole that end at the price the market begins with', () => {
    fc.assert(
      fc.property(assets, seeds, (asset, seed) => {
        const history = assetHistory(scenario, asset, seed);
        const { preHistoryFromMs, coarseFromMs } = scenario.calendar;
        expect(history.fromMs).toBe(preHistoryFromMs);
        expect(history.hours).toBe((coarseFromMs - preHistoryFromMs) / HOUR_MS);
        for (const leg of [history.spot, history.perpetual]) {
          expect(leg.close.at(-1)).toBe(asset.history.prices.at(-1)?.price);
          expect(leg.open.slice(1)).toEqual(leg.close.slice(0, -1));
        }
      }),
      { numRuns: 20 },
    );
  });

  it('gives bars that can be: prices inside their wicks, takers within the volume, interest above nothing', () => {
    fc.assert(
      fc.property(assets, seeds, (asset, seed) => {
        const { spot, perpetual, openInterestBase, hours } = assetHistory(scenario, asset, seed);
        const wrong: number[] = [];
        for (let hour = 0; hour < hours; hour++) {
          const isSane = [spot, perpetual].every((leg) => {
            const at = (column: Float64Array) => column[hour] ?? Number.NaN;
            const inside = (price: number) => at(leg.low) <= price && price <= at(leg.high);
            const [bought, volume] = [at(leg.takerBuyBase), at(leg.volumeBase)];
            return (
              at(leg.low) > 0 &&
              inside(at(leg.open)) &&
              inside(at(leg.close)) &&
              bought > 0 &&
              bought < volume
            );
          });
          const basis = (perpetual.close[hour] ?? 0) / (spot.close[hour] ?? 1) - 1;
          if (!isSane || Math.abs(basis) > 0.005 || !((openInterestBase[hour] ?? 0) > 0)) wrong.push(hour);
        }
        expect(wrong).toEqual([]);
      }),
      { numRuns: 20 },
    );
  });

  it('goes through the points of the scenario and never far beyond them', () => {
    fc.assert(
      fc.property(assets, seeds, (asset, seed) => {
        const { perpetual, fromMs } = assetHistory(scenario, asset, seed);
        const { prices } = asset.history;
        for (const { timeMs, price } of prices.slice(1)) {
          expect(perpetual.close[(timeMs - fromMs) / HOUR_MS - 1]).toBe(price);
        }
        const top = Math.max(...prices.map(({ price }) => price));
        expect(Math.max(...perpetual.high)).toBeCloseTo(top * 1.0024, 6);
      }),
      { numRuns: 20 },
    );
  });

  it('gives the same bytes for the same seed, and others for another', () => {
    const [asset] = scenario.assets;
    if (asset === undefined) throw new Error('the scenario has assets');
    expect(assetHistory(scenario, asset, 7)).toEqual(assetHistory(scenario, asset, 7));
    expect(assetHistory(scenario, asset, 7)).not.toEqual(assetHistory(scenario, asset, 8));
  });

  it('shows the shipped high of bitcoin on its day, and months of net selling of spot after it', () => {
    const bitcoin = scenario.assets.find(({ asset }) => asset === 'BTC');
    if (bitcoin === undefined) throw new Error('the scenario has BTC');
    const history = assetHistory(scenario, bitcoin, scenario.seed);
    const { perpetual, spot, fromMs } = history;
    const peak = perpetual.high.indexOf(Math.max(...perpetual.high));
    expect(new Date(fromMs + peak * HOUR_MS).toISOString()).toContain('2025-10-06');
    expect(Math.round((perpetual.high[peak] ?? 0) / 1000)).toBe(126);
    const hourOf = (iso: string) => (Date.parse(iso) - fromMs) / HOUR_MS;
    expect(netTakerBase(spot, hourOf('2025-10-11'), hourOf('2025-11-11'))).toBeLessThan(0);
    expect(netTakerBase(spot, hourOf('2025-11-01'), history.hours)).toBeLessThan(0);
    expect(netTakerBase(spot, 0, hourOf('2025-10-01'))).toBeGreaterThan(0);
  });
});
