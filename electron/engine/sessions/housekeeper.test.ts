import { expect, it } from 'vitest';
import { NO_LIBRARY } from '../../../shared/contract/library';
import type { SessionSummary } from '../../../shared/contract/values';
import { FakeClock } from '../../../shared/feed/fakeClock.testkit';
import { fail, ok } from '../../../shared/model/result';
import { Housekeeper, REST_MS } from './housekeeper';

const OLD: SessionSummary = {
  id: 'old',
  title: 'old',
  feed: 'live',
  state: 'closed',
  range: null,
  assets: [],
  venues: [],
  simulated: false,
  bytes: 5e6,
  startedAtMs: 0,
  ...NO_LIBRARY,
};

function rig(freeBytes = 1e12) {
  const done: string[] = [];
  const clock = new FakeClock();
  let changes = 0;
  const keeper = new Housekeeper({
    store: {
      completeSummary: async (id) => {
        done.push(`complete ${id}`);
        return ok(undefined);
      },
      compact: async (id, signal) => {
        done.push(`compact ${id}`);
        return signal.aborted ? fail('cancelled', '') : ok({ bytesBefore: 2, bytesAfter: 1 });
      },
    },
    clock,
    freeDiskBytes: async () => freeBytes,
    minFreeDiskGb: () => 2,
    onChanged: () => changes++,
    onFault: (error) => {
      throw error;
    },
  });
  const rest = async () => {
    clock.advance(REST_MS);
    for (let turn = 0; turn < 20; turn++) await Promise.resolve();
  };
  return { done, keeper, rest, changes: () => changes };
}

it('completes and compacts what is closed, once, after a while', async () => {
  const { done, keeper, rest, changes } = rig();
  const picture = { price: [1], shorts: [0], longs: [0] };
  keeper.look([
    OLD,
    { ...OLD, id: 'running', state: 'recording' },
    { ...OLD, id: 'broken', state: 'damaged' },
    { ...OLD, id: 'small', bytes: 10 },
    { ...OLD, id: 'done', compacted: true, thumbnail: picture },
  ]);
  expect(done).toEqual([]);
  await rest();
  expect(done).toEqual(['complete old', 'compact old', 'complete small']);
  expect(changes()).toBe(3);
  keeper.look([OLD]);
  await rest();
  expect(done).toHaveLength(3);
  keeper.look([{ ...OLD, id: 'newer' }]);
  await rest();
  expect(done.slice(3)).toEqual(['complete newer', 'compact newer']);
});

it('does not write a second file where there is hardly room for the first', async () => {
  const { done, keeper, rest } = rig(2e9 + 4e6);
  keeper.look([OLD]);
  await rest();
  expect(done).toEqual(['complete old']);
});

it('begins nothing after it was closed', async () => {
  const { done, keeper, rest } = rig();
  keeper.look([OLD]);
  await keeper.close();
  await rest();
  keeper.look([{ ...OLD, id: 'late' }]);
  await rest();
  expect(done).toEqual([]);
});
