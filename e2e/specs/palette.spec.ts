import { expect, test } from '../fixtures/test';

const COMMANDS = 'ControlOrMeta+k';

test('every action is found by name in the palette, and run from it', async ({ monitor }) => {
  await monitor.isLive();
  const { page } = monitor;
  await page.keyboard.press(COMMANDS);
  const command = page.getByRole('combobox', { name: 'Command' });
  await expect(command).toBeFocused();
  await page.keyboard.type('4 hours');
  await expect(page.getByRole('listbox').getByRole('option', { selected: true })).toHaveText(
    /Interval: 4 hours/,
  );
  await page.keyboard.press('Enter');
  await expect(command).toBeHidden();
  await expect(monitor.interval('4h')).toBeChecked();

  await page.keyboard.press(COMMANDS);
  await expect(page.getByRole('group', { name: 'Recently used' }).getByRole('option')).toHaveText([
    /Interval: 4 hours/,
  ]);
  await page.keyboard.type('no such command');
  await expect(page.getByText('No command is called that.')).toBeVisible();
});

test('letters search a symbol', async ({ monitor }) => {
  await monitor.isLive();
  const { page } = monitor;
  await page.keyboard.type('eth');
  await expect(page.getByRole('combobox', { name: 'Symbol' })).toHaveValue('eth');
  await page.keyboard.press('Enter');
  await expect(monitor.chart).toHaveAccessibleName('Chart of ETHUSDT');
  await expect(monitor.legend('Close')).not.toHaveText('—');
});

test('digits choose the interval: with Enter at once, else after a pause', async ({ monitor }) => {
  await monitor.isLive();
  const { page } = monitor;
  const input = page.getByRole('textbox', { name: 'Interval' });
  await page.keyboard.type('15');
  await expect(input).toHaveValue('15');
  await page.keyboard.press('Enter');
  await expect(input).toBeHidden();
  await expect(monitor.interval('15m')).toBeChecked();

  await page.keyboard.press('5');
  await expect(monitor.interval('5m')).toBeChecked();
  await expect(input).toBeHidden();

  await page.keyboard.press(',');
  await page.keyboard.type('7');
  await expect(page.getByText('There is 1m, 5m, 15m, 1h, 4h, 1d')).toBeVisible();
  await page.keyboard.press('Backspace');
  await page.keyboard.type('1d');
  await page.keyboard.press('Enter');
  await expect(monitor.interval('1d')).toBeChecked();
});

test('a key is changed, who had it is named, and the change is kept', async ({ monitor, app }) => {
  await monitor.isLive();
  const { page } = monitor;
  await page.keyboard.press('?');
  const dialog = page.getByRole('dialog', { name: 'Keys' });
  await dialog.getByRole('searchbox').fill('one second');
  await dialog.getByRole('button', { name: 'Change the keys of “One second forward”' }).click();
  await page.keyboard.press('b');
  await expect(dialog.getByRole('alert')).toHaveText('B starts the search for a symbol.');
  await page.keyboard.press(COMMANDS);
  await expect(dialog.getByRole('alert')).toContainText('is “Command palette”.');
  await dialog.getByRole('button', { name: 'Leave it' }).click();
  await dialog.getByRole('searchbox').fill('palette');
  const change = dialog.getByRole('button', { name: 'Change the keys of “Command palette”' });
  await change.click();
  await page.keyboard.press('F2');
  await expect(dialog.getByRole('row', { name: /Command palette/ })).toContainText('F2');
  await expect(change).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();

  const another = await app.openWindow();
  const command = another.getByRole('combobox', { name: 'Command' });
  await expect(another.getByRole('contentinfo').getByText('F2')).toBeVisible();
  await another.keyboard.press(COMMANDS);
  await expect(command).toBeHidden();
  await another.keyboard.press('F2');
  await expect(command).toBeVisible();
});

test('Escape closes what is on top, and the focus is where it was', async ({ monitor }) => {
  await monitor.isLive();
  const { page } = monitor;
  const sessions = page.getByRole('navigation', { name: 'Places' }).getByRole('button', { name: 'Sessions' });
  await sessions.focus();
  for (const [key, role, name] of [
    [COMMANDS, 'combobox', 'Command'],
    ['e', 'combobox', 'Symbol'],
    [',', 'textbox', 'Interval'],
    ['?', 'searchbox', 'Find a key'],
  ] as const) {
    await page.keyboard.press(key);
    await expect(page.getByRole(role, { name })).toBeFocused();
    await page.keyboard.press('Escape');
    await expect(page.getByRole(role, { name })).toBeHidden();
    await expect(sessions).toBeFocused();
  }
});

test('Tab walks through the whole screen, always seen, and is caught nowhere', async ({ monitor }) => {
  await monitor.isLive();
  const { page } = monitor;
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: 'Skip to the panels' })).toBeFocused();
  const parts: string[] = [];
  while (parts.at(-1) !== 'end') {
    expect(parts.length, 'presses of Tab until the end').toBeLessThan(150);
    await page.keyboard.press('Tab');
    const here = await page.evaluate(() => {
      const focused = document.activeElement;
      if (focused === null || focused === document.body) return { part: 'end', ring: true, what: '' };
      // The ring of a radio button that its label hides is drawn by the label.
      const ring = [focused, focused.parentElement].some(
        (one) => one !== null && getComputedStyle(one).outlineStyle !== 'none',
      );
      const part = focused.closest('header, nav, main, section.transport, footer')?.tagName ?? 'elsewhere';
      return { part, ring, what: focused.outerHTML.slice(0, 160) };
    });
    expect(here.ring, `a ring around ${here.what}`).toBe(true);
    parts.push(here.part);
  }
  expect(parts).toEqual(expect.arrayContaining(['NAV', 'MAIN']));
  expect(parts).not.toContain('elsewhere');
});

test('F6 goes from part to part, both ways', async ({ monitor }) => {
  await monitor.isLive();
  const { page } = monitor;
  const part = () =>
    page.evaluate(() =>
      [...document.querySelectorAll('.top-bar, .rail, .dv-groupview, .transport, .status')].findIndex((one) =>
        one.contains(document.activeElement),
      ),
    );
  await page.keyboard.press('F6');
  const first = await part();
  await page.keyboard.press('F6');
  const second = await part();
  expect(second).toBeGreaterThan(first);
  await page.keyboard.press('Shift+F6');
  expect(await part()).toBe(first);
});
