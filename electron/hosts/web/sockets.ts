/** Upgrades of browser windows to links, and the watch over them. */
import { type IncomingMessage, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Link } from '../../../shared/contract/link';
import { MAX_INBOUND_BYTES } from '../../../shared/contract/wire';
import { ENGINE_SOCKET_PATH, wsLink } from '../../../shared/contract/wsLink';
import type { Clock } from '../../../shared/feed/clock';
import type { Access } from './access';

export const MAX_CONNECTIONS = 32;
/** A window that has not answered the previous ping by the next one is gone. */
export const PING_MS = 15_000;

export interface Sockets {
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  close(): void;
}

export function createSockets(access: Access, clock: Clock, attach: (link: Link) => void): Sockets {
  const server = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_INBOUND_BYTES,
    perMessageDeflate: false,
  });

  return {
    upgrade(request, socket, head) {
      // Until the upgrade takes over, nobody else listens for a reset of the connection.
      socket.on('error', () => socket.destroy());
      const refusal = refuse(request, access, server.clients.size);
      if (refusal !== null) {
        socket.end(`HTTP/1.1 ${refusal} ${STATUS_CODES[refusal]}\r\nConnection: close\r\n\r\n`);
        return;
      }
      server.handleUpgrade(request, socket, head, (webSocket) => {
        watch(webSocket, clock);
        attach(wsLink(webSocket));
      });
    },
    close() {
      for (const client of server.clients) {
        client.close(1001, 'the engine stopped');
        client.terminate();
      }
      server.close();
    },
  };
}

/** The HTTP status to refuse an upgrade with; null when it is welcome. */
function refuse(request: IncomingMessage, access: Access, connections: number): number | null {
  const host = access.hostOf(request);
  if (host === null || !access.isFromUs(request, host) || !access.hasCookie(request)) return 403;
  if (request.url !== ENGINE_SOCKET_PATH) return 404;
  return connections >= MAX_CONNECTIONS ? 503 : null;
}

function watch(webSocket: WebSocket, clock: Clock): void {
  let answered = true;
  let cancel = clock.schedule(PING_MS, check);
  webSocket.on('pong', () => {
    answered = true;
  });
  webSocket.on('close', () => cancel());

  function check(): void {
    if (!answered) {
      webSocket.terminate();
      return;
    }
    answered = false;
    webSocket.ping();
    cancel = clock.schedule(PING_MS, check);
  }
}
