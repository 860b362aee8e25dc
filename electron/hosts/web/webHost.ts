/**
 * The browser host: the built renderer over http and the engine over a websocket, on 127.0.0.1 only.
 *
 * Invariant: nothing is served and nothing is upgraded before Host, Origin and cookie have been checked
 * (`Access`); there is no CORS, and no option to listen anywhere else.
 */
import { realpath, stat } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import type { Link } from '../../../shared/contract/link';
import type { Clock } from '../../../shared/feed/clock';
import { fail, ok, type Result } from '../../../shared/model/result';
import { Access } from './access';
import { handleDownload, isDownload } from './downloads';
import { handleRequest } from './requests';
import { createSockets } from './sockets';
import { handleUpload, isUpload, type ReceiveFile } from './uploads';

const LOOPBACK = '127.0.0.1';

export interface WebHostOptions {
  /** Serves every window that connects, e.g. the hub. */
  readonly engine: { attach(link: Link): void; readonly importable: { readonly receive: ReceiveFile } };
  /** Folder with the built renderer. */
  readonly rendererDir: string;
  /** Folder with what was exported, for windows to save. */
  readonly exportsDir?: string;
  /** 0 or left out: any free port. */
  readonly port?: number;
  readonly clock: Clock;
  /** Receives what went wrong while answering a request (an unreadable file, a bug). */
  readonly onFault: (error: unknown, during: string) => void;
}

export interface WebHost {
  /** Address to open in a browser; carries the token, so it is for the user's eyes only. */
  readonly url: string;
  /** `http://127.0.0.1:PORT`. */
  readonly origin: string;
  /** Ends every connection and frees the port. */
  close(): Promise<void>;
}

/** Fails with `bad-argument` (no port), `port-in-use`, `not-allowed` (a port below 1024) or `disk-error` (the renderer is missing). */
export async function startWebHost(options: WebHostOptions): Promise<Result<WebHost>> {
  const root = await findRenderer(options.rendererDir);
  if (!root.ok) return root;
  const server = createServer();
  const listening = await listen(server, options.port ?? 0);
  if (!listening.ok) return listening;
  const port = listening.value;

  const access = new Access(port);
  const sockets = createSockets(access, options.clock, (link) => options.engine.attach(link));
  const answer = (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (isUpload(request)) {
      return handleUpload(request, response, access, (...file) => options.engine.importable.receive(...file));
    }
    if (isDownload(request) && options.exportsDir !== undefined) {
      return handleDownload(request, response, access, options.exportsDir);
    }
    return handleRequest(request, response, access, root.value);
  };
  server.on('request', (request, response) => {
    answer(request, response).catch((error: unknown) => {
      options.onFault(error, `a ${request.method} request`);
      if (!response.headersSent) response.writeHead(500);
      response.end();
    });
  });
  server.on('upgrade', (request, socket, head) => sockets.upgrade(request, socket, head));

  const origin = `http://${LOOPBACK}:${port}`;
  return ok({
    origin,
    url: `${origin}/?token=${access.token}`,
    close() {
      sockets.close();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      return closed;
    },
  });
}

async function findRenderer(folder: string): Promise<Result<string>> {
  try {
    const root = await realpath(folder);
    await stat(join(root, 'index.html'));
    return ok(root);
  } catch {
    return fail('disk-error', `The built app is missing: no index.html in ${folder}.`, 'Run: npm run build');
  }
}

function listen(server: Server, port: number): Promise<Result<number>> {
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    return Promise.resolve(fail('bad-argument', `${port} is not a port.`, 'Choose one from 1024 to 65535.'));
  }
  return new Promise((resolve) => {
    server.on('error', (error: NodeJS.ErrnoException) => resolve(cannotListen(error, port)));
    server.listen({ host: LOOPBACK, port, exclusive: true }, () => {
      const address = server.address();
      resolve(ok(typeof address === 'object' && address !== null ? address.port : port));
    });
  });
}

function cannotListen(error: NodeJS.ErrnoException, port: number): Result<never> {
  if (error.code === 'EADDRINUSE') {
    return fail(
      'port-in-use',
      `Port ${port} on ${LOOPBACK} is already in use.`,
      'Close the program that uses it, choose another with --port, or leave --port out for a free one.',
      true,
    );
  }
  if (error.code === 'EACCES') {
    return fail('not-allowed', `Port ${port} may not be used by this user.`, 'Choose one above 1023.');
  }
  return fail('internal', `Cannot listen on ${LOOPBACK}:${port}: ${error.message}.`);
}
