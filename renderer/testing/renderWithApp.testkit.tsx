/** Renders a part of the screen on a synthetic engine, with frames and time under the test's control. */
import { act, render } from '@testing-library/react';
import type { ReactElement } from 'react';
import { memoryLinkPair } from '../../shared/contract/memoryLink';
import { ok } from '../../shared/model/result';
import { createApp } from '../app/createApp';
import { type AppContext, AppProvider } from '../stores/context';
import { FAKE_NOW_MS, FakeEngine, soon } from './fakeEngine.testkit';

export interface RenderedApp {
  readonly app: AppContext;
  readonly engine: FakeEngine;
  /** Lets messages arrive and frames be drawn until nothing more happens. */
  settle(): Promise<void>;
}

/** `prepare` sets up the engine before the window connects. */
export async function renderWithApp(
  element: ReactElement,
  prepare: (engine: FakeEngine) => void = () => undefined,
): Promise<RenderedApp> {
  const engine = new FakeEngine();
  prepare(engine);
  let frames: (() => void)[] = [];
  const app = createApp({
    openLink: () => {
      const [window, host] = memoryLinkPair();
      engine.serve(host);
      return Promise.resolve(window);
    },
    offerFile: async ({ name, size }) => ok({ id: name.replace(/\W/g, '-'), name, bytes: size }),
    clock: { wallMs: () => FAKE_NOW_MS, schedule: soon },
    requestFrame: (callback) => frames.push(callback),
  });
  const settle = () =>
    act(async () => {
      for (let round = 0; round < 8; round++) {
        // Macrotask: everything queued as microtasks, links included, has run when it resolves.
        await new Promise((resolve) => setImmediate(resolve));
        const due = frames;
        frames = [];
        for (const frame of due) frame();
      }
    });
  render(<AppProvider value={app}>{element}</AppProvider>);
  await settle();
  return { app, engine, settle };
}
