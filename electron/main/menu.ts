/** The application menu, as data. */
import type { MenuItemConstructorOptions } from 'electron';

export interface MenuState {
  readonly isRecording: boolean;
  readonly keepRecording: boolean;
}

export interface MenuActions {
  openWindow(): void;
  openFile(): void;
  toggleRecording(): void;
  setKeepRecording(keep: boolean): void;
  showAbout(): void;
}

export interface MenuPlatform {
  readonly isMac: boolean;
  readonly isPackaged: boolean;
}

const SEPARATOR: MenuItemConstructorOptions = { type: 'separator' };

export function menuTemplate(
  state: MenuState,
  actions: MenuActions,
  { isMac, isPackaged }: MenuPlatform,
): MenuItemConstructorOptions[] {
  return [
    ...(isMac ? [{ role: 'appMenu' } as const] : []),
    {
      label: '&File',
      submenu: [
        { label: 'New Window', accelerator: 'CmdOrCtrl+N', click: () => actions.openWindow() },
        { label: 'Open Session File…', accelerator: 'CmdOrCtrl+O', click: () => actions.openFile() },
        SEPARATOR,
        {
          label: state.isRecording ? 'Stop Recording' : 'Start Recording',
          click: () => actions.toggleRecording(),
        },
        {
          label: 'Keep Recording When Windows Close',
          type: 'checkbox',
          checked: state.keepRecording,
          click: ({ checked }) => actions.setKeepRecording(checked),
        },
        SEPARATOR,
        { role: 'close' },
        ...(isMac ? [] : [{ role: 'quit' } as const]),
      ],
    },
    { role: 'editMenu' },
    {
      label: '&View',
      submenu: [
        { role: 'reload' },
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        { role: 'togglefullscreen' },
        ...(isPackaged ? [] : [SEPARATOR, { role: 'toggleDevTools' } as const]),
      ],
    },
    { role: 'windowMenu' },
    { role: 'help', submenu: [{ label: 'About Breakwater', click: () => actions.showAbout() }] },
  ];
}
