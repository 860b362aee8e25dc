// @vitest-environment happy-dom
import { cleanup, screen, within } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { SAVED_SESSION } from '../../testing/fakeEngine.testkit';
import { renderWithApp } from '../../testing/renderWithApp.testkit';
import { VenuesPanel } from './VenuesPanel';

afterEach(cleanup);

describe('VenuesPanel', () => {
  it('tells of each venue and stream how it is, and how it reports liquidations', async () => {
    await renderWithApp(<VenuesPanel />);
    const rules = { 'Binance Spot': 'no', 'Binance USD-M': 'sampled', Bybit: 'all' };
    for (const [title, rule] of Object.entries(rules)) {
      const venue = within(screen.getByRole('region', { name: title }));
      expect(venue.getByText(`${rule} liquidations`).getAttribute('title')).toMatch(/^Publishes/);
      const trades = within(venue.getByRole('row', { name: /^Trades/ }));
      expect(trades.getAllByRole('cell').map((cell) => cell.textContent?.trim())).toEqual([
        'live',
        '120 ms',
        '2',
      ]);
    }
  });

  it('says the state of a venue that is down in a word', async () => {
    await renderWithApp(<VenuesPanel />, (engine) => {
      engine.venueState = 'down';
    });
    expect(screen.getAllByText('down').length).toBeGreaterThanOrEqual(3);
  });

  it('says how many events of a venue were refused, and nothing of the others', async () => {
    await renderWithApp(<VenuesPanel />);
    const bybit = within(screen.getByRole('region', { name: 'Bybit' }));
    expect(bybit.getByText(/· 3 refused: impossible time$/)).toBeTruthy();
    expect(screen.getAllByText(/refused/)).toHaveLength(1);
  });

  it('says in replay that it is as recorded', async () => {
    const { app, settle } = await renderWithApp(<VenuesPanel />);
    void app.session.getState().open(SAVED_SESSION);
    await settle();
    expect(screen.getByText(/As recorded/)).toBeTruthy();
  });
});
