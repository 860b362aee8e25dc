/**
 * ccxt as transport: its sockets, keep-alive, URLs, REST signing and rate limits, and none of its caches.
 *
 * Invariants:
 * - Frames are taken raw, before ccxt's own handlers: those lose liquidations and trades and rename facts.
 * - One ccxt instance per run of a venue; it is never verbose, has no keys and makes no private call.
 * - A socket reports `onDown` exactly once, and nothing after it.
 */
import { HttpProblem } from '../connection/restQueue';

/** The part of a ccxt websocket client the tap uses. */
interface CcxtClient {
  readonly url: string;
  lastPong: unknown;
  connection?: unknown;
  connect(): unknown;
  send(message: unknown): Promise<unknown>;
}

/** The part of a ccxt exchange the tap uses; every class of ccxt pro has it. */
export interface CcxtVenue {
  // Types as ccxt declares them, or a class of ccxt would not fit.
  handleMessage(client: CcxtClient, message: unknown): void;
  onConnected(client: CcxtClient): void;
  onError(client: CcxtClient, error: unknown): void;
  onClose(client: CcxtClient, event: unknown): void;
  handleErrors(...response: unknown[]): unknown;
  log(...words: unknown[]): void;
  client(url: string): CcxtClient;
  clients: Record<string, unknown>;
  loadHttpProxyAgent(): Promise<unknown>;
  close(): Promise<unknown>;
}

export interface SocketHandlers {
  onOpen(): void;
  /** A parsed frame, or the text of one that is no JSON. */
  onFrame(frame: unknown): void;
  /** Why, in words. */
  onDown(reason: string): void;
}

export interface TapSocket {
  send(message: object): void;
  /** The venue has answered a ping of its own kind (Bybit): keeps ccxt from giving the socket up. */
  gotPong(): void;
  /** Ends the connection at once, also one that no longer answers; `onDown` is not called. */
  close(): void;
}

/** Opens sockets. The adapters know only this, so tests can play the venue without a network. */
export interface Tap {
  open(url: string, handlers: SocketHandlers): TapSocket;
  close(): Promise<void>;
}

interface Tapped {
  readonly client: CcxtClient;
  readonly handlers: SocketHandlers;
}

/** Installs the tap on a fresh ccxt instance. */
export function tapCcxt(exchange: CcxtVenue): Tap {
  const sockets = new Map<string, Tapped>();

  function drop(client: CcxtClient, reason: string): void {
    const tapped = sockets.get(client.url);
    if (tapped?.client !== client) return;
    forget(client);
    terminate(client);
    tapped.handlers.onDown(reason);
  }

  function forget(client: CcxtClient): void {
    sockets.delete(client.url);
    if (exchange.clients[client.url] === client) delete exchange.clients[client.url];
  }

  exchange.handleMessage = (client, message) => {
    const tapped = sockets.get(client.url);
    if (tapped?.client === client) tapped.handlers.onFrame(message);
  };
  exchange.onConnected = (client) => {
    const tapped = sockets.get(client.url);
    if (tapped?.client === client) tapped.handlers.onOpen();
  };
  exchange.onError = (client, error) => drop(client, wordsOf(error));
  exchange.onClose = (client, event) => drop(client, `connection closed by the venue (${closeCode(event)})`);
  exchange.handleErrors = (...response) => throwHttpProblem(response);
  // ccxt prints frames it cannot parse; they reach `onFrame` as text and are counted there.
  exchange.log = () => {};

  return {
    open(url, handlers) {
      const client = exchange.client(url);
      sockets.set(url, { client, handlers });
      client.connect();
      return {
        send: (message) => {
          client.send(message).catch((error: unknown) => drop(client, wordsOf(error)));
        },
        gotPong: () => {
          client.lastPong = Date.now();
        },
        close: () => {
          forget(client);
          terminate(client);
        },
      };
    },
    async close() {
      for (const { client } of [...sockets.values()]) {
        forget(client);
        terminate(client);
      }
      await exchange.close();
    },
  };
}

/** A half-open socket would wait for the other side's close frame: cut it. */
function terminate(client: CcxtClient): void {
  const connection = client.connection as { terminate?: () => void } | undefined;
  connection?.terminate?.();
}

function wordsOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  if (text.includes('ping-pong')) return 'the venue no longer answers pings';
  // ccxt puts the URL into some messages; the user knows the venue.
  return text === '' ? 'connection failed' : text.replace(/(Connection to )?wss?:\/\/\S+/g, 'connection');
}

function closeCode(event: unknown): string {
  const code = (event as { code?: unknown } | null)?.code;
  return code === undefined ? 'no code' : `code ${String(code)}`;
}

/** ccxt calls this with (status, status text, url, method, headers, body, …) for every answer. */
function throwHttpProblem(response: readonly unknown[]): undefined {
  const [status, statusText, , , headers, body] = response;
  if (typeof status !== 'number' || status < 400) return undefined;
  throw new HttpProblem(status, saidIn(body) ?? String(statusText), retryAfterMs(headers));
}

/** What the venue says about it: the message of a JSON body, else a short body as it is. */
function saidIn(body: unknown): string | null {
  if (typeof body !== 'string' || body === '' || body.length >= 200) return null;
  try {
    const { msg } = JSON.parse(body);
    return typeof msg === 'string' ? msg : body;
  } catch {
    return body;
  }
}

/** Retry-After in seconds or as a date; null when absent or unreadable. */
function retryAfterMs(headers: unknown): number | null {
  const text = (headers as Record<string, unknown> | null)?.['Retry-After'];
  if (typeof text !== 'string') return null;
  const seconds = Number(text);
  if (Number.isFinite(seconds)) return Math.max(0, seconds * 1000);
  const date = Date.parse(text);
  return Number.isNaN(date) ? null : Math.max(0, date - Date.now());
}
