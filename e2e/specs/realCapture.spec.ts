import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '../fixtures/test';
import { testDataFolder } from '../venue/capture/openCapture';

const CAPTURES = ['binance_usdm_BTCUSDT_20240808.log.gz', 'binance_spot_BTCUSDT_20240808.log.gz'].map(
  (name) => join(testDataFolder(), 'captures', name),
);
const missing = CAPTURES.find((path) => !existsSync(path));
if (missing !== undefined) {
  console.warn(`Skipped: ${missing} is absent; BREAKWATER_TEST_DATA names its folder.`);
}

test.describe('the capture of 8 August 2024', () => {
  test.skip(missing !== undefined, 'the test data is absent');
  test.use({ marketOptions: { play: CAPTURES, speed: 10 }, settings: { assets: ['BTC'] } });

  test('is shown live on spot and futures, under its own date', async ({ monitor }) => {
    await expect(monitor.feed).toHaveText('LIVE3 venues');
    await expect(monitor.statusLine).toContainText('market clock 8 Aug 2024');
    await expect(monitor.legend('Close')).toHaveText(/^6[12],\d{3}\.\d$/);
    await expect.poll(() => monitor.candlePixels()).toBeGreaterThan(500);
    await monitor.showTrades();
    await expect(monitor.trades.first()).toContainText('Binance USD-M');
    await monitor.instrument.selectOption('binance:BTCUSDT');
    await expect(monitor.legend('Close')).toHaveText(/^6[12],\d{3}\.\d{2}$/);
    await expect(monitor.trades.first()).toContainText('Binance spot');
  });
});
