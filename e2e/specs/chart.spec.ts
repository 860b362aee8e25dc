/** What one does with the chart, by pointer and by key. */
import type { Locator } from 'playwright/test';
import { expect, test } from '../fixtures/test';
import type { MonitorPage } from '../pages/monitorPage';

async function middleOf(monitor: MonitorPage): Promise<{ readonly x: number; readonly y: number }> {
  const box = await monitor.chart.boundingBox();
  if (box === null) throw new Error('the chart is not on the screen');
  return { x: box.x + box.width * 0.4, y: box.y + box.height * 0.3 };
}

async function leftOfMiddle(monitor: MonitorPage, byPx: number): Promise<[x: number, y: number]> {
  const { x, y } = await middleOf(monitor);
  return [x - byPx, y];
}

async function middleIsPointedAt(monitor: MonitorPage): Promise<void> {
  await monitor.page.mouse.move(...(await leftOfMiddle(monitor, 0)));
}

/** Until then there are only the first minutes, and nothing to measure or to move to left of them. */
async function historyHasCome(monitor: MonitorPage): Promise<void> {
  await expect(monitor.transport.getByText(/^◂ .* candles since/)).toBeVisible();
}

/** The bar under the pointer, by its values. */
async function shownBar(monitor: MonitorPage): Promise<readonly (string | null)[]> {
  const values = ['Open', 'High', 'Low', 'Close'].map((title) => monitor.legend(title).textContent());
  return Promise.all(values);
}

async function zoomOutUntilSeen(monitor: MonitorPage, ...words: readonly Locator[]): Promise<void> {
  await middleIsPointedAt(monitor);
  await expect(async () => {
    for (let notch = 0; notch < 5; notch++) await monitor.page.mouse.wheel(0, 200);
    for (const each of words) await expect(each).toBeVisible({ timeout: 300 });
  }).toPass();
}

test('the menu copies the price under the pointer and shows what is switched on', async ({ monitor }) => {
  await monitor.isLive();
  const at = await middleOf(monitor);
  await monitor.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await monitor.page.mouse.click(at.x, at.y, { button: 'right' });
  const menu = monitor.page.getByRole('menu', { name: 'Chart' });
  const copy = menu.getByRole('menuitem', { name: /^Copy price/ });
  const price = ((await copy.textContent()) ?? '').replace('Copy price ', '').replaceAll(',', '');
  await copy.click();
  await expect(menu).toBeHidden();
  expect(await monitor.page.evaluate(() => navigator.clipboard.readText())).toBe(price);

  await monitor.page.mouse.click(at.x, at.y, { button: 'right' });
  await menu.getByRole('menuitemcheckbox', { name: /^Logarithmic/ }).click();
  await expect(monitor.page.getByRole('radio', { name: 'Log', exact: true })).toBeChecked();
  await monitor.page.keyboard.press('Alt+P');
  await expect(monitor.page.getByRole('radio', { name: '%', exact: true })).toBeChecked();
});

test('the menu opens, moves and closes by keyboard', async ({ monitor }) => {
  await monitor.isLive();
  await monitor.chart.focus();
  await monitor.page.keyboard.press('Shift+F10');
  const items = monitor.page.getByRole('menu', { name: 'Chart' }).getByRole('menuitem');
  await expect(items.first()).toBeFocused();
  await expect(items.first()).toHaveText(/^Copy price [\d,.]+/);
  await monitor.page.keyboard.press('ArrowDown');
  await expect(items.nth(1)).toBeFocused();
  await monitor.page.keyboard.press('Escape');
  await expect(items.first()).toBeHidden();
  await expect(monitor.chart).toBeFocused();
});

test('a layer is switched off and on', async ({ monitor }) => {
  await monitor.isLive();
  const volume = monitor.chart.getByRole('button', { name: 'Volume' });
  await expect(volume).toBeVisible();
  await monitor.page.getByRole('checkbox', { name: 'Volume' }).uncheck();
  await expect(volume).toBeHidden();
  await monitor.page.getByRole('checkbox', { name: 'Volume' }).check();
  await expect(volume).toBeVisible();
});

test('a study gets a pane of its own and its value in the legend', async ({ monitor }) => {
  await monitor.isLive();
  const { page, chart } = monitor;
  await page.getByRole('button', { name: 'Studies' }).click();
  const menu = page.getByRole('menu', { name: 'Studies' });
  await expect(menu.getByRole('menuitemcheckbox').first()).toBeFocused();
  await menu.getByRole('menuitemcheckbox', { name: 'CVD (base units)' }).click();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: 'Studies · 1' })).toBeFocused();
  await expect(chart.getByRole('button', { name: 'CVD (base units)' })).toBeVisible();
  await expect(monitor.legend('CVD (base units) at this bar')).toHaveText(/^−?[\d,.]+k?$/);
});

test('dragging with Shift measures; so do keys', async ({ monitor }) => {
  await monitor.isLive();
  await historyHasCome(monitor);
  const at = await middleOf(monitor);
  const measured = monitor.chart.getByText(/^Measured/);
  await monitor.page.keyboard.down('Shift');
  await monitor.page.mouse.move(at.x, at.y);
  await monitor.page.mouse.down();
  await monitor.page.mouse.move(at.x + 120, at.y + 60, { steps: 4 });
  await monitor.page.mouse.up();
  await monitor.page.keyboard.up('Shift');
  await expect(measured).toHaveText(/^Measured −[\d,.]+ · −?\d+\.\d+%, \d+ bars · /);
  await monitor.page.mouse.click(at.x, at.y);
  await expect(measured).toBeHidden();

  await monitor.chart.focus();
  await monitor.page.keyboard.press('Alt+Shift+D');
  for (let bar = 0; bar < 3; bar++) await monitor.page.keyboard.press('Control+ArrowLeft');
  await expect(measured).toHaveText(/, −3 bars · 3 min$/);
  await monitor.page.keyboard.press('Escape');
  await expect(measured).toBeHidden();
});

test.describe('with a new bar every 200 ms', () => {
  test.use({ marketOptions: { play: ['synthetic:36000@binanceusdm'], speed: 300, args: ['--rate', '1'] } });

  test('the crosshair stays on the bar it was moved to by keys, and no key is lost', async ({ monitor }) => {
    await monitor.isLive();
    await historyHasCome(monitor);
    const [x, y] = await leftOfMiddle(monitor, 0);
    await monitor.page.mouse.click(x, y);
    await monitor.chart.focus();
    await monitor.page.keyboard.press('Alt+Shift+D');
    for (let bar = 0; bar < 10; bar++) await monitor.page.keyboard.press('Control+ArrowLeft');
    await expect(monitor.chart.getByText(/^Measured/)).toHaveText(/, −10 bars · 10 min$/);
  });
});

test('a wheel zooms out until older candles are loaded, and says where they end', async ({ monitor }) => {
  await monitor.isLive();
  for (const interval of ['1m', '1h', '1d']) {
    await monitor.interval(interval).check();
    const edge = monitor.chart.getByText(`The venue has no older ${interval} candles.`);
    await zoomOutUntilSeen(monitor, edge);
    await monitor.page.keyboard.press('Alt+R');
    await expect(edge).toBeHidden();
  }
  // What was loaded is still there after another interval was looked at.
  await monitor.interval('1h').check();
  await expect(monitor.transport.getByText(/1h candles since .* 20\d\d/)).toBeVisible();
});

test('older candles come from the venue without moving the view, after a failure when asked again', async ({
  monitor,
  market,
}) => {
  await monitor.isLive();
  await monitor.interval('1h').check();
  const since = monitor.transport.getByText(/1h candles since/);
  // Until then the history that comes by itself is on its way.
  await expect(since).toContainText('Jul 2024');
  await market.fault('binanceusdm', 'http-500', 15);
  await market.pause();
  const failure = monitor.chart.getByText(/did not answer the request for the older 1h candles/);
  await zoomOutUntilSeen(monitor, failure);
  const before = await since.textContent();
  const bar = await shownBar(monitor);
  const again = monitor.chart.getByRole('button', { name: 'Try again' });
  await expect(async () => {
    if (await again.isVisible()) await again.click();
    await expect(since).not.toHaveText(before ?? '', { timeout: 2_500 });
  }).toPass();
  // The pointer stands where it stood, and so does the bar under it.
  await monitor.page.mouse.move(...(await leftOfMiddle(monitor, 1)));
  await monitor.page.mouse.move(...(await leftOfMiddle(monitor, 0)));
  expect(await shownBar(monitor)).toEqual(bar);
});

test('a replay shows the older candles that were loaded, and fetches none', async ({ monitor }) => {
  test.slow();
  await monitor.isLive();
  await monitor.interval('1h').check();
  await zoomOutUntilSeen(monitor, monitor.chart.getByText('The venue has no older 1h candles.'));
  const since = await monitor.transport.getByText(/1h candles since/).textContent();
  const oldest = (since ?? '').replace('◂ ', '');
  await monitor.replayWhatWasRecorded();
  await monitor.slider.press('End');
  // On the way to the end the chart has what the session held by then, and its left edge says the same.
  const noOlder = monitor.chart.getByText(/^The session holds no older 1h candles/);
  await zoomOutUntilSeen(monitor, noOlder, monitor.transport.getByText(oldest));
  await expect(monitor.chart.getByRole('button', { name: /Load older|Try again/ })).toBeHidden();
});

test('a pane is shown alone by its title', async ({ monitor }) => {
  await monitor.isLive();
  const title = monitor.chart.getByRole('button', { name: 'Volume' });
  const before = await title.boundingBox();
  await title.dblclick();
  await expect(title).toHaveAttribute('aria-pressed', 'true');
  await expect.poll(async () => (await title.boundingBox())?.y).toBeLessThan((before?.y ?? 0) - 100);
  await title.press('Enter');
  await expect(title).toHaveAttribute('aria-pressed', 'false');
  await expect.poll(async () => (await title.boundingBox())?.y).toBe(before?.y);
});

test('a picture is saved under the name of what it shows', async ({ app, monitor }) => {
  await monitor.isLive();
  const { name, bytes } = await app.saved(monitor.page, () =>
    monitor.button('Save the chart as a picture').click(),
  );
  expect(name).toMatch(/^breakwater-BTCUSDT-Perp-1m-\d{8}T\d{6}Z\.png$/);
  expect(bytes.subarray(1, 4).toString()).toBe('PNG');
});

test('an interval is switched without an empty chart in between', async ({ monitor }) => {
  await monitor.isLive();
  await expect.poll(() => monitor.candlePixels()).toBeGreaterThan(500);
  await monitor.interval('1h').check();
  for (let look = 0; look < 10; look++) expect(await monitor.candlePixels()).toBeGreaterThan(500);
});
