/** Two ends of a link inside one process: for tests and for an engine that shares its window's process. */
import { type Link, LinkListeners, type Unsubscribe } from './link';

/** A connected pair. What one end sends, the other receives in a later microtask, in order. */
export function memoryLinkPair(): readonly [Link, Link] {
  const left = new MemoryLink();
  const right = new MemoryLink();
  left.peer = right;
  right.peer = left;
  return [left, right];
}

class MemoryLink implements Link {
  readonly kind = 'memory';
  peer: MemoryLink | undefined;
  readonly #listeners = new LinkListeners();
  #pendingBytes = 0;

  send(bytes: Uint8Array<ArrayBuffer>): void {
    if (this.#listeners.closed) return;
    this.#pendingBytes += bytes.byteLength;
    queueMicrotask(() => {
      this.#pendingBytes -= bytes.byteLength;
      this.peer?.receive(bytes);
    });
  }

  receive(bytes: Uint8Array): void {
    this.#listeners.message(bytes);
  }

  onMessage(listener: (bytes: Uint8Array) => void): Unsubscribe {
    return this.#listeners.onMessage(listener);
  }

  onClose(listener: (why: string) => void): Unsubscribe {
    return this.#listeners.onClose(listener);
  }

  pendingBytes(): number {
    return this.#pendingBytes;
  }

  close(why = 'closed by this end'): void {
    if (!this.#listeners.close(why)) return;
    queueMicrotask(() => this.peer?.close(why));
  }
}
