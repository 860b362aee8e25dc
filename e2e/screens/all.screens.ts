/** Takes a picture of every screen in every theme: to be looked at, not compared. See `scripts/screens.mjs`. */
import { join } from 'node:path';
import type { Page } from 'playwright/test';
import { type Settings, settingsSchema } from '../../shared/contract/values';
import { expect, FROZEN_SETTINGS, openFrozen, test } from '../frozen/frozenTest';
import type { MonitorPage } from '../pages/monitorPage';

const OUT = process.env.BREAKWATER_SCREENS ?? 'test-results/screens';

type TakePicture = (name: string) => Promise<void>;

for (const theme of settingsSchema.shape.theme.options) {
  test.describe(theme, () => {
    test.use({
      settings: {
        ...FROZEN_SETTINGS,
        layout: null,
        theme,
        recording: { automatic: true, maxAgeDays: 3_650 },
      },
    });

    test('live', async ({ monitor, app, market }, { project }) => {
      const take = camera(monitor.page, project.name, theme, 'live');
      await monitor.isLive();
      await expect.poll(() => monitor.candlePixels()).toBeGreaterThan(500);
      // Until the history has come, the chart says where its candles end.
      await expect(monitor.chart.getByText(/holds no older/)).toBeHidden();
      await take('monitor');
      await panels(monitor, take);
      await overlays(monitor, take);
      await market.fault('binanceusdm', 'silence', 20);
      await expect(monitor.statusLine).toContainText(/no \w+ of \w+ for/, { timeout: 40_000 });
      await show(monitor, 'Venues');
      await take('venue-silent');
      await app.crash();
      await expect(monitor.feed).toContainText('OFFLINE');
      await take('engine-lost');
    });

    test('replay', async ({ monitor }, { project }) => {
      const take = camera(monitor.page, project.name, theme, 'replay');
      await openFrozen(monitor);
      await take('sessions');
      await show(monitor, 'Liquidation tape');
      await take('paused-with-gap');
      await chartViews(monitor, take);
      await panels(monitor, take);
      await reviewed(monitor, take);
      await monitor.slider.press('Home');
      await monitor.button('Play').click();
      await expect(monitor.feed).toHaveText('REPLAYplaying');
      await take('playing');
      await monitor.button('Pause').click();
      await show(monitor, 'Sessions');
      await monitor.transport.getByRole('button', { name: 'Live' }).click();
      await monitor.isLive();
      const title = 'January breakout';
      await monitor.button(`Rename ${title}`).click();
      await take('session-rename');
      await monitor.page.keyboard.press('Escape');
      await monitor.button(`Delete ${title}`).click();
      await expect(monitor.button('Undo')).toBeVisible();
      await take('session-deleted');
    });

    test('before the market', async ({ monitor, host }, { project }) => {
      test.skip(host !== 'browser', 'only the browser host has a socket to stand in the way of');
      const { page } = monitor;
      await monitor.isLive();
      const take = camera(page, project.name, theme, 'start');
      // The settings come, the figures and candles do not.
      await page.routeWebSocket(/./, (socket) => {
        const engine = socket.connectToServer();
        engine.onMessage((message) => {
          if (isBeforeData(Buffer.from(message))) socket.send(message);
        });
      });
      await page.reload();
      await expect(page.locator('.app')).toBeVisible();
      await take('loading');
      for (const title of PANEL_TITLES) {
        await show(monitor, title);
        await take(`loading-${slug(title)}`);
      }
      await page.routeWebSocket(/./, (socket) => void socket.close());
      await page.reload();
      await expect(page.getByRole('heading', { name: 'The engine does not answer' })).toBeVisible();
      await take('no-engine');
    });
  });
}

const PANEL_TITLES = [
  'Squeeze',
  'Breakouts',
  'Trades',
  'Liquidation tape',
  'Market',
  'Bookmarks',
  'Sessions',
  'Venues',
  'Settings',
] as const;
/** Answers to calls, whose messages begin with 1 (see `shared/contract/wire.ts`), and the settings. */
function isBeforeData(message: Buffer): boolean {
  return message[0] === 1 || message.includes('"colorPreset"');
}

async function panels(monitor: MonitorPage, take: TakePicture): Promise<void> {
  for (const title of PANEL_TITLES) {
    await show(monitor, title);
    await take(slug(title));
  }
  await monitor.page.getByRole('searchbox', { name: /settings/i }).fill('xyzzy');
  await take('settings-none-found');
  await monitor.page.getByRole('searchbox', { name: /settings/i }).fill('');
  await show(monitor, 'Liquidation tape');
}

async function overlays(monitor: MonitorPage, take: TakePicture): Promise<void> {
  const { keyboard } = monitor.page;
  for (const [name, ...keys] of [
    ['palette', 'ControlOrMeta+k'],
    ['palette-searched', 'ControlOrMeta+k', 't', 'h', 'e', 'm', 'e'],
    ['palette-none-found', 'ControlOrMeta+k', 'x', 'x', 'q', 'q'],
    ['symbols', 'e'],
    ['interval', ','],
    ['interval-typed', '1', '5'],
    ['keys', '?'],
    ['import', 'ControlOrMeta+i'],
  ] as const) {
    for (const key of keys) await keyboard.press(key);
    await expect(monitor.page.getByRole('dialog')).toBeVisible();
    await take(name);
    await keyboard.press('Escape');
    await expect(monitor.page.getByRole('dialog')).toBeHidden();
  }
  const box = await monitor.chart.boundingBox();
  if (box === null) throw new Error('the chart is not on the screen');
  const at = { x: box.x + box.width * 0.4, y: box.y + box.height * 0.3 };
  await monitor.page.mouse.move(at.x, at.y);
  await take('crosshair');
  await monitor.page.mouse.click(at.x, at.y, { button: 'right' });
  await take('chart-menu');
  await keyboard.press('Escape');
  await keyboard.down('Shift');
  await monitor.page.mouse.down();
  await monitor.page.mouse.move(at.x + 120, at.y + 60, { steps: 3 });
  await monitor.page.mouse.up();
  await keyboard.up('Shift');
  await take('measured');
  await keyboard.press('Escape');
}

/** What a replay is reviewed with. */
async function reviewed(monitor: MonitorPage, take: TakePicture): Promise<void> {
  const { page } = monitor;
  for (const [text, color] of [
    ['Shorts are squeezed out, most of them on Bybit', 'B'],
    ['The top of the move', 'E'],
  ] as const) {
    for (let step = 0; step < 8; step++) await page.keyboard.press('Alt+ArrowLeft');
    await page.keyboard.press('Alt+b');
    await expect(page.getByRole('textbox', { name: 'Text' })).toBeFocused();
    await page.keyboard.type(text);
    await page.getByRole('radio', { name: `Colour ${color}` }).press('Space');
    await take(`bookmark-${color}`);
    await page.keyboard.press('Enter');
    await expect(page.getByRole('list', { name: 'Bookmarks' }).getByText(text)).toBeVisible();
  }
  await monitor.transport.getByRole('button', { name: 'Live' }).focus();
  await page.keyboard.press('\\');
  await expect(monitor.transport.getByRole('slider', { name: 'Loop start' })).toBeVisible();
  await take('bookmarks-and-loop');
  await page.keyboard.press('\\');
  await page.keyboard.press('Alt+g');
  await expect(page.getByRole('dialog')).toBeVisible();
  await take('moment');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Alt+w');
  await expect(page.getByRole('textbox', { name: 'Brief' })).toBeVisible();
  await take('brief');
  await page.keyboard.press('Escape');
}

async function chartViews(monitor: MonitorPage, take: TakePicture): Promise<void> {
  for (const scale of ['%', 'Log', 'Lin']) {
    await monitor.page.getByRole('radio', { name: scale, exact: true }).check();
    await take(`scale-${scale === '%' ? 'percent' : slug(scale)}`);
  }
  for (const interval of ['5m', '15m', '1m']) {
    await monitor.interval(interval).check();
    await take(`interval-${interval}`);
  }
}

/** By the palette, as every panel can be reached. */
async function show({ page }: MonitorPage, title: string): Promise<void> {
  await page.keyboard.press('ControlOrMeta+k');
  await page.keyboard.type(`Show ${title}`);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('tabpanel', { name: title })).toBeVisible();
}

function camera(page: Page, size: string, theme: Settings['theme'], group: string): TakePicture {
  return async (name) => {
    await page.evaluate(() => document.fonts.ready);
    // What was asked for last is drawn in the second frame from now.
    await page.evaluate(
      () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))),
    );
    await page.screenshot({ path: join(OUT, size, theme, `${group}-${name}.png`) });
  };
}

function slug(title: string): string {
  return title.toLowerCase().replaceAll(' ', '-');
}
