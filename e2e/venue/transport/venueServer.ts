/** One origin: REST and sockets of one venue on one port of 127.0.0.1. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { WebSocketServer } from 'ws';
import { malformedCopies } from '../badFrames';
import { FaultBoard, type FaultName, type FaultOptions, faultArgument } from '../faults';
import type { VenueProtocol } from '../protocols/venueProtocol';
import type { LoopbackVenueId } from '../venueIds';
import { ClientConnection } from './clientConnection';
import { type Controls, controlAnswer } from './control';
import type { RestAnswer } from './restAnswer';

const HOST = '127.0.0.1';
const HTTP_FAULTS: readonly (readonly [FaultName, number])[] = [
  ['http-429', 429],
  ['http-418', 418],
  ['http-500', 500],
];

export interface ServerOwner extends Controls {
  /** Called after each change of subscriptions. */
  onSubscriptions(): void;
  marketTimeMs(venue: LoopbackVenueId): number;
}

export class VenueServer {
  readonly protocol: VenueProtocol;
  readonly #faults = new FaultBoard();
  readonly #connections = new Set<ClientConnection>();
  readonly #owner: ServerOwner;
  readonly #http: Server;
  readonly #sockets = new WebSocketServer({ noServer: true, autoPong: false, perMessageDeflate: false });
  #origin = '';
  #requests = 0;
  #refusesSocketsUntilMs = 0;

  constructor(protocol: VenueProtocol, owner: ServerOwner) {
    this.protocol = protocol;
    this.#owner = owner;
    this.#http = createServer((request, response) => void this.#serve(request, response));
    this.#http.on('upgrade', (request, stream, head) => this.#upgrade(request, stream, head));
  }

  get origin(): string {
    return this.#origin;
  }

  get connections(): number {
    return this.#connections.size;
  }

  /** REST requests answered so far. */
  get requests(): number {
    return this.#requests;
  }

  /** Bytes waiting for the slowest client that still reads. */
  get pendingBytes(): number {
    let most = 0;
    for (const connection of this.#connections) {
      if (!connection.isHalfOpen) most = Math.max(most, connection.pendingBytes);
    }
    return most;
  }

  /** Rejects with the system's error when the port is taken. */
  async listen(port: number): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.#http.once('error', reject);
      this.#http.listen(port, HOST, resolve);
    });
    this.#origin = `http://${HOST}:${(this.#http.address() as AddressInfo).port}`;
  }

  fault(name: FaultName, options: FaultOptions): void {
    const argument = faultArgument(name, options);
    switch (name) {
      case 'kill':
        this.#refusesSocketsUntilMs = performance.now() + argument * 1_000;
        for (const connection of this.#connections) connection.destroy();
        return;
      case 'half-open':
        for (const connection of this.#connections) connection.becomeHalfOpen();
        return;
      case 'malformed':
        this.#repeat(argument, () => this.#sendMalformed());
        return;
      case 'unknown':
        this.#repeat(argument, () => this.#sendUnknown());
        return;
      case 'reorder':
        this.#faults.begin(name, argument, () => {
          for (const connection of this.#connections) connection.releaseHeldBack();
        });
        return;
      default:
        this.#faults.begin(name, argument);
    }
  }

  clearFault(name: FaultName): void {
    this.#faults.clear(name);
    if (name === 'kill') this.#refusesSocketsUntilMs = 0;
    for (const connection of this.#connections) connection.releaseHeldBack();
  }

  async close(): Promise<void> {
    this.#faults.clearAll();
    for (const connection of this.#connections) connection.destroy();
    this.#http.closeAllConnections();
    await new Promise<void>((resolve) => this.#http.close(() => resolve()));
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', this.#origin);
    const asked = { path: url.pathname, query: url.searchParams };
    const control = controlAnswer(request.method ?? 'GET', asked, this.protocol.venue, this.#owner);
    if (control !== null) {
      send(response, control);
      return;
    }
    this.#requests++;
    const kind = this.protocol.restKind(url.pathname);
    if (kind === 'depth' && this.#faults.isOn('slow-snapshot')) {
      await delay(this.#faults.argument('slow-snapshot') * 1_000);
    }
    const [fault, status] = HTTP_FAULTS.find(([name]) => this.#faults.isOn(name)) ?? [null, 0];
    if (fault !== null) {
      const wait = status === 500 ? {} : { 'Retry-After': String(Math.ceil(this.#faults.argument(fault))) };
      send(response, refusal(status, 'Refused by a scripted fault.'), wait);
    } else if (kind === 'tradeHistory' && this.#faults.isOn('no-history')) {
      send(response, refusal(this.#faults.argument('no-history'), 'No history by a scripted fault.'));
    } else {
      send(response, this.protocol.rest(asked));
    }
  }

  #upgrade(request: IncomingMessage, stream: Duplex, head: Buffer): void {
    stream.on('error', () => stream.destroy());
    const url = new URL(request.url ?? '/', this.#origin);
    const hub = this.protocol.hubOf(url.pathname);
    if (performance.now() < this.#refusesSocketsUntilMs) {
      stream.destroy();
      return;
    }
    if (hub === null) {
      stream.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\n\r\n');
      return;
    }
    this.#sockets.handleUpgrade(request, stream, head, (socket) => {
      const connection = new ClientConnection(socket, stream, url, this.#faults);
      this.#connections.add(connection);
      socket.on('error', () => connection.destroy());
      socket.on('close', () => {
        this.#connections.delete(connection);
        hub.drop(connection);
      });
      socket.on('message', (data) => {
        if (connection.isHalfOpen) return;
        this.protocol.receive(connection, String(data));
        this.#owner.onSubscriptions();
      });
      this.protocol.open(connection);
      this.#owner.onSubscriptions();
    });
  }

  #repeat(rounds: number, action: () => void): void {
    for (let round = 0; round < rounds; round++) action();
  }

  #sendMalformed(): void {
    for (const hub of this.protocol.hubs()) {
      for (const topic of hub.topics()) {
        const last = hub.lastText(topic);
        if (last === undefined) continue;
        for (const text of malformedCopies(last)) hub.inject(topic, text);
      }
    }
  }

  #sendUnknown(): void {
    for (const text of this.protocol.unknownFrames(this.#owner.marketTimeMs(this.protocol.venue))) {
      for (const connection of this.#connections) connection.reply(text);
    }
  }
}

function refusal(status: number, msg: string): RestAnswer {
  const code = status === 429 || status === 418 ? -1003 : -1000;
  return { status, body: { code, msg, retCode: 10_006, retMsg: msg } };
}

function send(
  response: ServerResponse,
  { status, body }: RestAnswer,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { 'Content-Type': 'application/json', ...headers });
  response.end(JSON.stringify(body));
}
