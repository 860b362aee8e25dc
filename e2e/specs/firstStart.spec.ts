/** The first start: nothing chosen, no venue named; and the way from the simulated market to the live one. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser } from 'playwright/test';
import { APP_HOSTS, type HostName, type RunningApp } from '../fixtures/appHost';
import { expect, test } from '../fixtures/test';
import { MonitorPage } from '../pages/monitorPage';

/** Nobody listens there, and the refusal comes at once. */
const NOWHERE = 'http://127.0.0.1:9';

interface Start {
  readonly host: HostName;
  readonly browser: Browser;
  readonly dataDir: string;
}

/** As a user starts it: no word about venues on the command line. */
async function start({ host, browser, dataDir }: Start): Promise<RunningApp> {
  return APP_HOSTS[host]({ dataDir, venueUrls: {}, newContext: () => browser.newContext() });
}

async function end(app: RunningApp): Promise<void> {
  await app.close();
  await app.page.context().close();
}

test('without a network the simulated market moves at once, and says everywhere what it is', async ({
  host,
  browser,
  dataDir,
}) => {
  const venueUrls = { binance: NOWHERE, binanceusdm: NOWHERE, bybit: NOWHERE };
  await writeFile(join(dataDir, 'settings.json'), JSON.stringify({ venueUrls }));
  const app = await start({ host, browser, dataDir });
  const monitor = new MonitorPage(app.page);
  await expect(monitor.feed).toContainText('SIMULATED');
  await expect(app.page).toHaveTitle(/^SIMULATED/);
  await expect.poll(() => monitor.candlePixels()).toBeGreaterThan(500);
  const close = (await monitor.legend('Close').textContent()) ?? '';
  await expect(monitor.legend('Close')).not.toHaveText(close);
  await expect(monitor.button('Switch to live')).toBeHidden();

  await monitor.speed.selectOption('20×');
  await expect(monitor.speed).toHaveValue('20');
  await monitor.replayWhatIsSimulated();
  await expect(app.page).toHaveTitle(/^REPLAY · SIMULATED/);
  await end(app);
});

test('a venue that answers is offered; the switch begins another session and is remembered', async ({
  host,
  browser,
  dataDir,
  market,
}) => {
  const venueUrls = { binanceusdm: market.origins.binanceusdm };
  await writeFile(join(dataDir, 'settings.json'), JSON.stringify({ venues: ['binanceusdm'], venueUrls }));
  const app = await start({ host, browser, dataDir });
  const monitor = new MonitorPage(app.page);
  await expect(monitor.feed).toContainText('SIMULATED');
  await monitor.button('Switch to live').click();
  await monitor.isLive();
  await expect(monitor.button('Switch to live')).toBeHidden();
  await expect(monitor.instrument).toHaveValue(/^binanceusdm:/);
  await monitor.openSessions();
  const rows = app.page.getByRole('list', { name: 'Sessions' }).getByRole('listitem');
  await expect(rows).toHaveCount(2);
  await expect(rows.filter({ hasText: 'SIMULATED' })).toHaveCount(1);
  await expect(rows.filter({ hasText: 'SIMULATED' })).toContainText('closed');
  await end(app);

  const again = await start({ host, browser, dataDir });
  await new MonitorPage(again.page).isLive();
  await expect(again.page).toHaveTitle(/^LIVE/);
  await end(again);
});
