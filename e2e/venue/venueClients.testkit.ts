/** Clients for the tests of the loopback venue: the real ccxt, pointed at local origins, and a bare socket. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Exchange, pro } from 'ccxt';
import { expect } from 'vitest';
import { WebSocket } from 'ws';
import { testDataFolder } from './capture/openCapture';
import type { LoopbackVenueId } from './venueIds';

/** Far beyond what any test takes; only a hanging one meets it. */
export const TIMEOUT_MS = 60_000;

export type Frame = Readonly<Record<string, unknown>>;

type Constructor = new (
  options: object,
) => Exchange & { handleMessage(client: unknown, message: unknown): void };

const CLASSES: Readonly<Record<LoopbackVenueId, unknown>> = {
  binance: pro.binance,
  binanceusdm: pro.binanceusdm,
  bybit: pro.bybit,
};

/** A ccxt client whose every incoming message is also handed to `onMessage`. */
export async function ccxtClient(
  venue: LoopbackVenueId,
  origin: string,
  onMessage: (message: Frame) => void = () => {},
): Promise<Exchange> {
  const Base = CLASSES[venue] as Constructor;
  class Tapped extends Base {
    override handleMessage(client: unknown, message: unknown): void {
      onMessage(message as Frame);
      super.handleMessage(client, message);
    }
  }
  const types = venue === 'binance' ? ['spot'] : venue === 'binanceusdm' ? ['linear'] : ['linear', 'spot'];
  const exchange = new Tapped({ enableRateLimit: false, options: { fetchMarkets: { types } } });
  const sockets = origin.replace('http', 'ws');
  const api = exchange.urls.api as Record<string, unknown>;
  for (const [name, url] of Object.entries(api)) {
    if (typeof url === 'string') api[name] = url.replace(/^https:\/\/[^/]+/, origin);
  }
  api.ws =
    venue === 'bybit'
      ? { public: { linear: `${sockets}/v5/public/linear`, spot: `${sockets}/v5/public/spot` } }
      : { spot: `${sockets}/stream/ws`, future: `${sockets}/ws` };
  await exchange.loadHttpProxyAgent();
  return exchange;
}

/** Loops over watch methods of one client, through errors, until the client is closed. */
export class Watchers {
  readonly #exchange: Exchange;
  readonly #loops: Promise<string[]>[] = [];
  #isClosing = false;

  constructor(exchange: Exchange) {
    this.#exchange = exchange;
  }

  keep(watch: () => Promise<unknown>): void {
    this.#loops.push(this.#loop(watch));
  }

  /** Closes the client; names of the errors its loops have met. */
  async close(): Promise<string[]> {
    this.#isClosing = true;
    await this.#exchange.close();
    return (await Promise.all(this.#loops)).flat();
  }

  async #loop(watch: () => Promise<unknown>): Promise<string[]> {
    const errors: string[] = [];
    while (!this.#isClosing) {
      try {
        await watch();
      } catch (error) {
        const name = error instanceof Error ? error.constructor.name : String(error);
        if (name !== 'ExchangeClosedByUser') errors.push(name);
      }
    }
    return errors;
  }
}

/** A socket without any client library on top of it. */
export class BareClient {
  readonly texts: string[] = [];
  readonly socket: WebSocket;
  readonly #waiting = new Set<() => void>();

  private constructor(socket: WebSocket) {
    this.socket = socket;
    socket.on('error', () => {});
    socket.on('message', (data) => {
      this.texts.push(String(data));
      for (const check of this.#waiting) check();
    });
  }

  static async open(origin: string, path: string): Promise<BareClient> {
    const client = new BareClient(new WebSocket(origin.replace('http', 'ws') + path));
    await new Promise<void>((resolve, reject) => {
      client.socket.once('open', resolve);
      client.socket.once('error', reject);
    });
    return client;
  }

  send(message: object): void {
    this.socket.send(JSON.stringify(message));
  }

  /** Subscribes in Binance's dialect and waits for the acknowledgement. */
  async subscribe(...params: string[]): Promise<void> {
    const id = Math.floor(Math.random() * 1_000_000);
    this.send({ method: 'SUBSCRIBE', params, id });
    await this.until((texts) => texts.some((text) => text === `{"result":null,"id":${id}}`));
  }

  /** Resolves as soon as the texts received so far fulfil the condition. */
  until(condition: (texts: readonly string[]) => boolean): Promise<void> {
    return new Promise((resolve) => {
      const check = (): void => {
        if (!condition(this.texts)) return;
        this.#waiting.delete(check);
        resolve();
      };
      this.#waiting.add(check);
      check();
    });
  }

  /** Good frames of an event type, as objects. */
  events(type: string): Frame[] {
    return this.texts
      .filter((text) => text.includes(`"e":"${type}"`))
      .map((text) => JSON.parse(text) as Frame);
  }

  pong(): Promise<void> {
    return new Promise((resolve) => {
      this.socket.once('pong', () => resolve());
      this.socket.ping();
    });
  }

  closed(): Promise<void> {
    return new Promise((resolve) => {
      this.socket.once('close', () => resolve());
    });
  }
}

/** Asks again until the matcher holds. */
export function eventually<T>(value: () => T) {
  return expect.poll(value, { timeout: TIMEOUT_MS, interval: 10 });
}

/** Name of a recorded capture, or null with one visible line when the test data is absent. */
export function recordedCapture(name: string): string | null {
  const path = join(testDataFolder(), 'captures', name);
  if (existsSync(path)) return path;
  console.warn(`Skipped: ${path} is absent; BREAKWATER_TEST_DATA names its folder.`);
  return null;
}
