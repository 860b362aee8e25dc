/**
 * What a frozen session looks like, compared with pictures in `shots/`; alike on every host. After a wanted
 * change of the look: `npx playwright test pictures --project browser --update-snapshots`, and look at them.
 */
import type { Page, PageAssertionsToHaveScreenshotOptions } from 'playwright/test';
import { type Settings, settingsSchema } from '../../shared/contract/values';
import { expect, FROZEN_SETTINGS, openFrozen, test } from '../frozen/frozenTest';
import type { MonitorPage } from '../pages/monitorPage';

/**
 * Smoothing of letters differs a little between builds of Chromium: that is below `threshold`, or a few hundred
 * pixels. The candles alone are four thousand.
 */
const TOLERANCE: PageAssertionsToHaveScreenshotOptions = { threshold: 0.25, maxDiffPixels: 1_500 };

for (const theme of settingsSchema.shape.theme.options) {
  test.describe(theme, () => {
    test.use({ settings: withTheme(theme) });

    test('the monitor with a gap', async ({ monitor }) => {
      await open(monitor);
      await monitor.button('Monitor').click();
      await compare(monitor.page, `monitor-${theme}.png`);
    });
  });
}

test('a price scale in percent, and in logarithms', async ({ monitor }) => {
  await open(monitor);
  await run(monitor, 'Show Market');
  await monitor.interval('15m').check();
  await monitor.page.getByRole('radio', { name: '%', exact: true }).check();
  await compare(monitor.page, 'chart-percent.png');
  await monitor.page.getByRole('radio', { name: 'Log', exact: true }).check();
  await compare(monitor.page, 'chart-log.png');
});

test('the list of sessions, and the settings', async ({ monitor }) => {
  await open(monitor);
  await compare(monitor.page, 'sessions.png');
  await run(monitor, 'Show Settings');
  await monitor.page.getByRole('searchbox', { name: /settings/i }).fill('theme');
  await compare(monitor.page, 'settings.png');
});

function withTheme(theme: Settings['theme']) {
  return { ...FROZEN_SETTINGS, theme };
}

/** In a window of one size whatever the host makes; the first arrangement goes by that. */
async function open(monitor: MonitorPage): Promise<void> {
  await monitor.isLive();
  await monitor.page.setViewportSize({ width: 1280, height: 800 });
  await run(monitor, 'Arrange the panels as at the first start');
  await openFrozen(monitor);
}

async function run({ page }: MonitorPage, command: string): Promise<void> {
  await page.keyboard.press('ControlOrMeta+k');
  await page.keyboard.type(command);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('combobox', { name: 'Command' })).toBeHidden();
}

async function compare(page: Page, name: string): Promise<void> {
  // Neither the pointer nor the focus belongs to the picture.
  await page.mouse.move(0, 0);
  await page.evaluate(() => {
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
    return document.fonts.ready;
  });
  await expect(page).toHaveScreenshot(name, TOLERANCE);
}
