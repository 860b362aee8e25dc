/** The icon that stays while recording goes on without a window. */
import { Menu, Tray } from 'electron';

export interface TrayActions {
  showWindow(): void;
  /** Completes the session and ends the app. */
  stopAndQuit(): void;
}

export class RecordingTray {
  readonly #icon: string;
  readonly #actions: TrayActions;
  #tray: Tray | null = null;

  /** `icon` is the path of a small PNG. */
  constructor(icon: string, actions: TrayActions) {
    this.#icon = icon;
    this.#actions = actions;
  }

  show(): void {
    if (this.#tray !== null) return;
    const tray = new Tray(this.#icon);
    tray.setToolTip('Breakwater is recording');
    tray.setContextMenu(
      Menu.buildFromTemplate([
        { label: 'Breakwater is recording', enabled: false },
        { type: 'separator' },
        { label: 'Show Window', click: () => this.#actions.showWindow() },
        { label: 'Stop Recording and Quit', click: () => this.#actions.stopAndQuit() },
      ]),
    );
    tray.on('click', () => this.#actions.showWindow());
    this.#tray = tray;
  }

  hide(): void {
    this.#tray?.destroy();
    this.#tray = null;
  }
}
