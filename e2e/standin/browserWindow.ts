/** Electron's `BrowserWindow` and `webContents` over a page of Chromium. */
import { EventEmitter } from 'node:events';
import { readFileSync } from 'node:fs';
import type { BrowserContext, Frame, Page, Request } from 'playwright/test';
import { toAppUrl, toPageUrl } from './appUrls';
import type { StandinPort } from './messagePorts';
import { bridgeScript, deliver, deliveryOf, type FromPage, TO_SHELL, type ToPage } from './pageBridge';

export interface Bounds {
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface WindowOptions extends Partial<Bounds> {
  readonly title?: string;
  readonly show?: boolean;
  readonly webPreferences?: Readonly<Record<string, unknown>> & { readonly preload?: string };
}

/** What windows need of the shell around them. */
export interface Shell {
  readonly context: BrowserContext;
  readonly windows: Set<StandinWindow>;
  readonly session: object;
  /** Called by a window that is being made, and by one that is gone. */
  opened(window: StandinWindow): void;
  closed(window: StandinWindow): void;
  /** A page's message to `ipcMain`. */
  ipc(channel: string, event: IpcEvent, args: readonly unknown[]): void;
}

export interface IpcEvent {
  readonly sender: StandinContents;
  readonly senderFrame: { readonly url: string; readonly parent: object | null };
}

type OpenHandler = (details: { readonly url: string }) => { readonly action: 'allow' | 'deny' };

let lastId = 0;

export class StandinContents extends EventEmitter {
  readonly id = ++lastId;
  readonly session: object;
  readonly #window: StandinWindow;
  #openHandler: OpenHandler = () => ({ action: 'allow' });

  constructor(window: StandinWindow, session: object) {
    super();
    this.#window = window;
    this.session = session;
  }

  getURL(): string {
    return this.#window.page === null ? '' : toAppUrl(this.#window.page.url());
  }

  isDestroyed(): boolean {
    return this.#window.isDestroyed();
  }

  setWindowOpenHandler(handler: OpenHandler): void {
    this.#openHandler = handler;
  }

  /** What the app says to a window that its page asks for. */
  asksToOpen(url: string): 'allow' | 'deny' {
    return this.#openHandler({ url: toAppUrl(url) }).action;
  }

  postMessage(channel: string, message: unknown, ports: readonly StandinPort[] = []): void {
    this.#window.post(channel, [message], ports);
  }

  send(channel: string, ...args: unknown[]): void {
    this.#window.post(channel, args, []);
  }

  async capturePage(): Promise<{ toPNG(): Buffer }> {
    const png = await (await this.#window.opened()).screenshot();
    return { toPNG: () => png };
  }

  reload(): void {
    void this.#window.reload();
  }
}

export class StandinWindow extends EventEmitter {
  readonly id: number;
  readonly options: WindowOptions;
  readonly webContents: StandinContents;
  page: Page | null = null;
  readonly #shell: Shell;
  readonly #opening: Promise<Page>;
  readonly #ports = new Map<number, StandinPort>();
  #lastPort = 0;
  #bounds: Bounds;
  #isVisible: boolean;
  #isMaximized = false;
  /** Address that main itself is going to; a page that goes there is not asked about. */
  #expectedUrl: string | null = null;
  #outbox: ToPage[] = [];
  #isDelivering = false;

  constructor(shell: Shell, options: WindowOptions) {
    super();
    const { x = 0, y = 0, width = 800, height = 600, show = true } = options;
    this.#shell = shell;
    this.options = options;
    this.#bounds = { x, y, width, height };
    this.#isVisible = show;
    this.webContents = new StandinContents(this, shell.session);
    this.id = this.webContents.id;
    shell.opened(this);
    this.#opening = this.#openPage();
  }

  /** The window of Chromium once it is there. */
  opened(): Promise<Page> {
    return this.#opening;
  }

  async loadURL(url: string): Promise<void> {
    const page = await this.#opening;
    this.#expectedUrl = toPageUrl(url);
    await page.goto(this.#expectedUrl, { waitUntil: 'domcontentloaded' });
    this.emit('ready-to-show');
    this.webContents.emit('did-finish-load');
  }

  async reload(): Promise<void> {
    const page = await this.#opening;
    this.#expectedUrl = page.url();
    await page.reload();
  }

  /** True when the navigation of this page may go on: main started it, or does not object. */
  mayNavigate(request: Request): boolean {
    const frame = request.frame();
    const isMainFrame = frame === this.page?.mainFrame();
    if (isMainFrame && request.url() === this.#expectedUrl) {
      this.#expectedUrl = null;
      return true;
    }
    let isPrevented = false;
    const event = {
      url: toAppUrl(request.url()),
      isMainFrame,
      preventDefault: () => {
        isPrevented = true;
      },
    };
    this.webContents.emit('will-frame-navigate', event);
    if (isMainFrame) this.webContents.emit('will-navigate', event);
    return !isPrevented;
  }

  /** Sends to the page's preload script; messages keep their order. */
  post(channel: string, args: readonly unknown[], ports: readonly StandinPort[]): void {
    const numbers = ports.map((port) => this.#move(port));
    this.#send({ type: 'ipc', channel, args: structuredClone([...args]), ports: numbers });
  }

  getBounds(): Bounds {
    return { ...this.#bounds };
  }

  getNormalBounds(): Bounds {
    return this.getBounds();
  }

  setBounds(bounds: Partial<Bounds>): void {
    this.#bounds = { ...this.#bounds, ...bounds };
    void this.#opening.then((page) => page.setViewportSize(this.#bounds));
  }

  close(): void {
    let isPrevented = false;
    const preventDefault = () => {
      isPrevented = true;
    };
    this.emit('close', { preventDefault });
    if (!isPrevented) this.destroy();
  }

  destroy(): void {
    if (!this.#shell.windows.delete(this)) return;
    void this.#opening.then((page) => page.close()).catch(() => {});
    this.#closePorts();
    this.emit('closed');
    this.#shell.closed(this);
  }

  isDestroyed(): boolean {
    return !this.#shell.windows.has(this);
  }

  show(): void {
    this.#isVisible = true;
  }

  hide(): void {
    this.#isVisible = false;
  }

  focus(): void {
    void this.page?.bringToFront();
  }

  maximize(): void {
    this.#isMaximized = true;
  }

  restore(): void {
    this.#isMaximized = false;
  }

  isVisible(): boolean {
    return this.#isVisible;
  }

  isMaximized(): boolean {
    return this.#isMaximized;
  }

  isMinimized(): boolean {
    return false;
  }

  isFullScreen(): boolean {
    return false;
  }

  async #openPage(): Promise<Page> {
    const page = await this.#shell.context.newPage();
    this.page = page;
    await page.setViewportSize(this.#bounds);
    await page.exposeBinding(TO_SHELL, ({ frame }, message: FromPage) => this.#receive(frame, message));
    const { preload } = this.options.webPreferences ?? {};
    if (preload !== undefined) await page.addInitScript(bridgeScript(readFileSync(preload, 'utf8')));
    page.on('framenavigated', (frame) => {
      if (frame !== page.mainFrame()) return;
      // The old document's ports went with it.
      this.#closePorts();
      this.webContents.emit('did-navigate', {}, toAppUrl(frame.url()));
    });
    page.on('crash', () => this.webContents.emit('render-process-gone', {}, { reason: 'crashed' }));
    page.on('close', () => this.close());
    return page;
  }

  #receive(frame: Frame, message: FromPage): void {
    if (message.type === 'ipc') {
      const senderFrame = { url: toAppUrl(frame.url()), parent: frame.parentFrame() };
      this.#shell.ipc(message.channel, { sender: this.webContents, senderFrame }, message.args);
      return;
    }
    const port = this.#ports.get(message.port);
    if (message.type === 'portBytes')
      port?.postMessage(new Uint8Array(Buffer.from(message.base64, 'base64')));
    else if (message.type === 'portValue') port?.postMessage(message.value);
    else {
      this.#ports.delete(message.port);
      port?.close();
    }
  }

  #move(port: StandinPort): number {
    const number = ++this.#lastPort;
    this.#ports.set(number, port);
    port.moveTo({
      message: (data) => {
        const base64 = Buffer.from(data as Uint8Array).toString('base64');
        this.#send({ type: 'portBytes', port: number, base64 });
      },
      close: () => {
        if (this.#ports.delete(number)) this.#send({ type: 'portClose', port: number });
      },
    });
    return number;
  }

  #closePorts(): void {
    for (const port of this.#ports.values()) port.close();
    this.#ports.clear();
  }

  #send(message: ToPage): void {
    this.#outbox.push(message);
    if (!this.#isDelivering) void this.#deliverAll();
  }

  /** One evaluation at a time, each with all that has gathered meanwhile. */
  async #deliverAll(): Promise<void> {
    this.#isDelivering = true;
    const page = await this.#opening;
    while (this.#outbox.length > 0) {
      const messages = this.#outbox;
      this.#outbox = [];
      // A page that is going away takes no messages, and needs none.
      await page.evaluate(deliver, deliveryOf(messages)).catch(() => {});
    }
    this.#isDelivering = false;
  }
}
