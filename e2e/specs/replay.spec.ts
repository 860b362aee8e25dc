import { expect, test } from '../fixtures/test';

test.beforeEach(async ({ monitor }) => {
  await monitor.isLive();
  // A session long enough to move about in: a minute of market time and more.
  await monitor.showLiquidations();
  await expect(monitor.liquidations.nth(8)).toBeVisible();
  await monitor.replayWhatWasRecorded();
});

test('a recorded session is opened, played, paused, and left for the live market', async ({ monitor }) => {
  const startMs = await monitor.momentMs();
  await monitor.button('Play').click();
  await expect(monitor.feed).toHaveText('REPLAYplaying');
  await expect.poll(() => monitor.momentMs()).toBeGreaterThan(startMs);
  await monitor.button('Pause').click();
  await expect(monitor.feed).toHaveText('REPLAYpaused');
  await monitor.transport.getByRole('button', { name: 'Live' }).click();
  await monitor.isLive();
});

test('the slider goes to a moment, and the totals are those of that moment', async ({ monitor }) => {
  const total = monitor.liquidationTotals.getByRole('row').nth(1).getByRole('cell').first();
  await monitor.slider.press('End');
  await expect(monitor.feed).toHaveText('REPLAYat the end');
  await expect(total).toHaveText(/\$/);
  const endMs = await monitor.momentMs();
  const atEnd = (await total.textContent()) ?? '';
  await monitor.slider.press('Home');
  await expect.poll(() => monitor.momentMs()).toBeLessThan(endMs);
  await expect(total).not.toHaveText(atEnd);
  await monitor.slider.press('End');
  await expect(total).toHaveText(atEnd);
});

test('arrow keys step a second, an event and a bar', async ({ monitor }) => {
  const { keyboard } = monitor.page;
  await monitor.slider.press('Home');
  await monitor.slider.blur();
  const startMs = await monitor.momentMs();
  await keyboard.press('ArrowRight');
  await expect.poll(() => monitor.momentMs()).toBe(startMs + 1_000);
  await keyboard.press('ArrowLeft');
  await expect.poll(() => monitor.momentMs()).toBe(startMs);
  await keyboard.press('Alt+ArrowRight');
  await expect.poll(() => monitor.momentMs()).toBeGreaterThan(startMs + 1_000);
  await expect.poll(async () => (await monitor.momentMs()) % 60_000).toBe(0);
});

test('a page that is loaded anew goes on where it was', async ({ monitor }) => {
  const startMs = await monitor.momentMs();
  await monitor.speed.selectOption('2×');
  await monitor.button('Play').click();
  await expect.poll(() => monitor.momentMs()).toBeGreaterThan(startMs + 1_000);
  await monitor.button('Pause').click();
  await expect(monitor.feed).toHaveText('REPLAYpaused');
  const pausedMs = await monitor.momentMs();
  await monitor.page.reload();
  await expect(monitor.feed).toHaveText('REPLAYpaused');
  expect(await monitor.momentMs()).toBe(pausedMs);
  await expect(monitor.speed).toHaveValue('2');
});

test('a higher speed plays to the end', async ({ monitor }) => {
  await monitor.slider.press('Home');
  await monitor.speed.selectOption('600×');
  await monitor.button('Play').click();
  await expect(monitor.feed).toHaveText('REPLAYat the end');
});
