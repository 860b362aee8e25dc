/**
 * `app://monitor/`: the only place windows get pages from.
 *
 * Invariant: answers are files of the built renderer or pages made here, and every one carries the security
 * headers. Only GET, only our host.
 */
import { realpath } from 'node:fs/promises';
import type { Protocol } from 'electron';
import { securityHeaders } from '../content/securityHeaders';
import { readStaticFile } from '../content/staticFiles';
import { APP_HOST, APP_SCHEME } from './windowSecurity';

/** Pages made by main itself, by path. */
export type MadePages = Readonly<Record<string, () => string>>;

/** To be called before the app is ready; the scheme then behaves like https. */
export function registerAppScheme(protocol: Protocol): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: APP_SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ]);
}

/** Serves windows of the session that `protocol` belongs to. */
export async function serveApp(protocol: Protocol, rendererDir: string, pages: MadePages): Promise<void> {
  const root = await realpath(rendererDir);
  protocol.handle(APP_SCHEME, (request) => answer(request, root, pages));
}

/** Never rejects for anything a page asks for. `root` is a real path. */
async function answer(
  request: Pick<Request, 'method' | 'url'>,
  root: string,
  pages: MadePages,
): Promise<Response> {
  const { host, pathname } = new URL(request.url);
  if (host !== APP_HOST) return text(403, 'This host is not served.');
  if (request.method !== 'GET') return text(405, 'Only GET is served here.', { Allow: 'GET' });
  const page = Object.hasOwn(pages, pathname) ? pages[pathname] : undefined;
  if (page !== undefined) return respond(200, page(), { 'Content-Type': 'text/html; charset=utf-8' });
  const file = await readStaticFile(root, pathname);
  if (file === 'refused') return text(403, 'This path is not served.');
  if (file === 'missing') return text(404, 'There is no such file.');
  return respond(200, new Uint8Array(file.body), {
    'Content-Type': file.type,
    'Cache-Control': file.cacheControl,
  });
}

function text(status: number, sentence: string, headers: Readonly<Record<string, string>> = {}): Response {
  return respond(status, `${sentence}\n`, { 'Content-Type': 'text/plain; charset=utf-8', ...headers });
}

function respond(
  status: number,
  body: string | Uint8Array<ArrayBuffer>,
  headers: Readonly<Record<string, string>>,
): Response {
  return new Response(body, {
    status,
    headers: { 'Cache-Control': 'no-store', ...headers, ...securityHeaders() },
  });
}
