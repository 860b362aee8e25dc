/**
 * A link over a message port: the browser's `MessagePort`, Node's, or Electron's `MessagePortMain`.
 *
 * Typed arrays go without a transfer list: Electron's ports lose a message that has one, and inside one
 * process a copy of a columnar frame costs microseconds.
 */
import { type Link, LinkListeners, type Unsubscribe } from './link';

type MessageListener = (event: { readonly data: unknown }) => void;

/** What the browser's and Node's ports have in common. */
export interface EventTargetPort {
  postMessage(message: unknown): void;
  addEventListener(type: 'message' | 'close', listener: MessageListener): void;
  start(): void;
  close(): void;
}

/** The shape of Electron's `MessagePortMain`. */
export interface EmitterPort {
  postMessage(message: unknown): void;
  on(type: 'message', listener: MessageListener): unknown;
  on(type: 'close', listener: () => void): unknown;
  start(): void;
  close(): void;
}

/** Starts the port at the first `onMessage`. */
export function portLink(port: EventTargetPort | EmitterPort): Link {
  const listeners = new LinkListeners();
  let started = false;

  const onMessage: MessageListener = ({ data }) => {
    if (ArrayBuffer.isView(data)) {
      listeners.message(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
    } else close('the other end sent something else than bytes');
  };
  const onClose = (): void => {
    listeners.close('the other end is gone');
  };
  // Node's port offers both shapes, and only as an event target does it wrap the data in an event.
  if ('addEventListener' in port) {
    port.addEventListener('message', onMessage);
    port.addEventListener('close', onClose);
  } else {
    port.on('message', onMessage);
    port.on('close', onClose);
  }

  function close(why = 'closed by this end'): void {
    if (listeners.close(why)) port.close();
  }

  return {
    kind: 'port',
    send(bytes) {
      if (!listeners.closed) port.postMessage(ownBuffer(bytes));
    },
    onMessage(listener): Unsubscribe {
      const unsubscribe = listeners.onMessage(listener);
      if (!started) {
        started = true;
        port.start();
      }
      return unsubscribe;
    },
    onClose: (listener) => listeners.onClose(listener),
    pendingBytes: () => 0,
    close,
  };
}

/** A structured clone copies the whole buffer below a view, so a view of a larger one is cut out first. */
function ownBuffer(bytes: Uint8Array): Uint8Array {
  return bytes.byteLength === bytes.buffer.byteLength ? bytes : new Uint8Array(bytes);
}
