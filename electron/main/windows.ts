/** The app's windows: where they are, what they show, and that they come back. */
import { BrowserWindow, screen, type WebContents } from 'electron';
import { RestartPolicy } from './restartPolicy';
import { pageUrl, type SessionTarget } from './sessionTarget';
import type { ShellStateFile } from './shellState';
import { clamp, MINIMUM_SIZE, placeWindow, rememberPlacement } from './windowPlacement';

export interface WindowsOptions {
  /** Absolute path of the preload script. */
  readonly preload: string;
  readonly icon: string;
  readonly state: ShellStateFile;
  /** Shown instead of any page while it is not null. */
  readonly failurePage: () => string | null;
  /** A window begins to show a page. */
  readonly onPage: (contents: WebContents, url: string) => void;
}

/** The colour below the page until it has painted: that of the dark theme. */
const BACKGROUND = '#0a0d12';

export class Windows {
  readonly #options: WindowsOptions;

  constructor(options: WindowsOptions) {
    this.#options = options;
    screen.on('display-removed', () => this.#bringBack());
    screen.on('display-metrics-changed', () => this.#bringBack());
  }

  open(target: SessionTarget | null = null): void {
    const { state, preload, icon, onPage } = this.#options;
    const { maximized, ...bounds } = placeWindow(
      state.current.placements,
      screen.getAllDisplays(),
      screen.getPrimaryDisplay(),
      BrowserWindow.getAllWindows().length,
    );
    const window = new BrowserWindow({
      ...bounds,
      ...MINIMUM_SIZE,
      title: 'Breakwater',
      icon,
      show: false,
      backgroundColor: BACKGROUND,
      autoHideMenuBar: true,
      webPreferences: {
        preload,
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        nodeIntegrationInWorker: false,
        nodeIntegrationInSubFrames: false,
        webSecurity: true,
        webviewTag: false,
        navigateOnDragDrop: false,
        spellcheck: false,
      },
    });
    if (maximized) window.maximize();
    window.once('ready-to-show', () => window.show());
    window.on('close', () => this.#remember(window));
    window.webContents.on('did-navigate', (_event, url) => onPage(window.webContents, url));
    this.#reviveOnCrash(window);
    this.#show(window, target);
  }

  /** Brings the app to the front, with the target if there is one. */
  reveal(target: SessionTarget | null = null): void {
    const window = BrowserWindow.getFocusedWindow() ?? BrowserWindow.getAllWindows()[0];
    if (window === undefined) {
      this.open(target);
      return;
    }
    if (target !== null) this.#show(window, target);
    if (window.isMinimized()) window.restore();
    window.show();
    window.focus();
  }

  /** Shows the failure page in every window. */
  showFailure(): void {
    for (const window of BrowserWindow.getAllWindows()) this.#show(window, null);
  }

  #show(window: BrowserWindow, target: SessionTarget | null): void {
    // A load that is overtaken by another one, or by the window's end, rejects; there is nothing to do then.
    window.loadURL(this.#options.failurePage() ?? pageUrl(target)).catch(() => {});
  }

  #reviveOnCrash(window: BrowserWindow): void {
    const restarts = new RestartPolicy();
    window.webContents.on('render-process-gone', (_event, { reason }) => {
      if (reason === 'clean-exit' || window.isDestroyed()) return;
      if (restarts.tryStart(performance.now())) window.webContents.reload();
      else window.destroy();
    });
  }

  #remember(window: BrowserWindow): void {
    const { state } = this.#options;
    const bounds = window.getNormalBounds();
    const { id } = screen.getDisplayMatching(bounds);
    state.patch({
      placements: rememberPlacement(state.current.placements, id, bounds, window.isMaximized()),
    });
  }

  /** A window must not stay on a monitor that was taken away. */
  #bringBack(): void {
    for (const window of BrowserWindow.getAllWindows()) {
      const bounds = window.getBounds();
      const inside = clamp(bounds, screen.getDisplayMatching(bounds).workArea);
      const moved = inside.x !== bounds.x || inside.y !== bounds.y;
      if (moved && !window.isMaximized() && !window.isFullScreen()) window.setBounds(inside);
    }
  }
}
