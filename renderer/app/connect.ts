/**
 * Finds the engine: a message port when the desktop shell hands one over, else the WebSocket of the host that
 * served this page. Nothing else in the window knows which.
 */
import type { Link } from '../../shared/contract/link';
import { portLink } from '../../shared/contract/portLink';
import { ENGINE_SOCKET_PATH, type WebSocketLike, wsLink } from '../../shared/contract/wsLink';
import { type ShellBridge, shellBridge } from '../ui/shellBridge';

export function openEngineLink(): Promise<Link> {
  const bridge = shellBridge();
  return bridge === undefined ? Promise.resolve(openSocket()) : openPort(bridge);
}

function openSocket(): Link {
  const url = new URL(ENGINE_SOCKET_PATH, window.location.href);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  // The browser's `send` refuses shared memory in its type; frames are never in shared memory.
  return wsLink(new WebSocket(url) as WebSocketLike);
}

function openPort(bridge: ShellBridge): Promise<Link> {
  return new Promise((resolve) => {
    const onMessage = (event: MessageEvent<unknown>) => {
      const port = event.ports[0];
      if (event.source !== window || port === undefined || !isPortMessage(event.data)) return;
      window.removeEventListener('message', onMessage);
      resolve(portLink(port));
    };
    window.addEventListener('message', onMessage);
    bridge.requestEnginePort();
  });
}

function isPortMessage(data: unknown): boolean {
  return (
    typeof data === 'object' && data !== null && 'breakwater' in data && data.breakwater === 'engine-port'
  );
}
