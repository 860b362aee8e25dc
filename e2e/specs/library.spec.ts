import { readFile } from 'node:fs/promises';
import { expect, test } from '../fixtures/test';

test.beforeEach(async ({ monitor }) => {
  await monitor.isLive();
  await monitor.showLiquidations();
  await expect(monitor.liquidations.nth(2)).toBeVisible();
  await monitor.openSessions();
  await monitor.stopRecording.click();
  await expect(monitor.button(/^Replay/)).toBeVisible();
});

test('a session is named, tagged, pinned, found, deleted and brought back', async ({ monitor }) => {
  const { page } = monitor;
  const sessions = page.getByRole('list', { name: 'Sessions', exact: true }).locator('> li');
  await monitor.button(/^Rename/).click();
  await page.getByRole('textbox', { name: 'Title of the session' }).fill('The squeeze');
  await page.keyboard.press('Enter');
  await monitor.button('Tags of The squeeze').click();
  await page.getByRole('textbox', { name: /^Tags/ }).fill('january, squeeze');
  await page.keyboard.press('Enter');
  await expect(sessions.getByText('january', { exact: true })).toBeVisible();
  await monitor.button('Pin The squeeze').click();
  await expect(sessions.getByText('pinned', { exact: true })).toBeVisible();

  const search = page.getByRole('searchbox', { name: 'Search the sessions' });
  await search.fill('nothing like this');
  await expect(sessions).toHaveCount(0);
  await search.fill('SQUEEZE btc');
  await expect(sessions).toHaveCount(1);
  await page.getByRole('combobox', { name: 'Order' }).selectOption('name');
  await page.getByRole('combobox', { name: 'Tag' }).selectOption('january');
  await expect(sessions).toHaveCount(1);

  await monitor.button('Delete The squeeze').click();
  await expect(sessions).toHaveCount(0);
  await monitor.button('Undo').click();
  await search.fill('');
  await expect(sessions.getByText('The squeeze', { exact: true }).first()).toBeVisible();
});

test('a session is saved as tables and as one file', async ({ monitor }) => {
  const { page } = monitor;
  const saveAs = page.getByRole('combobox', { name: /^Save .* as$/ });
  const files = page.getByRole('list', { name: 'Exported files' }).getByRole('listitem');
  await saveAs.selectOption('csv trades');
  await expect(files).toHaveText(/\.trades\.csv/);
  await expect(page.getByText('Exported', { exact: true })).toBeVisible();
  const link = files.getByRole('link');
  if ((await link.count()) > 0) {
    const [download] = await Promise.all([page.waitForEvent('download'), link.click()]);
    expect(await readFile(await download.path(), 'utf8')).toMatch(/^ts,exchange_ts,venue,/);
  }
  await saveAs.selectOption('file');
  await expect(files).toHaveText(/\.duckdb/);
  await expect(page.getByText(/^Content [0-9a-f]{64}$/)).toBeVisible();
});
