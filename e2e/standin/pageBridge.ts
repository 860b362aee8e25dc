/**
 * The page's side of the stand-in: the real preload script inside a `require` that knows `electron` only, and
 * message ports whose far ends are in the process of the stand-in.
 *
 * What is not as in Electron: the preload script shares the page's world instead of having its own, and the
 * `close` event that Electron adds to a page's ports is made here, of a message that only this module sends.
 */

/** Name of the binding by which the page calls the stand-in, and of the function by which it is called. */
export const TO_SHELL = '__standinToShell';
const FROM_SHELL = '__standinFromShell';

/** What crosses from the page; ports are numbers that the stand-in gives. Bytes are base64. */
export type FromPage =
  | { readonly type: 'ipc'; readonly channel: string; readonly args: unknown[] }
  | { readonly type: 'portBytes'; readonly port: number; readonly base64: string }
  | { readonly type: 'portValue'; readonly port: number; readonly value: unknown }
  | { readonly type: 'portClose'; readonly port: number };

export type ToPage =
  | { readonly type: 'ipc'; readonly channel: string; readonly args: unknown[]; readonly ports: number[] }
  | { readonly type: 'portBytes'; readonly port: number; readonly base64: string }
  | { readonly type: 'portClose'; readonly port: number };

/** A script to run in every new document before its own. */
export function bridgeScript(preload: string): string {
  const text = JSON.stringify(preload);
  return `(${installBridge})(${text}, ${JSON.stringify(TO_SHELL)}, ${JSON.stringify(FROM_SHELL)});`;
}

/** Delivers messages in the page, in order. */
export function deliver([name, messages]: readonly [string, readonly ToPage[]]): void {
  const receive = Reflect.get(window, name) as ((message: ToPage) => void) | undefined;
  for (const message of messages) receive?.(message);
}

export function deliveryOf(messages: readonly ToPage[]): [string, readonly ToPage[]] {
  return [FROM_SHELL, messages];
}

/** Runs in the page: it may use nothing of this module. */
function installBridge(preload: string, toShell: string, fromShell: string): void {
  // Electron runs a preload script in the page itself only, not in what it embeds.
  if (window !== window.top) return;

  const call = Reflect.get(window, toShell) as (message: FromPage) => Promise<void>;
  const send = (message: FromPage): void => void call(message);
  const ports = new Map<number, MessagePort>();
  const listeners = new Map<string, ((event: object, ...args: unknown[]) => void)[]>();

  const CLOSE = '__standinPortClose';
  const { addEventListener, close } = MessagePort.prototype;
  const watched = new WeakSet<MessagePort>();
  MessagePort.prototype.addEventListener = function (this: MessagePort, ...args: unknown[]) {
    if (!watched.has(this)) {
      watched.add(this);
      addEventListener.call(this, 'message', (event) => {
        if ((event as MessageEvent).data !== CLOSE) return;
        event.stopImmediatePropagation();
        this.dispatchEvent(new Event('close'));
      });
    }
    Reflect.apply(addEventListener, this, args);
  };
  MessagePort.prototype.close = function () {
    this.postMessage(CLOSE);
    close.call(this);
  };

  const newPort = (number: number): MessagePort => {
    const { port1, port2 } = new MessageChannel();
    ports.set(number, port2);
    port2.onmessage = ({ data }) => {
      if (data instanceof Uint8Array)
        send({ type: 'portBytes', port: number, base64: (data as Uint8Array & Base64).toBase64() });
      else if (data !== CLOSE) send({ type: 'portValue', port: number, value: data });
      else if (ports.delete(number)) send({ type: 'portClose', port: number });
    };
    return port1;
  };

  interface Base64 {
    toBase64(): string;
  }
  const fromBase64 = (text: string): Uint8Array =>
    (Uint8Array as unknown as { fromBase64(text: string): Uint8Array }).fromBase64(text);

  const receive = (message: ToPage): void => {
    if (message.type === 'ipc') {
      const event = { ports: message.ports.map(newPort), sender: ipcRenderer };
      for (const listener of listeners.get(message.channel) ?? []) listener(event, ...message.args);
    } else if (message.type === 'portBytes') {
      ports.get(message.port)?.postMessage(fromBase64(message.base64));
    } else {
      const port = ports.get(message.port);
      ports.delete(message.port);
      port?.close();
    }
  };
  Object.defineProperty(window, fromShell, { value: receive });

  const ipcRenderer = {
    on(channel: string, listener: (event: object, ...args: unknown[]) => void) {
      listeners.set(channel, [...(listeners.get(channel) ?? []), listener]);
      return ipcRenderer;
    },
    send(channel: string, ...args: unknown[]) {
      send({ type: 'ipc', channel, args: structuredClone(args) });
    },
  };
  const contextBridge = {
    exposeInMainWorld(name: string, api: object) {
      if (name in window) throw new Error('Cannot bind an API on top of an existing property');
      Object.defineProperty(window, name, { value: Object.freeze(api), enumerable: true });
    },
  };
  // A page cannot make a file that lies on the disk: a spec says where those of these names do.
  const webUtils = {
    getPathForFile: ({ name }: File) =>
      (Reflect.get(window, 'standinPaths') as Record<string, string> | undefined)?.[name] ?? '',
  };
  const require = (name: string): object => {
    if (name === 'electron') return { contextBridge, ipcRenderer, webUtils };
    throw new Error(`module not found: ${name}`);
  };
  // As Electron does it: the script is the body of a function that is given the names of CommonJS.
  const run = new Function('require', 'module', 'exports', preload);
  const module = { exports: {} };
  run(require, module, module.exports);
}
