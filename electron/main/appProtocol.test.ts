import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import {
  type ContentFolder,
  HASHED,
  makeContentFolder,
  PAGE,
  PATH_TRICKS,
  SECRET,
} from '../content/contentFolder.testkit';
import { type MadePages, registerAppScheme, serveApp } from './appProtocol';

type Handler = (request: Pick<Request, 'method' | 'url'>) => Promise<Response>;

let folder: ContentFolder;
let ask: Handler;
const pages: MadePages = { '/made': () => '<p>made</p>' };

/** Electron's `protocol`, as far as the app uses it. */
function fakeProtocol() {
  const handlers = new Map<string, Handler>();
  return {
    handlers,
    registerSchemesAsPrivileged: vi.fn(),
    handle: (scheme: string, handler: Handler) => void handlers.set(scheme, handler),
  };
}

beforeAll(async () => {
  folder = await makeContentFolder();
  const protocol = fakeProtocol();
  await serveApp(protocol as never, folder.rendererDir, pages);
  const handler = protocol.handlers.get('app');
  if (handler === undefined) throw new Error('app: is not served');
  ask = handler;
});
afterAll(() => folder.remove());

const get = (url: string) => ask({ method: 'GET', url });

it('makes app: a standard, secure scheme, and gives it nothing else', () => {
  const protocol = fakeProtocol();
  registerAppScheme(protocol as never);
  expect(protocol.registerSchemesAsPrivileged.mock.calls).toEqual([
    [[{ scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true } }]],
  ]);
});

it('serves the renderer and the pages made here, with the security headers', async () => {
  for (const [path, body] of [
    ['', PAGE],
    ['a%20b.svg', '<svg/>'],
    ['made?x=1', '<p>made</p>'],
  ]) {
    const response = await get(`app://monitor/${path}`);
    expect(response.status).toBe(200);
    expect(await response.text()).toBe(body);
    const policy = response.headers.get('content-security-policy');
    expect(policy).toContain(`default-src 'none'; script-src 'self';`);
    expect(policy).toContain(`connect-src 'self';`);
    expect(policy).toContain(`frame-ancestors 'none'`);
    expect(policy).not.toContain('unsafe-eval');
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    expect(response.headers.get('access-control-allow-origin')).toBeNull();
  }
  const script = await get(`app://monitor${HASHED}`);
  expect(script.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
});

it.each(PATH_TRICKS)('reads nothing by the path %s', async (path) => {
  const response = await get(`app://monitor${path}`);
  expect([403, 404]).toContain(response.status);
  const body = await response.text();
  expect(body).not.toContain(SECRET);
  expect(body).not.toContain('root:');
  expect(response.headers.get('content-security-policy')).toContain(`default-src 'none'`);
});

it.each(['__proto__', 'constructor', 'toString'])('has no page named %s', async (name) => {
  expect((await get(`app://monitor/${name}`)).status).toBe(404);
});

it.each(['app://other/', 'app://monitor.evil/', 'app://monitor:1/'])('does not serve %s', async (url) => {
  expect((await get(url)).status).toBe(403);
});

it.each(['POST', 'PUT', 'DELETE', 'HEAD', 'OPTIONS'])('answers %s with a refusal', async (method) => {
  expect((await ask({ method, url: 'app://monitor/' })).status).toBe(405);
});
