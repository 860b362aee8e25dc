import { describe, expect, it } from 'vitest';
import type { Link } from '../../shared/contract/link';
import { memoryLinkPair } from '../../shared/contract/memoryLink';
import { fail } from '../../shared/model/result';
import { createApp } from '../app/createApp';
import { FakeEngine, SAVED_SESSION, soon } from '../testing/fakeEngine.testkit';

async function setUp() {
  const engine = new FakeEngine();
  const links: Link[] = [];
  const app = createApp({
    offerFile: async ({ name }) => fail('not-supported', `${name} is not sent anywhere.`),
    openLink: () => {
      const [window, host] = memoryLinkPair();
      engine.serve(host);
      links.push(host);
      return Promise.resolve(window);
    },
    clock: { wallMs: () => 0, schedule: soon },
    requestFrame: (callback) => setImmediate(callback),
  });
  const settle = async () => {
    for (let round = 0; round < 12; round++) await new Promise((resolve) => setImmediate(resolve));
  };
  await settle();
  const cutLink = async () => {
    links.at(-1)?.close('the line was cut');
    await settle();
  };
  return { app, engine, links, cutLink, settle, state: () => app.session.getState() };
}

describe('session store', () => {
  it('begins with the running feed', async () => {
    const { state } = await setUp();
    expect(state()).toMatchObject({ session: 'live', failure: null });
    expect(state().transport?.kind).toBe('live');
    expect(state().description?.instruments).toHaveLength(12);
  });

  it('clears everything of the session it leaves before showing the next', async () => {
    const { app, settle, state } = await setUp();
    const cleared: unknown[] = [];
    app.session.subscribe((now, before) => {
      if (now.session !== before.session) cleared.push([now.transport, now.health, now.description]);
    });
    await state().open(SAVED_SESSION);
    await settle();
    expect(cleared).toEqual([[null, null, null]]);
    expect(state()).toMatchObject({ session: SAVED_SESSION, opening: null });
    expect(state().transport?.kind).toBe('replay');
    await state().backToLive();
    await settle();
    expect(state().transport?.kind).toBe('live');
  });

  it('finds its replay on the next link, and leaves it as it is when the engine still has it', async () => {
    const { engine, links, cutLink, settle, state } = await setUp();
    await state().open(SAVED_SESSION);
    await state().control({ type: 'play' });
    await settle();
    engine.commands.length = 0;
    await cutLink();
    expect(links).toHaveLength(2);
    expect(engine.commands).toEqual([]);
    expect(state()).toMatchObject({ session: SAVED_SESSION, failure: null });
    engine.advance(1_000);
    await settle();
    expect(state().transport?.nowMs).toBe(engine.replay.nowMs);
  });

  it('takes its replay to where it was in an engine that no longer has it open', async () => {
    const { engine, cutLink, settle, state } = await setUp();
    await state().open(SAVED_SESSION);
    await state().control({ type: 'speed', speed: 60 });
    await state().control({ type: 'play' });
    await settle();
    engine.advance(2_000);
    await settle();
    const { nowMs } = engine.replay;
    engine.commands.length = 0;
    engine.replays.clear();
    engine.replay = { ...engine.replay, speed: 1, state: 'ready', nowMs: engine.replay.range.fromMs };
    await cutLink();
    expect(engine.commands).toEqual([
      { type: 'speed', speed: 60 },
      { type: 'seek', timeMs: nowMs },
      { type: 'play' },
    ]);
    expect(state()).toMatchObject({ session: SAVED_SESSION, failure: null });
    expect(state().transport).toMatchObject({ state: 'playing', speed: 60, nowMs });
  });

  it('goes back to the running feed, and says why, when its replay cannot be opened again', async () => {
    const { engine, cutLink, state } = await setUp();
    await state().open(SAVED_SESSION);
    engine.sessions = [];
    await cutLink();
    expect(state()).toMatchObject({ session: 'live', failure: { code: 'unknown-session' } });
    expect(state().transport?.kind).toBe('live');
  });

  it('stays where it is when a session cannot be opened, and says why', async () => {
    const { state } = await setUp();
    await state().open('no such session');
    expect(state()).toMatchObject({ session: 'live', opening: null, failure: { code: 'unknown-session' } });
    state().dismissFailure();
    expect(state().failure).toBeNull();
  });
});
