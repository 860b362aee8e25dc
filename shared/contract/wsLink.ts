/** A link over a WebSocket: the browser's own, or one of the `ws` package, which has the same interface. */
import { type Link, LinkListeners } from './link';

/** Path of the engine's socket at the browser host. */
export const ENGINE_SOCKET_PATH = '/engine';

/** What is used of a WebSocket. */
export interface WebSocketLike {
  binaryType: string;
  readonly readyState: number;
  readonly bufferedAmount: number;
  send(data: Uint8Array<ArrayBuffer>): void;
  close(code: number, reason: string): void;
  addEventListener(type: 'message', listener: (event: { readonly data: unknown }) => void): void;
  addEventListener(type: 'open' | 'error', listener: () => void): void;
  addEventListener(
    type: 'close',
    listener: (event: { readonly code: number; readonly reason: string }) => void,
  ): void;
}

const CONNECTING = 0;
/** First code an application may choose; browsers refuse to send any other but 1000. */
const CLOSED_BY_APPLICATION = 4000;
const MAX_REASON_LENGTH = 120;

/** Messages sent while the socket is still connecting wait for it. */
export function wsLink(socket: WebSocketLike): Link {
  const listeners = new LinkListeners();
  let waiting: Uint8Array<ArrayBuffer>[] = [];
  socket.binaryType = 'arraybuffer';

  socket.addEventListener('open', () => {
    for (const bytes of waiting) socket.send(bytes);
    waiting = [];
  });
  socket.addEventListener('message', ({ data }) => {
    if (data instanceof ArrayBuffer) listeners.message(new Uint8Array(data));
    else close('the other end sent something else than bytes');
  });
  socket.addEventListener('close', ({ code, reason }) => {
    listeners.close(reason === '' ? `the connection was lost (code ${code})` : reason);
  });
  // A close event follows every error; without this listener Node would treat the error as uncaught.
  socket.addEventListener('error', () => {});

  function close(why = 'closed by this end'): void {
    if (listeners.close(why)) socket.close(CLOSED_BY_APPLICATION, asciiReason(why));
  }

  return {
    kind: 'ws',
    send(bytes) {
      if (listeners.closed) return;
      if (socket.readyState === CONNECTING) waiting.push(bytes);
      else socket.send(bytes);
    },
    onMessage: (listener) => listeners.onMessage(listener),
    onClose: (listener) => listeners.onClose(listener),
    pendingBytes: () => waiting.reduce((sum, bytes) => sum + bytes.byteLength, socket.bufferedAmount),
    close,
  };
}

/** A close reason may hold 123 bytes; in ASCII, characters are bytes. */
function asciiReason(why: string): string {
  return why.replace(/[^\x20-\x7e]/g, '?').slice(0, MAX_REASON_LENGTH);
}
