import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { StandinApp } from '../fixtures/standinHost';
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

test('a session is saved as tables and as one file', async ({ app, monitor }) => {
  const { page } = monitor;
  const saveAs = page.getByRole('combobox', { name: /^Save .* as$/ });
  const files = page.getByRole('list', { name: 'Exported files' }).getByRole('listitem');
  await saveAs.selectOption('csv trades');
  await expect(files).toHaveText(/\.trades\.csv/);
  await expect(page.getByText('Exported', { exact: true })).toBeVisible();
  // A link of the browser, a button of the desktop app, which asks where to put it.
  const take = files.getByRole('link').or(files.getByRole('button'));
  const { name, bytes } = await app.saved(page, () => take.click());
  expect(name).toMatch(/\.trades\.csv$/);
  expect(bytes.toString()).toMatch(/^ts,exchange_ts,venue,/);
  await saveAs.selectOption('file');
  await expect(files).toHaveText(/\.duckdb/);
  await expect(page.getByText(/^Content [0-9a-f]{64}$/)).toBeVisible();
});

test('the sessions are taken to another folder, and found there', async ({ app, dataDir, host, monitor }) => {
  const { page } = monitor;
  const target = join(dataDir, '..', `${dataDir.split('/').at(-1)} moved`);
  mkdirSync(target);
  await page.keyboard.press('Control+,');
  const group = page.getByRole('region', { name: 'Recording' });
  await expect(group).toContainText(join(dataDir, 'sessions'));
  if (host === 'standin') {
    const { electron } = (app as StandinApp).desktop;
    electron.dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [target] });
    await monitor.button('Move to another folder…').click();
  } else {
    await page.getByRole('textbox', { name: 'New folder of the sessions' }).fill(target);
    await monitor.button('Move').click();
  }
  await expect(group.getByText('All sessions are there.')).toBeVisible();
  await expect(group).toContainText(target);
  expect(readdirSync(target).filter((name) => name.endsWith('.duckdb'))).toHaveLength(1);
  expect(existsSync(join(dataDir, 'sessions'))).toBe(false);
  await monitor.openSessions();
  await expect(monitor.button(/^Replay/)).toBeVisible();
});
