import type { MenuItem, MenuItemConstructorOptions } from 'electron';
import { expect, it, vi } from 'vitest';
import { type MenuActions, type MenuPlatform, type MenuState, menuTemplate } from './menu';

const LINUX: MenuPlatform = { isMac: false, isPackaged: true };

function build(state: Partial<MenuState> = {}, platform: Partial<MenuPlatform> = {}) {
  const actions = {
    openWindow: vi.fn(),
    openFile: vi.fn(),
    toggleRecording: vi.fn(),
    setKeepRecording: vi.fn(),
    showAbout: vi.fn(),
  } satisfies MenuActions;
  const template = menuTemplate({ isRecording: false, keepRecording: true, ...state }, actions, {
    ...LINUX,
    ...platform,
  });
  const items = template.flatMap((top) => [top, ...((top.submenu ?? []) as MenuItemConstructorOptions[])]);
  const click = (label: string, checked = false) => {
    const item = items.find((candidate) => candidate.label === label);
    item?.click?.({ checked } as MenuItem, undefined, {} as never);
    return item;
  };
  return { actions, items, click };
}

it('does what its entries say', () => {
  const { actions, click } = build();
  click('New Window');
  click('Open Session File…');
  click('Start Recording');
  click('Keep Recording When Windows Close', false);
  click('About Breakwater');
  for (const action of Object.values(actions)) expect(action).toHaveBeenCalledOnce();
  expect(actions.setKeepRecording).toHaveBeenCalledWith(false);
});

it('shows whether it records, and whether it goes on recording without windows', () => {
  const { click } = build({ isRecording: true, keepRecording: false });
  expect(click('Stop Recording')).toBeDefined();
  expect(click('Start Recording')).toBeUndefined();
  expect(click('Keep Recording When Windows Close')?.checked).toBe(false);
});

it('offers developer tools only in development, and an app menu only on a Mac', () => {
  const roles = (platform: Partial<MenuPlatform>) => build({}, platform).items.map(({ role }) => role);
  expect(roles({ isPackaged: true })).not.toContain('toggleDevTools');
  expect(roles({ isPackaged: false })).toContain('toggleDevTools');
  expect(roles({ isMac: true })).toContain('appMenu');
  expect(roles({ isMac: true })).not.toContain('quit');
  expect(roles({})).toContain('quit');
});
