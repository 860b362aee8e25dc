/** The small modules of Electron, each as something a spec can look into or steer. */
import { EventEmitter } from 'node:events';
import type { Bounds } from './browserWindow';

export interface MenuItem {
  readonly label?: string;
  readonly role?: string;
  readonly type?: string;
  checked?: boolean;
  readonly click?: (item: MenuItem) => void;
  readonly submenu?: readonly MenuItem[];
}

export class StandinMenu {
  static #application: StandinMenu | null = null;
  readonly items: readonly MenuItem[];

  constructor(items: readonly MenuItem[]) {
    this.items = items;
  }

  static buildFromTemplate(template: readonly MenuItem[]): StandinMenu {
    return new StandinMenu(template);
  }

  static setApplicationMenu(menu: StandinMenu | null): void {
    StandinMenu.#application = menu;
  }

  static getApplicationMenu(): StandinMenu | null {
    return StandinMenu.#application;
  }
}

export class StandinTray extends EventEmitter {
  /** Those that are shown now. */
  static readonly shown = new Set<StandinTray>();
  readonly icon: string;
  menu: StandinMenu | null = null;
  toolTip = '';

  constructor(icon: string) {
    super();
    this.icon = icon;
    StandinTray.shown.add(this);
  }

  setToolTip(text: string): void {
    this.toolTip = text;
  }

  setContextMenu(menu: StandinMenu): void {
    this.menu = menu;
  }

  destroy(): void {
    StandinTray.shown.delete(this);
  }
}

export class StandinNotification extends EventEmitter {
  /** Those that are shown now. */
  static readonly shown = new Set<StandinNotification>();
  readonly title: string;
  readonly body: string;

  constructor({ title, body }: { readonly title: string; readonly body: string }) {
    super();
    this.title = title;
    this.body = body;
  }

  static isSupported(): boolean {
    return true;
  }

  show(): void {
    StandinNotification.shown.add(this);
  }

  close(): void {
    StandinNotification.shown.delete(this);
  }
}

export interface StandinDisplay {
  readonly id: number;
  readonly bounds: Bounds;
  readonly workArea: Bounds;
}

const AREA = { x: 0, y: 0, width: 1920, height: 1080 };

export class StandinScreen extends EventEmitter {
  displays: StandinDisplay[] = [{ id: 1, bounds: AREA, workArea: AREA }];

  getAllDisplays(): StandinDisplay[] {
    return this.displays;
  }

  getPrimaryDisplay(): StandinDisplay {
    const [first] = this.displays;
    if (first === undefined) throw new Error('the stand-in has no display');
    return first;
  }

  getDisplayMatching({ x, y }: Bounds): StandinDisplay {
    const holds = ({ bounds }: StandinDisplay) =>
      x >= bounds.x && x < bounds.x + bounds.width && y >= bounds.y && y < bounds.y + bounds.height;
    return this.displays.find(holds) ?? this.getPrimaryDisplay();
  }
}

export class StandinPowerSaveBlocker {
  readonly #started = new Set<number>();
  #lastId = 0;

  start(_type: string): number {
    this.#started.add(++this.#lastId);
    return this.#lastId;
  }

  stop(id: number): void {
    this.#started.delete(id);
  }

  isStarted(id: number): boolean {
    return this.#started.has(id);
  }
}

type Handler = (...args: never[]) => unknown;

/** Keeps what the app sets, for a spec to call. */
export class StandinSession {
  permissionRequestHandler: Handler | null = null;
  permissionCheckHandler: Handler | null = null;
  devicePermissionHandler: Handler | null = null;
  readonly protocol = new StandinProtocol();
  readonly #proxy: string;

  /** `proxy` is that of the system, as Chromium names one: "DIRECT", "PROXY host:port". */
  constructor(proxy: string) {
    this.#proxy = proxy;
  }

  async resolveProxy(): Promise<string> {
    return this.#proxy;
  }

  setPermissionRequestHandler(handler: Handler): void {
    this.permissionRequestHandler = handler;
  }

  setPermissionCheckHandler(handler: Handler): void {
    this.permissionCheckHandler = handler;
  }

  setDevicePermissionHandler(handler: Handler): void {
    this.devicePermissionHandler = handler;
  }
}

class StandinProtocol {
  readonly #handlers = new Map<string, (request: Request) => Promise<Response> | Response>();

  registerSchemesAsPrivileged(): void {}

  handle(scheme: string, handler: (request: Request) => Promise<Response> | Response): void {
    this.#handlers.set(scheme, handler);
  }

  /** Null when nobody serves the scheme. `Request` of Node refuses no scheme, so the app gets its own URL. */
  async serve(url: string, method: string): Promise<Response | null> {
    const handler = this.#handlers.get(new URL(url).protocol.slice(0, -1));
    return handler === undefined ? null : handler(new Request(url, { method }));
  }
}
