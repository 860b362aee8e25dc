// @vitest-environment happy-dom
/** The list of keys promises nothing: each key that it shows as working does something in that state. */
import type { DockviewApi } from 'dockview-react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { memoryLinkPair } from '../../shared/contract/memoryLink';
import { fail } from '../../shared/model/result';
import { type Action, isEnabled } from '../actions/action';
import { actionFor, keysOf } from '../actions/keymap';
import { chartActions } from '../panels/chart/chartActions';
import type { ChartController } from '../panels/chart/chartController';
import type { AppContext } from '../stores/context';
import { FakeEngine, SAVED_SESSION, soon } from '../testing/fakeEngine.testkit';
import { createApp } from './createApp';
import { shellActions } from './shellActions';

/** Answers every call, at any depth, by noting it. */
function witness(note: () => void): object {
  const answer: object = new Proxy(() => undefined, {
    get: (_target, name) => (name === 'then' ? undefined : answer),
    apply: () => {
      note();
      return answer;
    },
  });
  return answer;
}

async function setUp(session: string) {
  const engine = new FakeEngine();
  const app: AppContext = createApp({
    offerFile: async ({ name }) => fail('not-supported', `${name} is not sent anywhere.`),
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
  if (session !== 'live') await app.session.getState().open(session);
  await settle();
  let effects = 0;
  const note = () => {
    effects++;
  };
  for (const store of [app.session, app.ui, app.settings]) store.subscribe(note);
  document.addEventListener('focusin', note);
  document.documentElement.requestFullscreen = async () => note();
  document.exitFullscreen = async () => note();
  const actions: readonly Action[] = [
    ...shellActions({ app, dock: () => witness(note) as DockviewApi, show: note }),
    ...chartActions({
      ui: app.ui,
      controller: () => witness(note) as ChartController,
      savePicture: note,
    }),
  ];
  const keyed = actions.filter((one) => one.typedKeys !== undefined || keysOf(one, {}).length > 0);
  const effectsOf = async (action: Action): Promise<number> => {
    await settle();
    const before = effects + engine.commands.length + engine.patches.length;
    action.run();
    await settle();
    return effects + engine.commands.length + engine.patches.length - before;
  };
  return { actions, keyed, effectsOf };
}

beforeEach(() => {
  document.body.innerHTML =
    '<nav class="rail"><button>a</button></nav><div class="status"><button>b</button></div>';
  vi.spyOn(HTMLElement.prototype, 'checkVisibility').mockReturnValue(true);
});
afterEach(() => vi.restoreAllMocks());

describe.each(['live', SAVED_SESSION])('the keys of a window that shows %s', (session) => {
  it('each do something', async () => {
    const { keyed, effectsOf } = await setUp(session);
    const idle: string[] = [];
    for (const action of keyed.filter(isEnabled)) if ((await effectsOf(action)) === 0) idle.push(action.id);
    expect(idle).toEqual([]);
  });

  it('each run the action they are listed with', async () => {
    const { actions, keyed } = await setUp(session);
    for (const action of keyed.filter(isEnabled)) {
      for (const chord of keysOf(action, {})) expect(actionFor(chord, actions, {})?.id).toBe(action.id);
    }
  });
});

it('every key that is listed works in some state', async () => {
  const states = [await setUp('live'), await setUp(SAVED_SESSION)];
  const working = new Set(states.flatMap(({ keyed }) => keyed.filter(isEnabled).map(({ id }) => id)));
  for (const { keyed } of states) expect(keyed.filter(({ id }) => !working.has(id))).toEqual([]);
});
