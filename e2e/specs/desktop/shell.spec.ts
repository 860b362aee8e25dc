import { copyFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { startConnectProxy } from '../../fixtures/connectProxy.testkit';
import { expect, test } from '../../fixtures/desktopTest';
import { clickMenu, desktopArguments } from '../../fixtures/standinHost';
import { MonitorPage } from '../../pages/monitorPage';
import { startStandin } from '../../standin/startStandin';

test('recording goes on without windows, behind the tray icon, and keeps the machine awake', async ({
  app,
  desktop,
  monitor,
}) => {
  const { Tray, powerSaveBlocker, windows } = desktop.electron;
  await monitor.isLive();
  await expect.poll(() => powerSaveBlocker.isStarted(1)).toBe(true);
  await app.page.close();
  await expect.poll(() => Tray.shown.size).toBe(1);
  expect([windows.size, desktop.engines.size]).toEqual([0, 1]);

  const [tray] = Tray.shown;
  tray?.menu?.items.find(({ label }) => label === 'Show Window')?.click?.({});
  const next = new MonitorPage(await desktop.newestPage());
  await next.isLive();
  expect(Tray.shown.size).toBe(0);

  clickMenu(desktop, 'Stop Recording');
  await expect.poll(() => powerSaveBlocker.isStarted(1)).toBe(false);
  await next.page.close();
  await desktop.electron.app.exited;
  expect(desktop.engines.size).toBe(0);
});

test('an engine that is lost behind the tray icon is told by a notification, which brings up a window', async ({
  app,
  desktop,
  monitor,
}) => {
  const { Notification, Tray, powerSaveBlocker, windows } = desktop.electron;
  await monitor.isLive();
  await expect.poll(() => powerSaveBlocker.isStarted(1)).toBe(true);
  await app.page.close();
  await expect.poll(() => Tray.shown.size).toBe(1);
  // Three restarts are tried within a minute, then it stays down.
  for (let crash = 0; crash < 4; crash++) {
    await desktop.engineIsUp();
    const [engine] = desktop.engines;
    await app.crash();
    await expect.poll(() => engine !== undefined && desktop.engines.has(engine)).toBe(false);
  }
  await expect
    .poll(() => [...Notification.shown].map(({ title }) => title))
    .toEqual(['Breakwater is not recording']);
  for (const notification of Notification.shown) notification.emit('click');
  await expect.poll(() => windows.size).toBe(1);
  const page = await desktop.newestPage();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(
    'The engine has stopped and does not stay up',
  );
  expect([windows.size, Tray.shown.size]).toEqual([1, 0]);
});

test('sleep and wake of the machine leave a gap', async ({ desktop, monitor }) => {
  await monitor.isLive();
  await expect(monitor.statusLine).toContainText('0 gaps');
  desktop.electron.powerMonitor.emit('suspend');
  desktop.electron.powerMonitor.emit('resume');
  await expect(monitor.statusLine).toContainText(/[1-9]\d* gaps?/);
});

test('a second start hands over what it was to open, and ends', async ({
  app,
  browser,
  dataDir,
  desktop,
  market,
}) => {
  const context = await browser.newContext();
  const args = [...desktopArguments({ dataDir, venueUrls: market.origins }), 'breakwater://session/a?t=5'];
  const second = await startStandin(context, args);
  await second.electron.app.exited;
  await context.close();
  expect(second.engines.size).toBe(0);
  await app.page.waitForURL('**/?session=a&t=5');
  expect(desktop.electron.windows.size).toBe(1);
});

test('a session file from anywhere is opened by the menu, and again when the page is loaded anew', async ({
  app,
  dataDir,
  desktop,
  monitor,
}) => {
  await monitor.isLive();
  clickMenu(desktop, 'Stop Recording');
  const folder = join(dataDir, 'sessions');
  const recorded = async () =>
    (await readdir(folder)).find((name) => name.endsWith('.duckdb') && !name.includes('.recording.'));
  await expect.poll(recorded).toBeDefined();
  const elsewhere = join(dataDir, 'elsewhere é.duckdb');
  await copyFile(join(folder, (await recorded()) ?? ''), elsewhere);

  desktop.electron.dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [elsewhere] });
  clickMenu(desktop, 'Open Session File…');
  await expect(monitor.feed).toContainText('REPLAY', { timeout: 20_000 });
  await app.page.reload();
  await expect(monitor.feed).toContainText('REPLAY', { timeout: 20_000 });
});

test('an engine reaches its venue through the proxy of the system', async ({ browser, dataDir, market }) => {
  // The proxy alone knows where the venues are.
  const ports = new Map(
    Object.entries(market.origins).map(([venue, origin]) => [
      `${venue}.test:80`,
      Number(new URL(origin).port),
    ]),
  );
  const venueUrls = Object.fromEntries(
    Object.keys(market.origins).map((venue) => [venue, `http://${venue}.test`]),
  );
  const proxy = await startConnectProxy((target) => ports.get(target) ?? null);
  const context = await browser.newContext();
  const desktop = await startStandin(
    context,
    desktopArguments({ dataDir, venueUrls }),
    `PROXY ${new URL(proxy.url).host}; DIRECT`,
  );
  await new MonitorPage(await desktop.newestPage()).isLive();
  expect(proxy.asked.filter((target) => !ports.has(target))).toEqual([]);
  await desktop.quit();
  await context.close();
  await proxy.close();
});
