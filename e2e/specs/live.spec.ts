import { expect, test } from '../fixtures/test';

test('the app starts into a live market with candles and trades', async ({ monitor }) => {
  await monitor.isLive();
  await expect(monitor.prices.getByRole('listitem')).toHaveText([/^BTC/, /^ETH/, /^SOL/, /^XRP/]);
  await expect.poll(() => monitor.candlePixels()).toBeGreaterThan(500);
  await monitor.showTrades();
  await expect(monitor.trades.first()).toContainText('Binance USD-M');
  const first = (await monitor.trades.first().textContent()) ?? '';
  await expect(monitor.trades.first()).not.toHaveText(first);
});

test('another instrument is chosen by mouse', async ({ monitor }) => {
  await monitor.isLive();
  await monitor.instrument.selectOption('binanceusdm:ETHUSDT');
  await expect(monitor.chart).toHaveAccessibleName('Chart of ETHUSDT');
  await expect(monitor.legend('Close')).not.toHaveText('—');
  await monitor.showTrades();
  await expect(monitor.trades.first()).toContainText('ETH');
});

test('the interval is chosen by mouse, and by typing its minutes', async ({ monitor }) => {
  await monitor.isLive();
  await monitor.interval('1h').check();
  await expect(monitor.interval('1h')).toBeChecked();
  await expect(monitor.chart.getByText(/Loading candles/)).toBeHidden();
  await monitor.page.keyboard.type('15');
  await expect(monitor.interval('15m')).toBeChecked();
  await monitor.page.keyboard.type('1440');
  await expect(monitor.interval('1d')).toBeChecked();
  await expect.poll(() => monitor.candlePixels()).toBeGreaterThan(500);
});

test('liquidations are told by the side of the position, as lower bounds where a venue samples', async ({
  monitor,
}) => {
  await monitor.isLive();
  await expect(monitor.liquidations.first()).toBeVisible();
  await expect(monitor.liquidations.first().getByRole('img')).toHaveAccessibleName(
    /^(Shorts|Longs) liquidated$/,
  );
  const row = monitor.liquidationTotals.getByRole('row').nth(1);
  await expect(row.getByRole('cell').first()).toHaveText(/^≥ \$/);
  await expect(
    row.getByTitle(/^(Shorts|Longs) liquidated\. Binance USD-M; .* A lower bound/).first(),
  ).toBeVisible();
  await monitor.rollingWindow('1h').check();
  await expect(row.getByRole('cell').first()).toHaveText(/^≥ \$/);
});
