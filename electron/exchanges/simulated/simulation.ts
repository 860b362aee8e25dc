/** The simulated market as hosts offer it: scenarios to choose from, and a feed that plays one by the clock. */
import type { Clock } from '../../../shared/feed/clock';
import type { ScenarioInfo, Simulation, SimulationRequest } from '../../../shared/feed/marketFeed';
import { listScenarios, loadScenario } from './scenario/loadScenario';
import { openSimulatedFeed } from './simulatedFeed';

/** `machine`: the clock of the machine, which paces the market's own. */
export function createSimulation(machine: Clock): Simulation {
  return {
    scenarios,
    open: ({ scenario, seed, leader, chapter, speed }: SimulationRequest) =>
      openSimulatedFeed({
        scenario,
        seed,
        leader,
        start: { at: 'chapter', chapter },
        play: { by: 'clock', speed },
        machine,
      }),
  };
}

async function scenarios(): Promise<ScenarioInfo[]> {
  const entries = await listScenarios();
  const loaded = await Promise.all(entries.map(({ name }) => loadScenario(name)));
  return loaded.flatMap((result) => {
    if (!result.ok) return [];
    const { name, title, calendar } = result.value;
    return [{ id: name, title, chapters: calendar.chapters.map((chapter) => ({ ...chapter })) }];
  });
}
