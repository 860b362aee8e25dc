/** Makes the checkpoints of a scenario that ships, for its chapters; run by the build, into the folder it names. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DAY_MS } from '../../../../shared/model/time';
import { PlayedScript } from '../playedScript';
import { loadScenario } from '../scenario/loadScenario';
import type { Scenario } from '../scenario/scenarioSchema';
import { checkpointName, encodeCheckpoint, REACH_MS, type SavedScript } from './checkpoint';

const TELL_EVERY_DAYS = 10;

/** The state of the market with all its assets at a point of its script; `from` is an earlier state of it. */
export function stateAt(
  scenario: Scenario,
  startMs: number,
  from: SavedScript | null,
  onShare: (share: number) => void = () => {},
): SavedScript {
  const assets = scenario.assets.map(({ asset }) => asset);
  const script = new PlayedScript({ scenario, assets, startMs, wholePast: false });
  if (from !== null) script.restore(from);
  for (const _part of script.advance()) onShare(script.pastShare);
  return script.save();
}

/** Moments to save: a chapter that is soon simulated from the one before it needs none of its own. */
export function savedMoments(scenario: Scenario): number[] {
  const times = scenario.calendar.chapters.map(({ timeMs }) => timeMs).sort((a, b) => a - b);
  const saved: number[] = [];
  for (const timeMs of times) {
    const last = saved.at(-1);
    if (last === undefined || timeMs - last > REACH_MS) saved.push(timeMs);
  }
  return saved;
}

/**
 * `tell` is told how far it is now and then, in words. One pass over the script. Throws with a sentence when there
 * is no such scenario.
 */
export async function makeCheckpoints(
  name: string,
  folder: string,
  tell: (progress: string) => void,
): Promise<void> {
  const loaded = await loadScenario(name);
  if (!loaded.ok) throw new Error(loaded.error.message);
  const scenario = loaded.value;
  mkdirSync(folder, { recursive: true });
  let state: SavedScript | null = null;
  let toldDay = 0;
  for (const startMs of savedMoments(scenario)) {
    const { coarseFromMs } = scenario.calendar;
    const days = Math.ceil((startMs - coarseFromMs) / DAY_MS);
    state = stateAt(scenario, startMs, state, (share) => {
      const day = Math.floor(share * days);
      if (day < toldDay + TELL_EVERY_DAYS) return;
      toldDay = day;
      tell(`${name}: day ${day} of ${days}`);
    });
    writeFileSync(
      join(folder, checkpointName(scenario, startMs)),
      encodeCheckpoint(scenario, startMs, state),
    );
  }
}
