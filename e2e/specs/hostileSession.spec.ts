/** A session file from anyone: all that has a name bears one that was chosen to do harm. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright/test';
import { HOSTILE_NAMES, writeHostileSession } from '../fixtures/hostileSession.testkit';
import { breakwater } from '../fixtures/program';
import { test as base, expect } from '../fixtures/test';

const test = base.extend<{ readonly hostileId: string }>({
  hostileId: async ({ dataDir }, use) => use(await writeHostileSession(dataDir)),
});

/** Nothing ran, no element came of a name, and the page is as wide and high as its window. */
async function expectUnharmed(page: Page): Promise<void> {
  const found = await page.evaluate(() => {
    const { scrollWidth, scrollHeight } = document.documentElement;
    return {
      harmed: Reflect.get(globalThis, 'harmed'),
      elements: document.querySelectorAll('img[src="x"], body script, b[onclick]').length,
      fits: scrollWidth <= innerWidth && scrollHeight <= innerHeight,
    };
  });
  expect(found).toEqual({ harmed: undefined, elements: 0, fits: true });
}

test('is listed, replayed and renamed; what it calls things is text in every panel', async ({
  hostileId,
  monitor,
}) => {
  await monitor.isLive();
  const { page } = monitor;
  await monitor.openSessions();
  const row = page.getByRole('listitem').filter({ hasText: '<b onclick=' });
  await expect(row).toContainText('<b onclick=globalThis.harmed=1> txt.exe [2J =1+1 XXX');
  await expectUnharmed(page);
  await row.getByRole('button', { name: /^Replay/ }).click();
  await expect(monitor.feed).toHaveText('REPLAYpaused');
  await monitor.slider.press('End');

  const [image] = HOSTILE_NAMES;
  const panels = ['Venues', 'Trades', 'Liquidations', 'Market', 'Liquidation tape', 'Settings', 'Sessions'];
  for (const panel of panels) {
    await page.keyboard.press('ControlOrMeta+k');
    await page.keyboard.type(`Show ${panel}`);
    await page.keyboard.press('Enter');
    await expect(page.getByRole('combobox', { name: 'Command' })).toBeHidden();
    if (panel === 'Venues')
      await expect(page.getByRole('heading', { name: image, exact: true })).toBeVisible();
    await expectUnharmed(page);
  }
  for (const name of HOSTILE_NAMES) {
    await monitor.instrument.selectOption(name);
    await expect(monitor.legend('Close')).toHaveText('61,800.3');
    await expectUnharmed(page);
  }

  await monitor.transport.getByRole('button', { name: 'Live' }).click();
  await monitor.isLive();
  await row.getByRole('button', { name: /^Rename/ }).click();
  const title = page.getByRole('textbox', { name: 'Title of the session' });
  await title.fill(`../../x'; DROP TABLE meta; --<script>globalThis.harmed=1</script>`);
  await title.press('Enter');
  await expect(page.getByText(`../../x'; DROP TABLE meta; --<script>`).first()).toBeVisible();
  await expectUnharmed(page);
  expect(hostileId).toMatch(/^[\w-]+$/);
});

test('is opened by an address, and a moment in it that is none is no harm', async ({
  hostileId,
  app,
  monitor,
}) => {
  await monitor.isLive();
  const { page } = app;
  await page.goto(`${new URL(page.url()).href.split('?')[0]}?session=${hostileId}&t=<script>`);
  await expect(monitor.feed).toHaveText('REPLAYpaused');
  await expectUnharmed(page);
  for (const id of ['../../x', 'nul\0l', `<img src=x onerror=globalThis.harmed=1>`, 'a'.repeat(300)]) {
    await page.goto(`${page.url().split('?')[0]}?session=${encodeURIComponent(id)}`);
    await monitor.isLive();
    await expect(
      page
        .getByRole('alert')
        .or(page.getByRole('status'))
        .filter({ hasText: /session|characters/i })
        .first(),
    ).toBeVisible();
    await expectUnharmed(page);
  }
});

test('is told of without steering the terminal, and exported without formulas', async ({
  dataDir,
  hostileId,
}) => {
  const file = join(dataDir, 'sessions', `${hostileId}.duckdb`);
  const said = await breakwater('info', file);
  expect(said.code).toBe(0);
  expect(said.stdout).toContain('<b onclick=globalThis.harmed=1> txt.exe [2J =1+1 XXX');
  expect(said.stdout.replaceAll('\n', '')).not.toMatch(/\p{Cc}|\u202E/u);
  const csv = join(dataDir, 'trades.csv');
  const exported = await breakwater('export', file, '--table', 'trades', '--out', csv);
  expect(exported).toMatchObject({ code: 0, stderr: '' });
  expect(await readFile(csv, 'utf8')).toContain(`'=cmd|' /C calc'!A0`);
  expect(await readdir(dataDir)).toEqual(['sessions', 'trades.csv']);
});
