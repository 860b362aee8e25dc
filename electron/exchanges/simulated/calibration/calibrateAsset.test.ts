import { describe, expect, it } from 'vitest';
import { loadScenario } from '../scenario/loadScenario';
import { measure } from './reportedTotals';

const loaded = await loadScenario('range-break');
if (!loaded.ok) throw new Error(loaded.error.message);
const scenario = loaded.value;
const { targets } = scenario;
if (targets === null) throw new Error('range-break has targets');

describe('the shipped calibration of range-break', () => {
  const totals = { short: 0, long: 0 };

  it.each(targets.assets)('reports what the article says: $asset', (target) => {
    const asset = scenario.assets.find((each) => each.asset === target.asset);
    if (asset === undefined) throw new Error(`the scenario has ${target.asset}`);
    const { reported, actual, extremePrice } = measure(scenario, asset);
    totals.short += reported.shortUsd;
    totals.long += reported.longUsd;
    expect(Math.abs(reported.shortUsd / target.shortUsd - 1)).toBeLessThan(0.03);
    expect(Math.abs(reported.longUsd / target.longUsd - 1)).toBeLessThan(0.03);
    expect(Math.abs(extremePrice / target.extremePrice - 1)).toBeLessThan(0.005);
    // Two of the venues publish a sample.
    expect(actual.shortUsd).toBeGreaterThan(reported.shortUsd);
    expect(actual.longUsd).toBeGreaterThan(reported.longUsd);
  });

  it('adds up to 690 and 99 million', () => {
    expect(Math.abs(totals.short / 690e6 - 1)).toBeLessThan(0.03);
    expect(Math.abs(totals.long / 99e6 - 1)).toBeLessThan(0.03);
    expect(Math.abs(totals.short / (totals.short + totals.long) - 0.87)).toBeLessThan(0.01);
  });
});
