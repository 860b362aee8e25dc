import { expect, test } from '../fixtures/test';
import { MonitorPage } from '../pages/monitorPage';

test('two windows on one engine look at different markets, one of them at a recording', async ({
  app,
  monitor,
}) => {
  await monitor.isLive();
  const other = new MonitorPage(await app.openWindow());
  await other.isLive();
  await other.instrument.selectOption('binanceusdm:ETHUSDT');
  await expect(other.chart).toHaveAccessibleName('Chart of ETHUSDT');
  await expect(monitor.chart).toHaveAccessibleName('Chart of BTCUSDT');
  await other.replayWhatWasRecorded();
  await expect(monitor.feed).toHaveText('LIVE1 venue');
  await monitor.showTrades();
  const newest = (await monitor.trades.first().textContent()) ?? '';
  await expect(monitor.trades.first()).not.toHaveText(newest);
});
