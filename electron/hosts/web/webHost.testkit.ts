/** A running browser host with a small renderer folder, and a visitor that can send anything at all. */
import { type IncomingHttpHeaders, request } from 'node:http';
import { join } from 'node:path';
import { type ClientOptions, WebSocket } from 'ws';
import type { Link } from '../../../shared/contract/link';
import { ENGINE_SOCKET_PATH } from '../../../shared/contract/wsLink';
import { FakeClock } from '../../../shared/feed/fakeClock.testkit';
import { makeContentFolder } from '../../content/contentFolder.testkit';
import { StagedFiles } from '../../engine/imports/jobs/stagedFiles';
import { startWebHost, type WebHost } from './webHost';

export interface Reply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface Asking {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

export interface HostBench {
  readonly host: WebHost;
  readonly rendererDir: string;
  readonly clock: FakeClock;
  /** Links of the windows that got in, oldest first. */
  readonly links: readonly Link[];
  readonly faults: readonly unknown[];
  /** Files that windows have sent, where they lie, and the room that is said to be on the disk. */
  readonly staged: StagedFiles;
  readonly stagedDir: string;
  readonly room: { freeBytes: number };
  stop(): Promise<void>;
}

export async function startHostBench(): Promise<HostBench> {
  const { rendererDir, remove } = await makeContentFolder();
  const clock = new FakeClock();
  const links: Link[] = [];
  const faults: unknown[] = [];
  const room = { freeBytes: 2 ** 40 };
  const stagedDir = join(rendererDir, 'staged');
  const staged = new StagedFiles({ folder: stagedDir, freeDiskBytes: async () => room.freeBytes });
  const started = await startWebHost({
    engine: { attach: (link) => links.push(link), importable: staged },
    rendererDir,
    exportsDir: join(rendererDir, 'exported'),
    clock,
    onFault: (error) => faults.push(error),
  });
  if (!started.ok) throw new Error(started.error.message);
  return {
    host: started.value,
    rendererDir,
    clock,
    links,
    faults,
    staged,
    stagedDir,
    room,
    async stop() {
      await started.value.close();
      await remove();
    },
  };
}

/** Sends the path exactly as given, which `fetch` would tidy up first. */
export function ask(
  origin: string,
  path: string,
  { method = 'GET', headers = {}, body }: Asking = {},
): Promise<Reply> {
  const { hostname, port } = new URL(origin);
  return new Promise((resolve, reject) => {
    const sent = request({ hostname, port, path, method, headers, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: Buffer.concat(chunks).toString(),
        }),
      );
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

/** Exchanges the token of the start URL for the cookie, as a browser does. */
export async function enter(host: WebHost): Promise<string> {
  const { pathname, search } = new URL(host.url);
  const reply = await ask(host.origin, pathname + search);
  const cookie = reply.headers['set-cookie']?.[0]?.split(';')[0];
  if (cookie === undefined) throw new Error(`no cookie: ${reply.status}`);
  return cookie;
}

/** The outcome of an upgrade: an open socket, or the status it was refused with. */
export function upgrade(
  origin: string,
  headers: Readonly<Record<string, string>>,
  path = ENGINE_SOCKET_PATH,
  options: ClientOptions = {},
): Promise<WebSocket | number> {
  const socket = new WebSocket(origin.replace('http', 'ws') + path, { ...options, headers });
  return new Promise((resolve, reject) => {
    socket.on('open', () => resolve(socket));
    socket.on('unexpected-response', (sent, response) => {
      sent.destroy();
      resolve(response.statusCode ?? 0);
    });
    socket.on('error', reject);
  });
}
