/** A replay of a market in memory, with what its listener received. */

import type { MarketModel } from '../market/marketModel';
import { folded, newModel } from '../market/marketModel.testkit';
import type { MarketEvent } from '../model/events';
import { TEST_VENUES, testInstruments } from '../model/testing/arbitraries.testkit';
import { FakeClock } from './fakeClock.testkit';
import type { PlayerFrame } from './player';
import { ReplayPlayer } from './replayPlayer';
import type { Checkpoint } from './source';
import { settle } from './testing/advance.testkit';
import { MemorySource } from './testing/memorySource.testkit';

export interface Replay {
  readonly player: ReplayPlayer;
  readonly source: MemorySource;
  readonly model: MarketModel;
  readonly clock: FakeClock;
  readonly frames: PlayerFrame[];
}

/** Checkpoints after every `spacing` events, as the engine would have recorded them. */
function checkpointsOf(events: readonly MarketEvent[], spacing: number): Checkpoint[] {
  const model = newModel();
  return events.flatMap((event, index) => {
    folded([event], model);
    const { nowMs } = model;
    if ((index + 1) % spacing !== 0 || nowMs === null) return [];
    return [{ seq: event.seq, marketTimeMs: nowMs, state: model.snapshot() }];
  });
}

/** Not yet opened: `opened` waits for that. */
export function replayOf(events: readonly MarketEvent[], spacing = 40, batchSize = 7): Replay {
  const source = new MemorySource({
    events,
    instruments: testInstruments(),
    venues: TEST_VENUES,
    checkpoints: checkpointsOf(events, spacing),
    batchSize,
  });
  const model = newModel();
  const clock = new FakeClock();
  const player = new ReplayPlayer({ id: 'test', source, model, clock });
  const frames: PlayerFrame[] = [];
  player.attach((frame) => {
    frames.push(frame);
  });
  return { player, source, model, clock, frames };
}

export async function opened(events: readonly MarketEvent[], spacing = 40, batchSize = 7): Promise<Replay> {
  const replay = replayOf(events, spacing, batchSize);
  replay.clock.advance(0);
  await settle();
  return replay;
}
