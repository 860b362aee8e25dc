/**
 * Electron's `MessageChannelMain`. An end that is sent to another process stays here as a relay: what arrives
 * at it goes out by its carrier, and what the other process posts is posted by it.
 */
import { EventEmitter } from 'node:events';

/** Takes what arrives at a port to where the port has gone. */
export interface PortCarrier {
  message(data: unknown): void;
  close(): void;
}

export class StandinPort extends EventEmitter {
  #peer: StandinPort | null = null;
  #carrier: PortCarrier | null = null;
  #waiting: unknown[] | null = [];
  #isClosed = false;

  static pair(): readonly [StandinPort, StandinPort] {
    const first = new StandinPort();
    const second = new StandinPort();
    first.#peer = second;
    second.#peer = first;
    return [first, second];
  }

  postMessage(data: unknown): void {
    const peer = this.#peer;
    if (this.#isClosed || peer === null) return;
    const copy = structuredClone(data);
    setImmediate(() => peer.#arrive(copy));
  }

  start(): void {
    const waiting = this.#waiting ?? [];
    this.#waiting = null;
    for (const data of waiting) this.#deliver(data);
  }

  /** The other end hears of it after what was posted before. */
  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    const peer = this.#peer;
    if (peer !== null) setImmediate(() => peer.#peerClosed());
  }

  /** The port has gone to another process, which `carrier` reaches. */
  moveTo(carrier: PortCarrier): void {
    this.#carrier = carrier;
    this.start();
  }

  #arrive(data: unknown): void {
    if (this.#isClosed) return;
    if (this.#waiting === null) this.#deliver(data);
    else this.#waiting.push(data);
  }

  #deliver(data: unknown): void {
    if (this.#carrier === null) this.emit('message', { data, ports: [] });
    else this.#carrier.message(data);
  }

  #peerClosed(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    if (this.#carrier === null) this.emit('close');
    else this.#carrier.close();
  }
}

export class StandinChannel {
  readonly port1: StandinPort;
  readonly port2: StandinPort;

  constructor() {
    [this.port1, this.port2] = StandinPort.pair();
  }
}
