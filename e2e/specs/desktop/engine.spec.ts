import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright/test';
import { expect, test } from '../../fixtures/desktopTest';
import { breakwater } from '../../fixtures/program';

test('a killed engine is told, comes back, and leaves a whole session and a gap', async ({
  app,
  dataDir,
  desktop,
  monitor,
}) => {
  await monitor.isLive();
  const said = await overheard(app.page);
  const [killed] = desktop.engines;
  await app.crash();
  await expect.poll(() => [...desktop.engines].some((engine) => engine !== killed)).toBe(true);
  await desktop.engineIsUp();
  await monitor.isLive();
  expect(await said()).toContain('OFFLINE');
  await expect(monitor.statusLine).toContainText(/[1-9]\d* gaps?/);

  await app.close();
  const folder = join(dataDir, 'sessions');
  const files = (await readdir(folder)).filter((name) => name.endsWith('.duckdb')).sort();
  expect(files).toHaveLength(2);
  const reports = [];
  for (const file of files) {
    const info = await breakwater('info', join(folder, file), '--json');
    expect(info.stderr).toBe('');
    reports.push(JSON.parse(info.stdout));
  }
  // The session that was being recorded is whole up to its end; what is missing after it stands in the files.
  expect(reports[0].summary.state).toBe('recovered');
  expect(reports[1].summary.state).toBe('closed');
  expect(reports.flatMap((report) => report.gaps)).toContainEqual(
    expect.objectContaining({ stream: 'liquidations', filled: false }),
  );
});

test('a replay is where it was after the engine was killed', async ({ app, desktop, monitor }) => {
  await monitor.isLive();
  await monitor.showLiquidations();
  await expect(monitor.liquidations.nth(8)).toBeVisible();
  await monitor.replayWhatWasRecorded();
  await monitor.slider.press('End');
  await expect(monitor.feed).toHaveText('REPLAYat the end');
  const endMs = await monitor.momentMs();
  await monitor.slider.press('ArrowLeft');
  await expect.poll(() => monitor.momentMs()).toBeLessThan(endMs);
  await monitor.speed.selectOption('2×');
  // What the engine has not answered yet dies with it.
  await expect(monitor.speed).toHaveValue('2');
  await expect(monitor.feed).toHaveText('REPLAYpaused');
  const beforeMs = await monitor.momentMs();
  const said = await overheard(app.page);
  const [killed] = desktop.engines;
  await app.crash();
  await expect.poll(() => [...desktop.engines].some((engine) => engine !== killed)).toBe(true);
  await desktop.engineIsUp();
  await expect(monitor.feed).toHaveText('REPLAYpaused');
  expect(await said()).toContain('OFFLINE');
  expect(await monitor.momentMs()).toBe(beforeMs);
  await expect(monitor.speed).toHaveValue('2');
});

test('an engine that does not stay up is given up with a page that says what to do', async ({
  app,
  desktop,
  monitor,
}) => {
  test.slow();
  await monitor.isLive();
  const { page } = app;
  for (let crash = 0; crash < 4; crash++) {
    const [engine] = desktop.engines;
    await app.crash();
    await expect.poll(() => engine !== undefined && desktop.engines.has(engine)).toBe(false);
  }
  expect(desktop.engines.size).toBe(0);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(
    'The engine has stopped and does not stay up',
  );
  await expect(page.getByText('The engine ended unexpectedly (exit code 137).')).toBeVisible();
  await page.reload();
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await page.getByRole('link', { name: 'Try again' }).click();
  await desktop.engineIsUp();
  await monitor.isLive();
});

/** Collects what the status line says; the returned function tells all of it. */
async function overheard(page: Page): Promise<() => Promise<string>> {
  const words = await page.evaluateHandle(() => {
    const texts: string[] = [];
    const read = () => texts.push(document.querySelector('footer')?.textContent ?? '');
    new MutationObserver(read).observe(document.body, {
      subtree: true,
      childList: true,
      characterData: true,
    });
    return texts;
  });
  return () => words.evaluate((texts) => texts.join('\n'));
}
