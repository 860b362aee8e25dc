/** Electron's `app`, as far as the order of its events goes. */
import { EventEmitter } from 'node:events';
import { join } from 'node:path';
import type { StandinWindow } from './browserWindow';

/** Who holds the single-instance lock of a profile folder. */
const LOCKS = new Map<string, StandinApp>();

export class StandinApp extends EventEmitter {
  readonly isPackaged = false;
  readonly exited: Promise<void>;
  readonly #windows: ReadonlySet<StandinWindow>;
  readonly #paths = new Map<string, string>();
  readonly #defaultFolder: string;
  readonly #argv: readonly string[];
  #resolveExited: () => void = () => {};
  #isQuitting = false;
  #hasExited = false;

  constructor(windows: ReadonlySet<StandinWindow>, folder: string, argv: readonly string[]) {
    super();
    this.#windows = windows;
    this.#defaultFolder = folder;
    this.#argv = argv;
    this.exited = new Promise((resolve) => {
      this.#resolveExited = resolve;
    });
  }

  getPath(name: string): string {
    return this.#paths.get(name) ?? join(this.#defaultFolder, name);
  }

  setPath(name: string, path: string): void {
    this.#paths.set(name, path);
  }

  getVersion(): string {
    return '0.0.0';
  }

  whenReady(): Promise<void> {
    return new Promise((resolve) => setImmediate(resolve));
  }

  setAppUserModelId(): void {}

  enableSandbox(): void {}

  setAsDefaultProtocolClient(): boolean {
    return true;
  }

  showAboutPanel(): void {}

  requestSingleInstanceLock(data: unknown): boolean {
    const folder = this.getPath('userData');
    const holder = LOCKS.get(folder);
    if (holder === undefined) {
      LOCKS.set(folder, this);
      return true;
    }
    const argv = [...this.#argv];
    const copy = structuredClone(data);
    setImmediate(() => holder.emit('second-instance', {}, argv, process.cwd(), copy));
    return false;
  }

  /** Windows may object by preventing their `close`, the app by preventing `before-quit` or `will-quit`. */
  quit(): void {
    if (this.#hasExited || this.#isQuitting) return;
    this.#isQuitting = true;
    if (this.#allows('before-quit')) {
      for (const window of [...this.#windows]) window.close();
      if (this.#windows.size === 0 && this.#allows('will-quit')) this.exit();
    }
    this.#isQuitting = false;
  }

  exit(): void {
    if (this.#hasExited) return;
    this.#hasExited = true;
    for (const window of [...this.#windows]) window.destroy();
    this.emit('quit', {}, 0);
    if (LOCKS.get(this.getPath('userData')) === this) LOCKS.delete(this.getPath('userData'));
    this.#resolveExited();
  }

  windowClosed(): void {
    if (this.#windows.size > 0 || this.#isQuitting || this.#hasExited) return;
    // As in Electron, an app that does not listen ends with its last window.
    if (!this.emit('window-all-closed')) this.quit();
  }

  #allows(event: 'before-quit' | 'will-quit'): boolean {
    let isPrevented = false;
    const preventDefault = () => {
      isPrevented = true;
    };
    this.emit(event, { preventDefault });
    return !isPrevented;
  }
}
