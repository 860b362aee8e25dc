/**
 * One client socket.
 *
 * Invariant: frames leave in the order they were given (but for the faults that say otherwise), gathered
 * into one write per turn of the event loop. The write bypasses `ws` so that a frame is built once for all
 * sockets; this is sound because the server offers no compression, so `ws` itself writes whole control
 * frames at once and the two never interleave.
 */
import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import type { FaultBoard } from '../faults';
import { textFrame } from './textFrame';

export class ClientConnection {
  /** Path and query the client opened, e.g. "/public/ws/0". */
  readonly url: URL;
  /** True when data frames are wrapped as `{"stream","data"}`. */
  readonly isCombined: boolean;
  readonly #socket: WebSocket;
  readonly #stream: Duplex;
  readonly #faults: FaultBoard;
  #queue: Buffer[] = [];
  #queuedBytes = 0;
  #heldBack: Buffer | null = null;
  #isDead = false;
  #isFlushScheduled = false;

  constructor(socket: WebSocket, stream: Duplex, url: URL, faults: FaultBoard) {
    this.url = url;
    this.isCombined = url.pathname.endsWith('/stream');
    this.#socket = socket;
    this.#stream = stream;
    this.#faults = faults;
    socket.on('ping', (data) => {
      if (!this.#isDead) socket.pong(data);
    });
  }

  /** Bytes given but not yet taken by the system. */
  get pendingBytes(): number {
    return this.#queuedBytes + this.#stream.writableLength;
  }

  get isHalfOpen(): boolean {
    return this.#isDead;
  }

  /** Sends market data, subject to the faults in force. False when it was withheld. */
  sendData(frame: Buffer): boolean {
    if (this.#isDead || this.#faults.isOn('silence')) return false;
    if (this.#faults.isOn('reorder') && this.#heldBack === null) {
      this.#heldBack = frame;
      return true;
    }
    this.#push(frame);
    if (this.#faults.isOn('duplicate')) this.#push(frame);
    this.releaseHeldBack();
    return true;
  }

  /** Sends the frame a reorder fault was keeping back. */
  releaseHeldBack(): void {
    if (this.#heldBack === null) return;
    this.#push(this.#heldBack);
    this.#heldBack = null;
  }

  /** Answers a request of the client. */
  reply(text: string): void {
    if (!this.#isDead) this.#push(textFrame(text));
  }

  /** From now on the socket takes and sends nothing, and nobody is told. */
  becomeHalfOpen(): void {
    this.#isDead = true;
    this.#heldBack = null;
  }

  destroy(): void {
    this.#socket.terminate();
  }

  #push(frame: Buffer): void {
    this.#queue.push(frame);
    this.#queuedBytes += frame.length;
    if (this.#isFlushScheduled) return;
    this.#isFlushScheduled = true;
    setImmediate(() => this.#flush());
  }

  #flush(): void {
    this.#isFlushScheduled = false;
    const frames = this.#queue;
    this.#queue = [];
    this.#queuedBytes = 0;
    if (this.#socket.readyState !== this.#socket.OPEN) return;
    this.#stream.write(frames.length === 1 && frames[0] !== undefined ? frames[0] : Buffer.concat(frames));
  }
}
