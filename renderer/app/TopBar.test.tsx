// @vitest-environment happy-dom
import { cleanup, fireEvent, screen, within } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { FAKE_NOW_MS, SAVED_SESSION } from '../testing/fakeEngine.testkit';
import { renderWithApp } from '../testing/renderWithApp.testkit';
import { TopBar } from './TopBar';

afterEach(cleanup);

const prices = () => within(screen.getByRole('list', { name: 'Prices' })).getAllByRole('listitem');

describe('TopBar', () => {
  it('shows assets in the order of the settings, with price, signed change and a line', async () => {
    await renderWithApp(<TopBar />, (engine) => {
      engine.settings = { ...engine.settings, assets: ['SOL', 'BTC'] };
    });
    expect(prices().map((item) => item.querySelector('b')?.textContent)).toEqual([
      'SOL',
      'BTC',
      'ETH',
      'XRP',
    ]);
    expect(prices()[0]?.textContent).toBe('SOL146.82▼ −3.40%');
    expect(prices()[1]?.textContent).toBe('BTC96,812.4▲ +4.83%');
    expect(prices()[0]?.querySelector('path')?.getAttribute('d')).toMatch(/^M/);
  });

  it('says LIVE, and how many venues deliver how late', async () => {
    await renderWithApp(<TopBar />);
    expect(screen.getByText('LIVE')).toBeTruthy();
    expect(screen.getByRole('button', { name: /3 venues/ }).textContent).toBe('3 venues · lag 38 ms');
  });

  it('says REPLAY and shows the time of the market', async () => {
    const { app, settle } = await renderWithApp(<TopBar />);
    void app.session.getState().open(SAVED_SESSION);
    await settle();
    expect(screen.getByText('REPLAY')).toBeTruthy();
    expect(screen.queryByRole('button', { name: /venues/ })).toBeNull();
    expect(screen.getByText('13:24:07', { exact: false }).closest('button')?.title).toContain(
      'in this replay',
    );
  });

  it('says SIMULATED, with the time of that market; of a replay of one beside REPLAY', async () => {
    const { app, settle } = await renderWithApp(<TopBar />, (engine) => {
      engine.simulated = true;
      engine.nowMs = FAKE_NOW_MS - 3 * 60_000;
      engine.replay = { ...engine.replay, simulated: true };
    });
    expect(screen.getByText('SIMULATED')).toBeTruthy();
    expect(screen.queryByText('LIVE')).toBeNull();
    expect(screen.getByText('18:21:07', { exact: false }).closest('button')?.title).toContain(
      'in this simulation',
    );
    void app.session.getState().open(SAVED_SESSION);
    await settle();
    expect(screen.getByText('REPLAY').parentElement?.textContent).toContain('SIMULATED');
  });

  it('stops recording', async () => {
    const { app, settle } = await renderWithApp(<TopBar />);
    expect(screen.getByText(/^REC 06:41:12 · 212 MB$/)).toBeTruthy();
    fireEvent.click(screen.getByRole('button', { name: 'Stop recording' }));
    await settle();
    expect(app.session.getState().recorder?.state).toBe('stopped');
    expect(screen.getByText('NOT RECORDING')).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Start recording' })).toBeTruthy();
  });
});
