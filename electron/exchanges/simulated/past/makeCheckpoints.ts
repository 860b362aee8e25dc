/** Makes the checkpoints of a scenario that ships, at its chapters; run by the build, into the folder it names. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PlayedScript } from '../playedScript';
import { loadScenario } from '../scenario/loadScenario';
import type { Scenario } from '../scenario/scenarioSchema';
import { checkpointName, encodeCheckpoint, type SavedScript } from './checkpoint';

/** The state of the market with all its assets at a point of its script; `from` is an earlier state of it. */
export function stateAt(scenario: Scenario, startMs: number, from: SavedScript | null): SavedScript {
  const assets = scenario.assets.map(({ asset }) => asset);
  const script = new PlayedScript({ scenario, assets, startMs, wholePast: false });
  if (from !== null) script.restore(from);
  for (const _part of script.advance());
  return script.save();
}

/** Throws with a sentence when there is no such scenario. */
export async function makeCheckpoints(name: string, folder: string): Promise<void> {
  const loaded = await loadScenario(name);
  if (!loaded.ok) throw new Error(loaded.error.message);
  const scenario = loaded.value;
  const times = scenario.calendar.chapters.map(({ timeMs }) => timeMs).sort((a, b) => a - b);
  mkdirSync(folder, { recursive: true });
  let state: SavedScript | null = null;
  for (const startMs of times) {
    state = stateAt(scenario, startMs, state);
    writeFileSync(
      join(folder, checkpointName(scenario, startMs)),
      encodeCheckpoint(scenario, startMs, state),
    );
  }
}
