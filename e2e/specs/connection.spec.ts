import type { Page, WebSocketRoute } from 'playwright/test';
import { expect, test } from '../fixtures/test';

test('a window that loses its engine says so, and goes on by itself when it is back', async ({
  app,
  monitor,
}) => {
  await monitor.isLive();
  const lines = await interruptibleLines(app.page);
  await app.page.reload();
  await monitor.isLive();
  await lines.cut();
  await expect(monitor.feed).toHaveText('OFFLINEno engine');
  const banner = app.page.getByText('this window reconnects by itself');
  await expect(banner).toBeVisible();
  lines.mend();
  await monitor.isLive();
  await expect(banner).toBeHidden();
});

test('a replay goes on where it was when its line was cut while it played', async ({ app, monitor }) => {
  await monitor.isLive();
  const lines = await interruptibleLines(app.page);
  await app.page.reload();
  await monitor.isLive();
  await monitor.showLiquidations();
  await expect(monitor.liquidations.nth(8)).toBeVisible();
  await monitor.replayWhatWasRecorded();
  const startMs = await monitor.momentMs();
  await monitor.speed.selectOption('2×');
  await monitor.button('Play').click();
  await expect.poll(() => monitor.momentMs()).toBeGreaterThan(startMs);
  await lines.cut();
  await expect(monitor.feed).toHaveText('OFFLINEno engine');
  const cutMs = await monitor.momentMs();
  lines.mend();
  await expect(monitor.feed).toHaveText('REPLAYplaying');
  await expect.poll(() => monitor.momentMs()).toBeGreaterThan(cutMs);
  await expect(monitor.speed).toHaveValue('2');
  await expect(monitor.button('Dismiss')).toBeHidden();
});

test('an engine that dies leaves the figures standing and says OFFLINE', async ({ app, monitor }) => {
  await monitor.isLive();
  await app.crash();
  await expect(monitor.feed).toHaveText('OFFLINEno engine');
  await expect(monitor.legend('Close')).toHaveText(/^[\d,.]+$/);
  await expect(app.page.getByRole('button', { name: 'Try now' })).toBeVisible();
});

/** Puts the test between the window and the engine; takes effect with the next load of the page. */
async function interruptibleLines(page: Page) {
  const open = new Set<WebSocketRoute>();
  let isCut = false;
  await page.routeWebSocket(/./, (socket) => {
    if (isCut) return void socket.close();
    open.add(socket);
    socket.connectToServer();
  });
  return {
    async cut() {
      isCut = true;
      for (const socket of open) await socket.close();
      open.clear();
    },
    mend() {
      isCut = false;
    },
  };
}
