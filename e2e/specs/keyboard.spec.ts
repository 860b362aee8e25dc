import type { Locator } from 'playwright/test';
import { expect, test } from '../fixtures/test';
import type { MonitorPage } from '../pages/monitorPage';

/** Tabs until the control has the focus, as a user without a mouse would. */
async function tabTo(monitor: MonitorPage, control: Locator): Promise<void> {
  await expect(control).toBeVisible();
  for (let presses = 0; presses < 60; presses++) {
    if (await control.evaluate((element) => element === document.activeElement)) return;
    await monitor.page.keyboard.press('Tab');
  }
  throw new Error(`The Tab key does not reach ${control}.`);
}

test('from the live market into a replay and back without a mouse', async ({ monitor }) => {
  const { keyboard } = monitor.page;
  await monitor.isLive();
  await keyboard.type('5');
  await expect(monitor.interval('5m')).toBeChecked();

  await tabTo(monitor, monitor.button('Sessions'));
  await keyboard.press('Enter');
  await tabTo(monitor, monitor.stopRecording);
  await keyboard.press('Enter');
  await tabTo(monitor, monitor.button(/^Replay/));
  await keyboard.press('Enter');
  await expect(monitor.feed).toHaveText('REPLAYpaused');

  await monitor.page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  const startMs = await monitor.momentMs();
  await keyboard.press('Space');
  await expect.poll(() => monitor.momentMs()).toBeGreaterThan(startMs);
  await keyboard.press('Space');
  await expect(monitor.feed).toHaveText('REPLAYpaused');

  await tabTo(monitor, monitor.transport.getByRole('button', { name: 'Live' }));
  await keyboard.press('Enter');
  await monitor.isLive();
});

test('the cheat sheet opens by its key and lists what can be done', async ({ monitor }) => {
  await monitor.isLive();
  await monitor.page.keyboard.press('?');
  await expect(monitor.page.getByRole('dialog')).toContainText('Play or pause');
  await monitor.page.keyboard.press('Escape');
  await expect(monitor.page.getByRole('dialog')).toBeHidden();
});
