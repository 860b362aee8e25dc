import { expect, it } from 'vitest';
import { START_MS, stamped, TEST_VENUES, testInstruments, trade } from '../model/testing/arbitraries.testkit';
import { DAY_MS } from '../model/time';
import { startTarget } from './replayTargets';
import { MemorySource } from './testing/memorySource.testkit';

/** Trades fetched from the day before, then a session of two trades. */
function source(pastTrades: number): MemorySource {
  const times = [
    ...Array.from({ length: pastTrades }, (_, index) => START_MS - DAY_MS + index),
    START_MS,
    START_MS + 1_000,
  ];
  const events = stamped(times.map((exchangeTimeMs) => trade({ exchangeTimeMs })));
  const made = new MemorySource({
    events,
    instruments: testInstruments(),
    venues: TEST_VENUES,
    checkpoints: [],
    batchSize: 7,
  });
  const range = { fromMs: START_MS, toMs: START_MS + 1_000 };
  Object.assign(made, { info: { ...made.info, range } });
  return made;
}

it('a replay begins with what was fetched from before its session, and with nothing of the session', async () => {
  expect(await startTarget(source(2))).toEqual({ seq: 2, positionMs: START_MS });
  expect(await startTarget(source(0))).toEqual({ seq: 0, positionMs: START_MS });
});
