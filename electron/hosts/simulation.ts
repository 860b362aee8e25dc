/** The simulated market of this installation, played by the machine's clock: what windows are shown. */
import type { ScenarioInfo, Simulation } from '../../shared/feed/marketFeed';
import { systemClock } from '../engine/systemClock';
import { listScenarios, loadScenario } from '../exchanges/simulated/scenario/loadScenario';
import type { Scenario } from '../exchanges/simulated/scenario/scenarioSchema';
import { openSimulatedFeed } from '../exchanges/simulated/simulatedFeed';

export const simulation: Simulation = {
  scenarios: async () =>
    (await Promise.all((await listScenarios()).map(({ name }) => loadScenario(name)))).flatMap((loaded) =>
      loaded.ok ? [infoOf(loaded.value)] : [],
    ),
  open: ({ scenario, seed, leader, chapter, speed }) =>
    openSimulatedFeed({
      scenario,
      seed,
      leader,
      start: { at: 'chapter', chapter },
      play: { by: 'clock', speed },
      machine: systemClock,
    }),
};

function infoOf({ name, title, calendar }: Scenario): ScenarioInfo {
  return { id: name, title, chapters: calendar.chapters.map(({ id, title }) => ({ id, title })) };
}
