/** Files become sessions: what is in them is shown, asked and told before anything is made of them. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import {
  aggTradesCsv,
  closeLabelledCandlesCsv,
  dropFiles,
  type TextFile,
} from '../fixtures/marketFiles.testkit';
import { test as base, expect } from '../fixtures/test';
import { ImportPage } from '../pages/importPage';

const test = base.extend<{ readonly drop: (files: readonly TextFile[], end?: boolean) => Promise<void> }>({
  drop: async ({ app, dataDir, host }, use) => {
    const folder = host === 'browser' ? null : join(dataDir, 'elsewhere');
    await use((files, end = true) => dropFiles(app.page, files, { folder, end }));
  },
});

test('a dropped file is looked at, its question answered, and its session opened', async ({
  monitor,
  drop,
}) => {
  const screen = new ImportPage(monitor.page);
  await expect(monitor.feed).toBeVisible();
  await drop([{ name: 'my trades.csv', text: aggTradesCsv() }], false);
  await expect(monitor.page.getByText('Drop to look at the files')).toBeVisible();
  await drop([{ name: 'my trades.csv', text: aggTradesCsv() }]);
  const file = screen.file('my trades.csv');
  await expect(file).toContainText('aggTrades');
  await expect(file).toContainText('600');
  await expect(screen.importButton).toBeDisabled();
  await file.getByRole('textbox', { name: 'Symbol' }).fill('BTCUSDT');
  await file.getByRole('textbox', { name: 'Symbol' }).press('Enter');
  const asked = file.getByRole('group', { name: 'To be answered' });
  await expect(asked).toBeHidden();
  await expect(screen.importButton).toBeEnabled();
  const { violations } = await new AxeBuilder({ page: monitor.page }).analyze();
  expect(violations.map(({ id, nodes }) => `${id} at ${nodes[0]?.target}`)).toEqual([]);
  await screen.dialog.getByRole('textbox', { name: 'Name of the session' }).fill('A quiet half hour');
  await screen.importButton.click();
  await screen.isDone();
  await screen.openSession();
  await expect(monitor.feed).toContainText('REPLAY');
  await monitor.button('Play to the end').click();
  await expect(monitor.legend('Close')).toContainText('96');
});

test('candles labelled by their close are told so, and stand where they belong', async ({
  monitor,
  drop,
}) => {
  const screen = new ImportPage(monitor.page);
  await screen.open();
  await drop([
    { name: 'BTCUSDT-aggTrades-um-2025-01-14.csv', text: aggTradesCsv() },
    { name: 'BTCUSDT-um-1m-closes.csv', text: closeLabelledCandlesCsv() },
  ]);
  await expect(screen.files).toHaveCount(2);
  const candles = screen.file('closes.csv');
  await expect(candles).toContainText('30');
  const noticed = candles.getByRole('list', { name: /^Noticed/ });
  await expect(noticed).toContainText('which nothing in the file can show');
  const asked = candles.getByRole('group', { name: 'To be answered' });
  await asked.getByRole('combobox', { name: /A time is/ }).selectOption('close');
  await expect(noticed).toContainText('Changed');
  await expect(noticed).toContainText('2025-01-14T12:01:00Z is the close of its 1m bar');
  await asked.getByRole('combobox', { name: 'Venue' }).selectOption('binanceusdm');
  await expect(screen.importButton).toBeEnabled();
  await screen.importButton.click();
  await screen.isDone();
});

test('what is no market data is refused with a sentence, and can be left out', async ({ monitor, drop }) => {
  const screen = new ImportPage(monitor.page);
  await screen.open();
  await drop([
    { name: 'poem.txt', text: 'Shall I compare thee\nto a summer day\n' },
    { name: '../../../evil\u202Evsc.csv', text: 'a,b\n1,2\n' },
    { name: '<img src=x onerror=alert(1)>.csv', text: '' },
  ]);
  await expect(screen.files).toHaveCount(3);
  await expect(screen.importButton).toBeDisabled();
  await expect(screen.file('poem.txt').locator('.import-refusal')).toContainText('none of the formats');
  await screen.dialog.getByRole('button', { name: 'Leave out poem.txt' }).click();
  await expect(screen.files).toHaveCount(2);
});

test('a cancelled import leaves nothing', async ({ monitor, dataDir, drop }) => {
  const screen = new ImportPage(monitor.page);
  await screen.open();
  await drop([{ name: 'BTCUSDT-aggTrades-um-2025-01-14.csv', text: aggTradesCsv() }]);
  await expect(screen.importButton).toBeEnabled();
  await screen.dialog.getByRole('button', { name: 'Cancel' }).click();
  await expect(screen.files).toHaveCount(0);
  await expect.poll(() => staged(dataDir)).toEqual([]);
});

async function staged(dataDir: string): Promise<string[]> {
  return readdir(join(dataDir, 'imports', 'staged')).catch(() => []);
}
