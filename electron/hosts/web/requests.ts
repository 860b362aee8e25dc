/** What the browser host answers to a request for a page or a file. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { securityHeaders } from '../../content/securityHeaders';
import { readStaticFile } from '../../content/staticFiles';
import type { Access } from './access';

const LOCKED_PAGE = `<!doctype html>
<html lang="en">
<title>Breakwater</title>
<meta name="viewport" content="width=device-width">
<style>body { font: 16px/1.5 system-ui, sans-serif; max-width: 34em; margin: 15vh auto; padding: 0 1em }</style>
<h1>This page needs its full address</h1>
<p>Breakwater is running, but this browser has not been let in yet. Open the address that was printed in the
terminal: it ends in a token that lets this browser in.</p>
</html>
`;

interface Answer {
  readonly status: number;
  readonly body: string | Buffer;
  readonly headers: Readonly<Record<string, string>>;
}

/** Never rejects for anything a visitor sends. */
export async function handleRequest(
  request: IncomingMessage,
  response: ServerResponse,
  access: Access,
  root: string,
): Promise<void> {
  const host = access.hostOf(request);
  const { status, body, headers } =
    host === null || !access.isNotForeign(request, host)
      ? text(403, 'This address is not the one Breakwater is running at.')
      : await answer(request, access, root);
  response.writeHead(status, {
    // Named besides the own origin, because not every browser counts a websocket as the same.
    ...securityHeaders([`ws://${host ?? '127.0.0.1'}`]),
    'Content-Length': Buffer.byteLength(body),
    'Cache-Control': 'no-store',
    ...headers,
  });
  response.end(request.method === 'HEAD' ? undefined : body);
}

async function answer(request: IncomingMessage, access: Access, root: string): Promise<Answer> {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    return text(405, 'Only GET and HEAD are served here.', { Allow: 'GET, HEAD' });
  }
  const [path = '', query] = splitOnce(request.url ?? '', '?');
  const search = new URLSearchParams(query);
  const token = search.get('token');
  if (path === '/' && token !== null) {
    return access.acceptsToken(token) ? letIn(access, search) : locked();
  }
  if (!access.hasCookie(request)) return locked();
  const file = await readStaticFile(root, path);
  if (file === 'refused') return text(403, 'This path is not served.');
  if (file === 'missing') return text(404, 'There is no such file.');
  return {
    status: 200,
    body: file.body,
    headers: { 'Content-Type': file.type, 'Cache-Control': file.cacheControl },
  };
}

/** Takes the token out of the address bar and the history, and leaves the rest of a deep link. */
function letIn(access: Access, search: URLSearchParams): Answer {
  search.delete('token');
  const rest = search.toString();
  return text(303, 'Welcome.', { Location: rest === '' ? '/' : `/?${rest}`, 'Set-Cookie': access.cookie() });
}

function locked(): Answer {
  return { status: 403, body: LOCKED_PAGE, headers: { 'Content-Type': 'text/html; charset=utf-8' } };
}

function text(status: number, sentence: string, headers: Record<string, string> = {}): Answer {
  return {
    status,
    body: `${sentence}\n`,
    headers: { 'Content-Type': 'text/plain; charset=utf-8', ...headers },
  };
}

function splitOnce(whole: string, separator: string): [string, string] {
  const at = whole.indexOf(separator);
  return at < 0 ? [whole, ''] : [whole.slice(0, at), whole.slice(at + 1)];
}
