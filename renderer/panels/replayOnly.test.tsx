// @vitest-environment happy-dom
import { cleanup } from '@testing-library/react';
import { afterEach, expect, it } from 'vitest';
import { LIVE_SESSION } from '../../shared/contract/api';
import { SAVED_SESSION } from '../testing/fakeEngine.testkit';
import { renderWithApp } from '../testing/renderWithApp.testkit';
import { PANELS } from './registry';
import { StatusLine } from './status/StatusLine';
import { TransportStrip } from './transport/TransportStrip';

afterEach(cleanup);

/** The chart needs a canvas, which this environment has not; its own test shows that it asks for the session it is given. */
const SCREEN = (
  <>
    {PANELS.filter(({ id }) => id !== 'chart').map(({ id, Panel }) => (
      <Panel key={id} />
    ))}
    <TransportStrip />
    <StatusLine keys={[]} />
  </>
);

it('a window that shows a replay is told nothing of the running market, whatever panels are open', async () => {
  const { app, engine, settle } = await renderWithApp(SCREEN);
  const sessions = () =>
    new Set(engine.watched.flatMap(({ params }) => ('session' in params ? [params.session] : [])));
  expect([...sessions()]).toEqual([LIVE_SESSION]);
  void app.session.getState().open(SAVED_SESSION);
  await settle();
  expect([...sessions()]).toEqual([SAVED_SESSION]);
  void app.session.getState().backToLive();
  await settle();
  expect([...sessions()]).toEqual([LIVE_SESSION]);
});
