import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FakeClock } from '../../../shared/feed/fakeClock.testkit';
import { fail } from '../../../shared/model/result';
import { TEST_VENUES, testInstruments } from '../../../shared/model/testing/arbitraries.testkit';
import { MemorySessionStore } from '../sessions/memorySessionStore';
import { value } from '../sessions/sessionStore.testkit';
import { ReplaySessions } from './replaySessions';

const window = {};

async function rig() {
  const store = new MemorySessionStore();
  const recording = { title: 'saved', feed: 'live', venues: TEST_VENUES, appVersion: '1', startedAtMs: 0 };
  const writer = value(await store.create({ ...recording, instruments: testInstruments() }));
  await writer.close();
  const shown = new Set<string>();
  const log: string[] = [];
  const replays = new ReplaySessions({
    store,
    clock: new FakeClock(),
    onOpened: (id) => {
      shown.add(id);
      log.push(`opened ${id}`);
    },
    onClosed: (id) => {
      shown.delete(id);
      log.push(`closed ${id}`);
    },
    onFault: (error) => {
      throw error;
    },
  });
  return { store, replays, id: writer.id, shown, log };
}

describe('saved sessions open for replay', () => {
  it('are opened once, however many windows ask, and can be removed when closed', async () => {
    const { store, replays, id, log } = await rig();
    const answers = await Promise.all([replays.open(id, window), replays.open(id, window)]);
    expect(answers.map(value)).toEqual([{ session: id }, { session: id }]);
    expect(value(await replays.open(id, window))).toEqual({ session: id });
    expect(log).toEqual([`opened ${id}`]);
    expect(await store.remove(id)).toMatchObject({ ok: false, error: { code: 'session-busy' } });
    value(await replays.close(id, window));
    expect(log).toEqual([`opened ${id}`, `closed ${id}`]);
    value(await store.remove(id));
  });

  it('are closed also when that is asked for while they are being opened', async () => {
    const { store, replays, id, shown } = await rig();
    const opening = replays.open(id, window);
    value(await replays.close(id, window));
    value(await opening);
    expect([...shown]).toEqual([]);
    value(await store.remove(id));
  });

  it('refuse what is not open, and the second close', async () => {
    const { replays, id } = await rig();
    await replays.open(id, window);
    await replays.closeAll();
    expect(await replays.close(id, window)).toMatchObject({ ok: false, error: { code: 'unknown-session' } });
  });

  it('are tried again after they could not be opened', async () => {
    const { store, replays, id, log } = await rig();
    const open = store.open.bind(store);
    store.open = async () => fail('session-busy', 'Another program has it open.');
    expect(await replays.open(id, window)).toMatchObject({ ok: false, error: { code: 'session-busy' } });
    store.open = () => Promise.reject(new Error('a bug'));
    await expect(replays.open(id, window)).rejects.toThrow('a bug');
    store.open = open;
    value(await replays.open(id, window));
    expect(log).toEqual([`opened ${id}`]);
  });

  it('stay open for the others when one window closes or is gone', async () => {
    const { store, replays, id, shown } = await rig();
    const [other, third] = [{}, {}];
    for (const holder of [window, window, other, third]) value(await replays.open(id, holder));
    value(await replays.close(id, window));
    expect(await replays.close(id, window)).toMatchObject({ ok: false, error: { code: 'unknown-session' } });
    await replays.release(other);
    expect([...shown]).toEqual([id]);
    expect(await store.remove(id)).toMatchObject({ error: { code: 'session-busy' } });
    await replays.release(third);
    expect([...shown]).toEqual([]);
    value(await store.remove(id));
  });

  it('are open exactly while a window holds them, in whatever order windows open, close and crash', async () => {
    const step = fc.record({
      does: fc.constantFrom('open' as const, 'close' as const, 'crash' as const),
      who: fc.nat({ max: 2 }),
      waits: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
        const { store, replays, id, shown, log } = await rig();
        const windows = [{}, {}, {}];
        const holders = new Set<number>();
        const under: Promise<unknown>[] = [];
        for (const { does, who, waits } of steps) {
          const holder = windows[who] ?? {};
          if (does === 'open') under.push(replays.open(id, holder).then(value));
          else if (does === 'crash') under.push(replays.release(holder));
          else {
            const held = holders.has(who);
            under.push(replays.close(id, holder).then(({ ok }) => expect(ok).toBe(held)));
          }
          if (does === 'open') holders.add(who);
          else holders.delete(who);
          if (waits) await Promise.all(under);
        }
        await Promise.all(under);
        expect([...shown]).toEqual(holders.size > 0 ? [id] : []);
        // Never two at once: openings and closings take turns.
        expect(log).toEqual(log.map((_, index) => `${index % 2 === 0 ? 'opened' : 'closed'} ${id}`));
        expect((await store.remove(id)).ok).toBe(holders.size === 0);
      }),
    );
  });

  it.each([
    '/etc/passwd',
    '../other.duckdb',
    'C:\\Users\\me\\x.duckdb',
    'secret.duckdb',
    '..',
    'nul\0l',
    '`id`',
  ])('are never chosen by a path of a window: %s', async (path) => {
    const { store, replays } = await rig();
    const asked: string[] = [];
    store.open = async (id) => {
      asked.push(id);
      return fail('unknown-session', 'Not there.');
    };
    expect(await replays.open(path, window)).toMatchObject({ ok: false, error: { code: 'unknown-session' } });
    expect(asked).toEqual([]);
    const offered = replays.offerFile(path);
    await replays.open(offered, window);
    expect(asked).toEqual([offered]);
  });
});
