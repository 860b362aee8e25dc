/**
 * One asset of a scenario, played for one seed from its hourly pre-history to its end: the events of the light
 * streams and the labels of the script.
 */
import { preHistory } from '../../../electron/exchanges/simulated/past/preHistory';
import { loadScenario } from '../../../electron/exchanges/simulated/scenario/loadScenario';
import type { Scenario } from '../../../electron/exchanges/simulated/scenario/scenarioSchema';
import { SimulatedMarket } from '../../../electron/exchanges/simulated/simulatedMarket';
import { scriptLabels } from '../../../electron/exchanges/simulated/truth/labels';
import type { MarketEvent } from '../../../shared/model/events';
import type { InstrumentSpec } from '../../../shared/model/instrument';
import type { LabelTruth } from '../../../shared/model/truth';

const LIGHT = { tape: 'past', positions: false } as const;

/** When the scenario's news come. Throws for a scenario without any. */
export async function catalystOf(name: string): Promise<number> {
  const { catalystMs } = (await scenarioOf(name)).calendar;
  if (catalystMs === null) throw new Error(`${name} has no catalyst`);
  return catalystMs;
}

/** `take` gets the events in order of time; a candle when it closes. */
export async function playSeed(
  name: string,
  seed: number,
  asset: string,
  take: (event: MarketEvent, instruments: readonly InstrumentSpec[]) => void,
): Promise<{ readonly labels: readonly LabelTruth[] }> {
  const scenario = { ...(await scenarioOf(name)), seed };
  const market = new SimulatedMarket({ scenario, assets: [asset] });
  const { instruments } = market;
  const labels: LabelTruth[] = scriptLabels(scenario).filter((label) => isOf(label, asset));
  const older = [...preHistory(scenario, [asset])].flat();
  older.sort((a, b) => a.openTimeMs - b.openTimeMs);
  for (const candle of older) take(candle, instruments);
  for (let step = market.step(LIGHT); step !== null; step = market.step(LIGHT)) {
    for (const event of step.events) take(event, instruments);
    for (const record of step.truth) if (record.kind === 'label' && isOf(record, asset)) labels.push(record);
  }
  return { labels };
}

async function scenarioOf(name: string): Promise<Scenario> {
  const loaded = await loadScenario(name);
  if (!loaded.ok) throw new Error(loaded.error.message);
  return loaded.value;
}

function isOf(label: LabelTruth, asset: string): boolean {
  return label.asset === null || label.asset === asset;
}
