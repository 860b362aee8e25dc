import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ShellStateFile } from './shellState';
import type { Bounds } from './windowPlacement';
import { Windows } from './windows';

const electron = await vi.hoisted(async () => {
  const { EventEmitter } = await import('node:events');
  class FakeWindow extends EventEmitter {
    static open: FakeWindow[] = [];
    static getAllWindows = () => FakeWindow.open;
    static getFocusedWindow = () => null;
    readonly options: { webPreferences: Record<string, unknown> } & Bounds;
    readonly webContents = Object.assign(new EventEmitter(), { reload: vi.fn() });
    readonly loaded: string[] = [];
    readonly shown = vi.fn();
    bounds: Bounds;
    maximized = false;
    constructor(options: FakeWindow['options']) {
      super();
      this.options = options;
      this.bounds = { x: options.x, y: options.y, width: options.width, height: options.height };
      FakeWindow.open.push(this);
    }
    async loadURL(url: string) {
      this.loaded.push(url);
    }
    getBounds = () => this.bounds;
    getNormalBounds = () => this.bounds;
    setBounds(bounds: Bounds) {
      this.bounds = bounds;
    }
    maximize() {
      this.maximized = true;
    }
    isMaximized = () => this.maximized;
    isMinimized = () => false;
    isFullScreen = () => false;
    isDestroyed = () => !FakeWindow.open.includes(this);
    show = () => this.shown();
    focus() {}
    destroy() {
      FakeWindow.open = FakeWindow.open.filter((window) => window !== this);
    }
  }
  const area = (x: number) => ({ x, y: 0, width: 1920, height: 1080 });
  const screen = Object.assign(new EventEmitter(), {
    displays: [
      { id: 1, workArea: area(0) },
      { id: 2, workArea: area(1920) },
    ],
    getAllDisplays: () => screen.displays,
    getPrimaryDisplay: () => screen.displays[0],
    getDisplayMatching: ({ x }: Bounds) =>
      screen.displays.find((display) => x >= display.workArea.x && x < display.workArea.x + 1920) ??
      screen.displays[0],
  });
  return { BrowserWindow: FakeWindow, screen };
});
vi.mock('electron', () => electron);

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'breakwater-windows-'));
  electron.BrowserWindow.open = [];
  electron.screen.removeAllListeners();
});
afterEach(() => rmSync(folder, { recursive: true }));

function setUp() {
  const failure = { page: null as string | null };
  const pages: string[] = [];
  const windows = new Windows({
    preload: '/app/preload.cjs',
    icon: '/app/icon.png',
    state: new ShellStateFile(join(folder, 'shell.json')),
    failurePage: () => failure.page,
    onPage: (_contents, url) => pages.push(url),
  });
  const newest = () => {
    const window = electron.BrowserWindow.open.at(-1);
    if (window === undefined) throw new Error('no window is open');
    return window;
  };
  return { windows, failure, pages, newest };
}

describe('windows', () => {
  it('are sandboxed, isolated, and have nothing of Node', () => {
    const { windows, newest } = setUp();
    windows.open();
    expect(newest().options.webPreferences).toEqual({
      preload: '/app/preload.cjs',
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: false,
    });
    expect(newest().options).toMatchObject({ show: false });
    expect(newest().shown).not.toHaveBeenCalled();
    newest().emit('ready-to-show');
    expect(newest().shown).toHaveBeenCalledOnce();
  });

  it('return to where they were', () => {
    const first = setUp();
    first.windows.open();
    const window = first.newest();
    window.bounds = { x: 2000, y: 50, width: 1000, height: 700 };
    window.maximize();
    window.emit('close');
    window.destroy();
    const second = setUp();
    second.windows.open();
    expect(second.newest().bounds).toEqual({ x: 2000, y: 50, width: 1000, height: 700 });
    expect(second.newest().maximized).toBe(true);
  });

  it('come back from a display that was taken away', () => {
    const { windows, newest } = setUp();
    windows.open();
    newest().bounds = { x: 2000, y: 50, width: 1000, height: 700 };
    const [, second] = electron.screen.displays.splice(1);
    electron.screen.emit('display-removed');
    expect(newest().bounds).toEqual({ x: 920, y: 50, width: 1000, height: 700 });
    if (second !== undefined) electron.screen.displays.push(second);
  });

  it('show what is to be opened, one window for all unless another is asked for', () => {
    const { windows, newest } = setUp();
    windows.reveal();
    windows.reveal({ session: 'a', time: null });
    expect(electron.BrowserWindow.open).toHaveLength(1);
    expect(newest().loaded).toEqual(['app://monitor/', 'app://monitor/?session=a']);
    windows.open();
    expect(electron.BrowserWindow.open).toHaveLength(2);
  });

  it('show the failure page while there is one, also in a new window', () => {
    const { windows, failure, newest } = setUp();
    windows.open();
    failure.page = 'app://monitor/failed';
    windows.showFailure();
    expect(newest().loaded).toEqual(['app://monitor/', 'app://monitor/failed']);
    windows.open({ session: 'a', time: null });
    expect(newest().loaded).toEqual(['app://monitor/failed']);
  });

  it('say which page they show', () => {
    const { windows, newest, pages } = setUp();
    windows.open();
    newest().webContents.emit('did-navigate', {}, 'app://monitor/');
    expect(pages).toEqual(['app://monitor/']);
  });

  it('are loaded again when their process dies, but not for ever', () => {
    const { windows, newest } = setUp();
    windows.open();
    const window = newest();
    window.webContents.emit('render-process-gone', {}, { reason: 'clean-exit' });
    expect(window.webContents.reload).not.toHaveBeenCalled();
    for (let crash = 0; crash < 4; crash++) {
      window.webContents.emit('render-process-gone', {}, { reason: 'crashed' });
    }
    expect(window.webContents.reload).toHaveBeenCalledTimes(3);
    expect(window.isDestroyed()).toBe(true);
  });
});
