import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FakeClock } from '../../../shared/feed/fakeClock.testkit';
import type { SessionPlayer } from '../../../shared/feed/player';
import { fail } from '../../../shared/model/result';
import { TEST_VENUES, testInstruments, trade } from '../../../shared/model/testing/arbitraries.testkit';
import { MemorySessionStore } from '../sessions/memorySessionStore';
import { value } from '../sessions/sessionStore.testkit';
import { LINGER_MS, ReplaySessions } from './replaySessions';

const window = {};

/** A session of one trade a second. */
async function rig(trades = 0) {
  const store = new MemorySessionStore();
  const recording = { title: 'saved', feed: 'live', venues: TEST_VENUES, appVersion: '1', startedAtMs: 0 };
  const writer = value(await store.create({ ...recording, instruments: testInstruments() }));
  for (let seq = 1; seq <= trades; seq++) {
    writer.append(trade({ seq, exchangeTimeMs: seq * 1_000, receiveTimeMs: seq * 1_000, tradeId: seq }));
  }
  await writer.close();
  const shown = new Set<string>();
  const log: string[] = [];
  const clock = new FakeClock();
  let player: SessionPlayer | undefined;
  const replays = new ReplaySessions({
    store,
    clock,
    onOpened: (id, session) => {
      player = session.player;
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
  return { store, replays, clock, id: writer.id, shown, log, player: () => player };
}

describe('saved sessions open for replay', () => {
  it('are opened once, however many windows ask, and can be removed when closed', async () => {
    const { store, replays, id, log } = await rig();
    const answers = await Promise.all([replays.open(id, window), replays.open(id, window)]);
    expect(answers.map(value)).toEqual([
      { session: id, isNew: true },
      { session: id, isNew: false },
    ]);
    expect(value(await replays.open(id, window))).toEqual({ session: id, isNew: false });
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
    const { store, replays, clock, id, shown } = await rig();
    const [other, third] = [{}, {}];
    for (const holder of [window, window, other, third]) value(await replays.open(id, holder));
    value(await replays.close(id, window));
    expect(await replays.close(id, window)).toMatchObject({ ok: false, error: { code: 'unknown-session' } });
    replays.release(other);
    clock.advance(2 * LINGER_MS);
    expect([...shown]).toEqual([id]);
    expect(await store.remove(id)).toMatchObject({ error: { code: 'session-busy' } });
    value(await replays.close(id, third));
    expect([...shown]).toEqual([]);
    value(await store.remove(id));
  });

  it('wait for a window that is gone without a word, and end when it does not come back', async () => {
    const { store, replays, clock, id, shown, log } = await rig();
    value(await replays.open(id, window));
    replays.release(window);
    clock.advance(LINGER_MS - 1);
    expect(value(await replays.open(id, {}))).toEqual({ session: id, isNew: false });
    clock.advance(2 * LINGER_MS);
    expect(log).toEqual([`opened ${id}`]);

    const last = {};
    value(await replays.open(id, last));
    await replays.closeUnheld(id);
    expect([...shown]).toEqual([id]);
    await replays.closeAll();

    value(await replays.open(id, window));
    replays.release(window);
    clock.advance(LINGER_MS);
    expect(value(await replays.open(id, window)).isNew).toBe(true);
    replays.release(window);
    await replays.closeUnheld(id);
    expect([...shown]).toEqual([]);
    expect(clock.pending).toBe(0);
    value(await store.remove(id));
  });

  it('stand still while they wait, and go on as they did', async () => {
    const { replays, clock, id, player } = await rig(600);
    const settled = () => new Promise((resolve) => setImmediate(resolve));
    const pass = async (ms: number) => {
      for (let passed = 0; passed < ms; passed += 100) {
        clock.advance(100);
        await settled();
      }
    };
    const nowMs = () => player()?.status().nowMs ?? 0;
    value(await replays.open(id, window));
    await pass(500);
    value((await player()?.control({ type: 'play' })) ?? fail('internal', 'no player'));
    await pass(2_000);
    const playedMs = nowMs();
    expect(playedMs).toBeGreaterThan(0);

    replays.release(window);
    await pass(20_000);
    // One frame may have been under way.
    expect(nowMs() - playedMs).toBeLessThan(2_000);
    const stoodMs = nowMs();
    value(await replays.open(id, window));
    await pass(2_000);
    expect(nowMs()).toBeGreaterThan(stoodMs);
    expect(player()?.status().state).toBe('playing');
    await replays.closeAll();
  });

  it('are open exactly while a window holds them, in whatever order windows open, close and crash', async () => {
    const step = fc.record({
      does: fc.constantFrom('open' as const, 'close' as const, 'crash' as const),
      who: fc.nat({ max: 2 }),
      waits: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
        const { store, replays, clock, id, shown, log } = await rig();
        const windows = [{}, {}, {}];
        const holders = new Set<number>();
        const under: Promise<unknown>[] = [];
        for (const { does, who, waits } of steps) {
          const holder = windows[who] ?? {};
          if (does === 'open') under.push(replays.open(id, holder).then(value));
          else if (does === 'crash') replays.release(holder);
          else {
            const held = holders.has(who);
            under.push(replays.close(id, holder).then(({ ok }) => expect(ok).toBe(held)));
          }
          if (does === 'open') holders.add(who);
          else holders.delete(who);
          if (waits) await Promise.all(under);
        }
        await Promise.all(under);
        clock.advance(LINGER_MS);
        await replays.closeUnheld(id);
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
