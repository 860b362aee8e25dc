/** The past of a market, fetched from a venue, becomes a session in one step. */

import { HISTORY_DAY, startHistoryVenue } from '../fixtures/historyVenue.testkit';
import { test as base, expect } from '../fixtures/test';
import { ImportPage } from '../pages/importPage';

type HistoryVenue = Awaited<ReturnType<typeof startHistoryVenue>>;

const test = base.extend<{ readonly history: HistoryVenue }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright wants a pattern even where nothing is used
  history: async ({}, use) => {
    const venue = await startHistoryVenue(new Map());
    await use(venue);
    await venue.stop();
  },
  market: async ({ market, history }, use) => {
    const origins = { ...market.origins, binanceusdm: history.origin, publicdata: history.origin };
    await use({ ...market, origins });
  },
});

test('a day of candles is downloaded, imported and opened; what is not published is said', async ({
  monitor,
}) => {
  const screen = new ImportPage(monitor.page);
  await screen.open();
  await screen.dialog.getByRole('radio', { name: 'Download' }).check();
  await screen.dialog.getByLabel('First day (UTC)').fill(HISTORY_DAY);
  await screen.dialog.getByLabel('Last day (UTC)').fill(HISTORY_DAY);
  await screen.dialog.getByRole('button', { name: 'Download', exact: true }).click();
  await screen.isDone();
  const noticed = screen.dialog.getByRole('list', { name: 'Noticed while importing' });
  await expect(noticed).toContainText('publishes no past liquidations');
  await expect(noticed).toContainText('has published no open interest of BTCUSDT');
  await screen.openSession();
  await expect(monitor.feed).toContainText('REPLAY');
});
