import { AxeBuilder } from '@axe-core/playwright';
import { expect, test } from '../fixtures/test';
import type { MonitorPage } from '../pages/monitorPage';

test.beforeEach(async ({ monitor }) => {
  await monitor.isLive();
  await monitor.showLiquidations();
  await expect(monitor.liquidations.nth(8)).toBeVisible();
  await monitor.replayWhatWasRecorded();
  await monitor.slider.press('Home');
  await monitor.slider.blur();
});

const until = (monitor: MonitorPage) => monitor.transport.getByRole('combobox', { name: 'Until the next' });

/** What axe finds wrong, in words short enough to read in a failure. */
async function violations({ page }: MonitorPage): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map((node) => `${id}: ${help} at ${node.target.join(' ')}`),
  );
}

test('a replay goes to the next liquidation and back, and says when there is no more', async ({
  monitor,
}) => {
  const startMs = await monitor.momentMs();
  await monitor.speed.selectOption('60×');
  await until(monitor).selectOption('Liquidation');
  await monitor.button('To the next one').click();
  await expect.poll(() => monitor.momentMs()).toBeGreaterThan(startMs);
  const firstMs = await monitor.momentMs();
  await monitor.page.keyboard.press('Alt+n');
  await expect.poll(() => monitor.momentMs()).toBeGreaterThanOrEqual(firstMs);
  await monitor.button('To the previous one').click();
  await expect.poll(() => monitor.momentMs()).toBe(firstMs);
  await expect(monitor.feed).toHaveText('REPLAYpaused');
  await until(monitor).selectOption('Bookmark');
  await monitor.button('To the next one').click();
  await expect(monitor.page.getByText(/holds no bookmark after this moment/)).toBeVisible();
});

test('a loop is played again and again, and shown on the strip', async ({ monitor }) => {
  const { keyboard } = monitor.page;
  const startMs = await monitor.momentMs();
  await keyboard.press('[');
  await expect(monitor.transport.getByRole('slider', { name: 'Loop start' })).toBeVisible();
  for (let step = 0; step < 4; step++) await keyboard.press('ArrowRight');
  await expect.poll(() => monitor.momentMs()).toBe(startMs + 4_000);
  await keyboard.press(']');
  const end = monitor.transport.getByRole('slider', { name: 'Loop end' });
  await expect(end).toHaveAttribute('aria-valuenow', String(startMs + 4_000));
  await monitor.speed.selectOption('2×');
  await monitor.button('Play').click();
  // Round after round: it is seen in the second half, then again in the first.
  for (let round = 0; round < 2; round++) {
    await expect.poll(() => monitor.momentMs(), { intervals: [50] }).toBeGreaterThanOrEqual(startMs + 2_000);
    await expect.poll(() => monitor.momentMs(), { intervals: [50] }).toBeLessThan(startMs + 2_000);
  }
  expect(await monitor.momentMs()).toBeLessThanOrEqual(startMs + 4_000);
  await expect(monitor.feed).toHaveText('REPLAYplaying');
  await monitor.button('Pause').click();
  const handle = await end.boundingBox();
  if (handle === null) throw new Error('the end of the loop is not on the screen');
  await monitor.page.mouse.move(handle.x + 5, handle.y + 5);
  await monitor.page.mouse.down();
  await monitor.page.mouse.move(handle.x + 160, handle.y + 5, { steps: 4 });
  await monitor.page.mouse.up();
  await expect
    .poll(async () => Number(await end.getAttribute('aria-valuenow')))
    .toBeGreaterThan(startMs + 4_000);
  await monitor.transport.getByRole('button', { name: 'Loop', exact: true }).click();
  await expect(monitor.transport.getByRole('button', { name: 'Loop', exact: true })).toHaveAttribute(
    'aria-pressed',
    'false',
  );
});

test('a date is typed to go there, in the zone that is named', async ({ monitor }) => {
  const { page } = monitor;
  const startMs = await monitor.momentMs();
  await page.keyboard.press('Alt+g');
  const dialog = page.getByRole('dialog', { name: 'Go to a moment' });
  const field = dialog.getByRole('textbox', { name: 'Date and time (UTC)' });
  await expect(field).toBeFocused();
  await field.fill('1999-01-01');
  await expect(dialog.getByRole('status')).toContainText('The session goes from');
  await field.fill(new Date(startMs + 7_000).toISOString().slice(0, 19));
  expect(await violations(monitor)).toEqual([]);
  await page.keyboard.press('Enter');
  await expect(dialog).toBeHidden();
  await expect.poll(() => monitor.momentMs()).toBe(startMs + 7_000);
});

test('a bookmark is made, written, found, gone to, and still there when the session is opened again', async ({
  monitor,
}) => {
  const { page } = monitor;
  const startMs = await monitor.momentMs();
  for (let step = 0; step < 3; step++) await page.keyboard.press('ArrowRight');
  await expect.poll(() => monitor.momentMs()).toBe(startMs + 3_000);
  await page.keyboard.press('Alt+b');
  await expect(page.getByRole('textbox', { name: 'Text' })).toBeFocused();
  await page.keyboard.type('The breakout');
  await page.getByRole('radio', { name: 'Colour B' }).press('Space');
  await page.getByRole('textbox', { name: 'Link' }).fill('https://example.org/why');
  await page.keyboard.press('Enter');
  const list = page.getByRole('list', { name: 'Bookmarks' });
  await expect(list.getByText('The breakout')).toBeVisible();
  await expect(list.getByRole('link')).toHaveAttribute('rel', /noopener/);
  await expect(monitor.transport.getByRole('button', { name: /^Bookmark B: The breakout/ })).toBeVisible();
  // A span, from a loop.
  await page.keyboard.press('F6');
  await monitor.slider.focus();
  await page.keyboard.press('\\');
  await expect(monitor.transport.getByRole('slider', { name: 'Loop start' })).toBeVisible();
  await page.keyboard.press('Alt+Shift+b');
  await expect(page.getByRole('textbox', { name: 'Text' })).toBeFocused();
  await page.keyboard.type('All of it');
  await page.keyboard.press('Enter');
  await expect(list.getByRole('listitem')).toHaveCount(2);
  await page.getByRole('searchbox', { name: 'Search bookmarks' }).fill('breakout');
  await expect(list.getByRole('listitem')).toHaveCount(1);
  expect(await violations(monitor)).toEqual([]);
  await monitor.slider.press('End');
  await list.getByRole('button', { name: /^Go to The breakout/ }).click();
  await expect.poll(() => monitor.momentMs()).toBe(startMs + 3_000);
  // Closed, so that it is folded into the file, and opened again.
  await monitor.transport.getByRole('button', { name: 'Live' }).click();
  await monitor.isLive();
  await expect(page.getByText('No bookmark in this session yet')).toBeVisible();
  await monitor.openSessions();
  await monitor
    .button(/^Replay/)
    .last()
    .click();
  await expect(monitor.feed).toHaveText('REPLAYpaused');
  await page.keyboard.press('Control+k');
  await page.keyboard.type('Show Bookmarks');
  await page.keyboard.press('Enter');
  await expect(list.getByText('The breakout')).toBeVisible();
  await page.getByRole('searchbox', { name: 'Search bookmarks' }).fill('');
  await list.getByRole('button', { name: 'Delete All of it' }).click();
  await expect(list.getByRole('listitem')).toHaveCount(1);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(list.getByRole('listitem')).toHaveCount(2);
});
