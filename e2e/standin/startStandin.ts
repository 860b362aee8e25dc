/**
 * Runs the desktop app's real bundles without Electron: main in this process with a stand-in for the
 * `electron` module, the engine in a child process, windows as pages of Chromium with the real preload script.
 *
 * What it cannot stand for: the sandbox and context isolation, fuses, permissions as Chromium enforces them,
 * native menus, trays and dialogs, window decorations, Electron's own Chromium.
 */
import { EventEmitter } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import Module, { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { BrowserContext, Page, Request, Route } from 'playwright/test';
import { toAppUrl } from './appUrls';
import { type Shell, type StandinContents, StandinWindow, type WindowOptions } from './browserWindow';
import { StandinChannel } from './messagePorts';
import {
  StandinMenu,
  StandinNotification,
  StandinPowerSaveBlocker,
  StandinScreen,
  StandinSession,
  StandinTray,
} from './shellModules';
import { StandinApp } from './standinApp';
import { type ForkOptions, StandinUtilityProcess } from './utilityProcess';

const DESKTOP_MAIN = fileURLToPath(new URL('../../out/electron/main.cjs', import.meta.url));

/** The stand-in's own event: a utility process was started. */
const FORKED = 'standin-forked';

export type StandinElectron = ReturnType<typeof createElectron>;

export interface Standin {
  /** The module that main got. */
  readonly electron: StandinElectron;
  /** Requests that left the app; none must. */
  readonly escapes: readonly string[];
  /** Addresses that the app opened in the user's browser. */
  readonly openedOutside: readonly string[];
  /** Utility processes that run, oldest first. */
  readonly engines: ReadonlySet<StandinUtilityProcess>;
  /** Resolves when an engine says that it serves. */
  engineIsUp(): Promise<void>;
  /** The page of the newest window, once there is one. */
  newestPage(): Promise<Page>;
  /** Quits the app as its menu does; resolves when it has ended. */
  quit(): Promise<void>;
}

/** `context` is for this app alone: its pages become the app's windows. `proxy` is that of the system. */
export async function startStandin(
  context: BrowserContext,
  args: readonly string[],
  proxy = 'DIRECT',
): Promise<Standin> {
  const folder = await mkdtemp(join(tmpdir(), 'breakwater-standin-'));
  const argv = [process.execPath, DESKTOP_MAIN, ...args];
  const escapes: string[] = [];
  const openedOutside: string[] = [];
  const engines = new Set<StandinUtilityProcess>();
  const electron = createElectron(context, folder, argv, openedOutside, engines, proxy);
  await context.route('**/*', (route) => answer(route, electron, escapes));
  context.on('page', (page) => void closePopup(page));
  runMain(electron, argv);
  const engineIsUp = async () => {
    const engine = [...engines].at(-1) ?? (await forked(electron));
    if (!engine.hasSpoken) await nextEvent(engine, 'message');
  };
  const removed = electron.app.exited.then(() => rm(folder, { recursive: true, force: true }));
  return {
    electron,
    escapes,
    openedOutside,
    engines,
    engineIsUp,
    async newestPage() {
      const newest = [...electron.windows].at(-1);
      if (newest !== undefined) return newest.opened();
      const [, window] = (await nextEvent(electron.app, 'browser-window-created')) as [object, StandinWindow];
      return window.opened();
    },
    async quit() {
      electron.app.quit();
      await removed;
    },
  };
}

function createElectron(
  context: BrowserContext,
  folder: string,
  argv: readonly string[],
  openedOutside: string[],
  engines: Set<StandinUtilityProcess>,
  proxy: string,
) {
  const windows = new Set<StandinWindow>();
  const app = new StandinApp(windows, folder, argv);
  const ipcMain = new EventEmitter();
  const defaultSession = new StandinSession(proxy);
  const shell: Shell = {
    context,
    windows,
    session: defaultSession,
    opened(window) {
      windows.add(window);
      app.emit('browser-window-created', {}, window);
      app.emit('web-contents-created', {}, window.webContents);
    },
    closed: () => app.windowClosed(),
    ipc: (channel, event, args) => void ipcMain.emit(channel, event, ...args),
  };
  class BrowserWindow extends StandinWindow {
    constructor(options: WindowOptions = {}) {
      super(shell, options);
    }
    static getAllWindows(): StandinWindow[] {
      return [...windows];
    }
    static fromWebContents(contents: StandinContents): StandinWindow | null {
      return [...windows].find((window) => window.webContents === contents) ?? null;
    }
    static getFocusedWindow(): StandinWindow | null {
      return [...windows].at(-1) ?? null;
    }
  }
  return {
    windows,
    app,
    BrowserWindow,
    ipcMain,
    session: { defaultSession },
    protocol: defaultSession.protocol,
    Menu: StandinMenu,
    Notification: StandinNotification,
    Tray: StandinTray,
    MessageChannelMain: StandinChannel,
    screen: new StandinScreen(),
    powerMonitor: new EventEmitter(),
    powerSaveBlocker: new StandinPowerSaveBlocker(),
    shell: { openExternal: async (url: string) => void openedOutside.push(url) },
    dialog: {
      showOpenDialog: async () => ({ canceled: true, filePaths: [] as string[] }),
      showSaveDialog: async (..._given: unknown[]) => ({ canceled: true, filePath: '' }),
      showMessageBox: async () => ({ response: 0, checkboxChecked: false }),
    },
    utilityProcess: {
      fork(script: string, args: readonly string[], options: ForkOptions) {
        const child = new StandinUtilityProcess(script, args, options);
        engines.add(child);
        app.emit(FORKED, child);
        child.once('exit', () => engines.delete(child));
        return child;
      },
    },
  };
}

/** Loads the bundle afresh, with the stand-in in place of `electron` while it loads. */
function runMain(electron: StandinElectron, argv: readonly string[]): void {
  const require = createRequire(import.meta.url);
  for (const file of Object.keys(require.cache)) {
    if (file.startsWith(dirname(DESKTOP_MAIN))) delete require.cache[file];
  }
  const loader = Module as unknown as { _load(request: string, ...rest: unknown[]): unknown };
  const load = loader._load;
  const ownArgv = process.argv;
  loader._load = (request, ...rest) =>
    request === 'electron' ? electron : load.call(loader, request, ...rest);
  process.argv = [...argv];
  try {
    require(DESKTOP_MAIN);
  } finally {
    loader._load = load;
    process.argv = ownArgv;
  }
}

/** Every request of every page: the app's own are served by the app, and nothing else is. */
async function answer(route: Route, electron: StandinElectron, escapes: string[]): Promise<void> {
  const request = route.request();
  const page = pageOf(request);
  const window = [...electron.windows].find((candidate) => candidate.page === page);
  if (window === undefined) {
    askToOpen(request.url(), electron);
    return route.abort();
  }
  if (request.isNavigationRequest() && !window.mayNavigate(request)) return route.abort('aborted');
  const url = toAppUrl(request.url());
  const response = await electron.protocol.serve(url, request.method());
  if (response === null) {
    escapes.push(request.url());
    return route.abort();
  }
  await route.fulfill({
    status: response.status,
    headers: Object.fromEntries(response.headers),
    body: Buffer.from(await response.arrayBuffer()),
  });
}

/** Null for the first request of a page that is only being made: a popup. */
function pageOf(request: Request): Page | null {
  try {
    return request.frame().page();
  } catch {
    return null;
  }
}

/** A page of the app wants another one; which of them does not matter to how the app answers. */
function askToOpen(url: string, { windows }: StandinElectron): void {
  const asking = [...windows].at(-1);
  if (asking?.webContents.asksToOpen(url) === 'allow') {
    throw new Error(`The app let a page open ${url} in a window of its own.`);
  }
}

async function closePopup(page: Page): Promise<void> {
  if ((await page.opener()) !== null) await page.close();
}

async function forked(electron: StandinElectron): Promise<StandinUtilityProcess> {
  const [child] = await nextEvent(electron.app, FORKED);
  return child as StandinUtilityProcess;
}

function nextEvent(emitter: EventEmitter, name: string): Promise<unknown[]> {
  return new Promise((resolve) => emitter.once(name, (...args) => resolve(args)));
}
