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

    // One look takes axe a second or two.
    test.slow();

    test('axe finds nothing on the live screen and in any panel', async ({ monitor }) => {
      await monitor.isLive();
      const { page } = monitor;
      await expect(page.locator('html')).toHaveAttribute('data-theme', theme);
      await page.keyboard.press('ControlOrMeta+k');
      const titles = await page
        .getByRole('group', { name: 'Panels' })
        .getByRole('option', { name: /^Show / })
        .locator('.picker-label')
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
      for (const key of ['ControlOrMeta+k', 'ControlOrMeta+i', 'b', ',', '?']) {
        await page.keyboard.press(key);
        await expect(page.getByRole('dialog')).toBeVisible();
        await expectNoViolation(page, key);
        await page.keyboard.press('Escape');
        await expect(page.getByRole('dialog')).toBeHidden();
      }
    });

    test('axe finds nothing in a replay, nor when the engine is lost', async ({ host, monitor, app }) => {
      await monitor.isLive();
      const { page } = monitor;
      await monitor.replayWhatWasRecorded();
      await expectNoViolation(page, 'replay');
      for (const key of ['Alt+g', 'Alt+w']) {
        await page.keyboard.press(key);
        await expect(page.getByRole('dialog').getByRole('textbox')).toBeVisible();
        await expectNoViolation(page, key);
        await page.keyboard.press('Escape');
        await expect(page.getByRole('dialog')).toBeHidden();
      }
      // The desktop app starts its engine again before one could look.
      if (host !== 'browser') return;
      await app.crash();
      await expect(page.getByRole('button', { name: 'Try now' })).toBeVisible();
      await expectNoViolation(page, 'engine lost');
    });

    test('axe finds nothing in the screens before the monitor', async ({ monitor, host }) => {
      test.skip(host !== 'browser', 'only the browser host has a socket to stand in the way of');
      await monitor.isLive();
      const { page } = monitor;
      await page.routeWebSocket(/./, (socket) => void socket.close());
      await page.reload();
      await expect(page.getByRole('heading', { name: 'The engine does not answer' })).toBeVisible();
      // As the window remembers it: the engine has told nothing.
      await expect(page.locator('html')).toHaveAttribute('data-theme', theme);
      await expectNoViolation(page, 'no engine');

      await page.routeWebSocket(/./, (socket) => {
        const engine = socket.connectToServer();
        socket.onMessage((message) => engine.send(withAnotherVersion(message)));
      });
      await page.reload();
      await expect(page.getByRole('alert')).toContainText('This window speaks protocol version 9');
      await expect(page.getByRole('button', { name: 'Reload' })).toBeVisible();
      await expectNoViolation(page, 'another version');
    });
  });
}

/** What a window of another version would say in its greeting; other messages stay as they are. */
function withAnotherVersion(message: string | Buffer): Buffer {
  return Buffer.from(
    Buffer.from(message)
      .toString('latin1')
      .replace(/("protocolVersion":)\d+/, '$19'),
    'latin1',
  );
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
