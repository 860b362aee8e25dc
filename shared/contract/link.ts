/**
 * A link carries messages between the engine and one window, whatever is underneath.
 *
 * Invariants: messages arrive whole, unchanged and in order, or not at all; nothing arrives after close;
 * `close` is reported once to each listener, also to one that comes too late.
 */
export type Unsubscribe = () => void;

export interface Link {
  readonly kind: 'port' | 'ws' | 'memory';
  /** Queues one message; the bytes must not be changed afterwards. Does nothing on a closed link. */
  send(bytes: Uint8Array<ArrayBuffer>): void;
  /** Messages that arrived before the first listener are lost: listen in the turn the link was made. */
  onMessage(listener: (bytes: Uint8Array) => void): Unsubscribe;
  /** `why` is a phrase for the log, e.g. "the window was closed". */
  onClose(listener: (why: string) => void): Unsubscribe;
  /** Bytes queued and not yet taken by the transport; 0 where the transport does not tell. */
  pendingBytes(): number;
  close(why?: string): void;
}

/** The listener side that all links have in common. */
export class LinkListeners {
  readonly #message = new Set<(bytes: Uint8Array) => void>();
  readonly #close = new Set<(why: string) => void>();
  #closedBecause: string | null = null;

  get closed(): boolean {
    return this.#closedBecause !== null;
  }

  onMessage(listener: (bytes: Uint8Array) => void): Unsubscribe {
    this.#message.add(listener);
    return () => this.#message.delete(listener);
  }

  onClose(listener: (why: string) => void): Unsubscribe {
    if (this.#closedBecause !== null) {
      listener(this.#closedBecause);
      return () => {};
    }
    this.#close.add(listener);
    return () => this.#close.delete(listener);
  }

  message(bytes: Uint8Array): void {
    if (this.closed) return;
    for (const listener of this.#message) listener(bytes);
  }

  /** Tells every close listener; false when the link was closed before. */
  close(why: string): boolean {
    if (this.closed) return false;
    this.#closedBecause = why;
    for (const listener of this.#close) listener(why);
    this.#close.clear();
    this.#message.clear();
    return true;
  }
}
