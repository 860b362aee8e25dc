import { describe, expect, it } from 'vitest';
import { memoryLinkPair } from '../../shared/contract/memoryLink';
import { createApp } from '../app/createApp';
import { FakeEngine, SAVED_SESSION, soon } from '../testing/fakeEngine.testkit';

async function setUp() {
  const engine = new FakeEngine();
  const app = createApp({
    openLink: () => {
      const [window, host] = memoryLinkPair();
      engine.serve(host);
      return Promise.resolve(window);
    },
    clock: { wallMs: () => 0, schedule: soon },
    requestFrame: (callback) => setImmediate(callback),
  });
  const settle = async () => {
    for (let round = 0; round < 12; round++) await new Promise((resolve) => setImmediate(resolve));
  };
  await settle();
  return { app, engine, settle, state: () => app.session.getState() };
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

  it('stays where it is when a session cannot be opened, and says why', async () => {
    const { state } = await setUp();
    await state().open('no such session');
    expect(state()).toMatchObject({ session: 'live', opening: null, failure: { code: 'unknown-session' } });
    state().dismissFailure();
    expect(state().failure).toBeNull();
  });
});
