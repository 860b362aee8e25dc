import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright/test';
import { settingsSchema } from '../../shared/contract/values';
import { expect, test } from '../fixtures/test';

async function expectNoViolation(page: Page, screen: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  const found = violations.flatMap(({ id, help, nodes }) =>
    nodes.map((node) => `${id}: ${help} at ${node.target.join(' ')}: ${node.html.slice(0, 120)}`),
  );
  expect(found, screen).toEqual([]);
}

for (const theme of settingsSchema.shape.theme.options) {
  test.describe(`theme ${theme}`, () => {
    test.use({ settings: { venues: ['binanceusdm'], theme } });

    test('axe finds nothing on the live screen and in any panel', async ({ monitor }) => {
      // One look takes axe a second or two, and there is one for each panel.
      test.slow();
      await monitor.isLive();
      const { page } = monitor;
      await expect(page.locator('html')).toHaveAttribute('data-theme', theme);
      await page.keyboard.press('ControlOrMeta+k');
      const titles = await page
        .getByRole('group', { name: 'Panels' })
        .getByRole('option', { name: /^Show / })
        .allTextContents();
      await page.keyboard.press('Escape');
      expect(titles.length).toBeGreaterThan(4);
      for (const title of titles) {
        await page.keyboard.press('ControlOrMeta+k');
        await page.keyboard.type(title);
        await page.keyboard.press('Enter');
        await expect(page.getByRole('combobox', { name: 'Command' })).toBeHidden();
        await expectNoViolation(page, title);
      }
    });

    test('axe finds nothing in what lies in front of the screen', async ({ monitor }) => {
      await monitor.isLive();
      const { page } = monitor;
      for (const key of ['ControlOrMeta+k', 'b', ',', '?']) {
        await page.keyboard.press(key);
        await expect(page.getByRole('dialog')).toBeVisible();
        await expectNoViolation(page, key);
        await page.keyboard.press('Escape');
        await expect(page.getByRole('dialog')).toBeHidden();
      }
    });

    test('axe finds nothing in a replay, nor when the engine is lost', async ({ monitor, app }) => {
      await monitor.isLive();
      const { page } = monitor;
      await monitor.replayWhatWasRecorded();
      await expectNoViolation(page, 'replay');
      await app.crash();
      await expect(page.getByRole('button', { name: 'Try now' })).toBeVisible();
      await expectNoViolation(page, 'engine lost');
    });
  });
}

test('a theme is chosen by its name, at once and for the next start', async ({ monitor, app }) => {
  await monitor.isLive();
  const { page } = monitor;
  for (const command of ['Theme: light', 'Colours: blue up']) {
    await page.keyboard.press('ControlOrMeta+k');
    await page.keyboard.type(command);
    await page.keyboard.press('Enter');
  }
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'light');
  await expect(page.locator('html')).toHaveAttribute('data-colors', 'blueOrange');
  await expect.poll(() => monitor.candlePixels()).toBeGreaterThan(500);
  const another = await app.openWindow();
  await expect(another.locator('html')).toHaveAttribute('data-colors', 'blueOrange');
});

test('who asked the system for more contrast or less motion gets it', async ({ monitor }) => {
  await monitor.isLive();
  const { page } = monitor;
  const token = (name: string) =>
    page.evaluate((key) => getComputedStyle(document.documentElement).getPropertyValue(key).trim(), name);
  const usual = await token('--muted');
  await page.emulateMedia({ contrast: 'more', reducedMotion: 'reduce' });
  expect(await token('--muted')).not.toBe(usual);
  expect(Number.parseFloat(await token('--motion'))).toBe(0);
});
