import { once } from 'node:events';
import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import { MAX_INBOUND_BYTES } from '../../../shared/contract/wire';
import { HASHED, PAGE, PATH_TRICKS, SECRET } from '../../content/contentFolder.testkit';
import { MAX_CONNECTIONS, PING_MS } from './sockets';
import { startWebHost } from './webHost';
import { ask, enter, type HostBench, startHostBench, upgrade } from './webHost.testkit';

let bench: HostBench;
let origin: string;
let cookie: string;

beforeAll(async () => {
  bench = await startHostBench();
  origin = bench.host.origin;
  cookie = await enter(bench.host);
});
afterAll(async () => {
  await bench.stop();
  expect(bench.faults).toEqual([]);
});

async function open(options = {}): Promise<WebSocket> {
  const socket = await upgrade(origin, { Origin: origin, Cookie: cookie }, undefined, options);
  if (typeof socket === 'number') throw new Error(`refused with ${socket}`);
  return socket;
}

describe('a visitor with the start URL', () => {
  it('gets a cookie that scripts and other sites cannot use, and a clean address', async () => {
    const { search } = new URL(bench.host.url);
    const reply = await ask(origin, `/${search}&session=a%20b&t=5`);
    expect(reply.status).toBe(303);
    expect(reply.headers.location).toBe('/?session=a+b&t=5');
    const port = new URL(origin).port;
    expect(reply.headers['set-cookie']?.[0]).toMatch(
      new RegExp(`^breakwater-${port}=[\\w-]{43}; Path=/; HttpOnly; SameSite=Strict$`),
    );
    expect(reply.headers['set-cookie']?.[0]).not.toContain(new URLSearchParams(search).get('token'));
  });

  it('gets the app, also under the name localhost', async () => {
    for (const host of [new URL(origin).host, `localhost:${new URL(origin).port}`]) {
      const reply = await ask(origin, '/', { headers: { Host: host, Cookie: cookie } });
      expect(reply).toMatchObject({ status: 200, body: PAGE });
      expect(reply.headers).toMatchObject({
        'content-type': 'text/html; charset=utf-8',
        'cache-control': 'no-cache',
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin',
      });
      const policy = reply.headers['content-security-policy'];
      expect(policy).toContain(`default-src 'none'; script-src 'self';`);
      expect(policy).toContain(`connect-src 'self' ws://${host};`);
      expect(policy).not.toContain('unsafe-eval');
      expect(reply.headers['access-control-allow-origin']).toBeUndefined();
    }
  });

  it('may keep assets with a hash in their name for ever', async () => {
    const reply = await ask(origin, HASHED, { headers: { Cookie: cookie } });
    expect(reply.headers).toMatchObject({
      'content-type': 'text/javascript; charset=utf-8',
      'cache-control': 'private, max-age=31536000, immutable',
    });
  });

  it('gets names with encoded characters, the head alone, and a clear 404', async () => {
    const headers = { Cookie: `other=1; ${cookie}; last=2` };
    expect(await ask(origin, '/a%20b.svg', { headers })).toMatchObject({ status: 200, body: '<svg/>' });
    const head = await ask(origin, '/', { method: 'HEAD', headers });
    expect(head).toMatchObject({ status: 200, body: '' });
    expect(head.headers['content-length']).toBe(String(PAGE.length));
    for (const path of ['/nothing.js', '/assets', '/index.html/x']) {
      expect(await ask(origin, path, { headers })).toMatchObject({ status: 404 });
    }
  });

  it('gets a link to the engine', async () => {
    const before = bench.links.length;
    const socket = await open();
    expect(bench.links).toHaveLength(before + 1);
    bench.links.at(-1)?.send(Uint8Array.of(1, 2, 3));
    const [data] = await once(socket, 'message');
    expect([...data]).toEqual([1, 2, 3]);
    socket.close();
  });
});

describe('an attack', () => {
  it.each(['evil.example', 'evil.example:80', '127.0.0.1', '127.0.0.1:1', 'localhost.evil.example', '[::1]'])(
    'with the Host %s is refused',
    async (host) => {
      const headers = { Host: host, Cookie: cookie };
      const reply = await ask(origin, '/', { headers });
      expect(reply.status).toBe(403);
      expect(reply.body).not.toContain('<title>');
      const { search } = new URL(bench.host.url);
      expect((await ask(origin, `/${search}`, { headers })).headers['set-cookie']).toBeUndefined();
      expect(await upgrade(origin, { ...headers, Origin: origin })).toBe(403);
      expect(await upgrade(origin, { ...headers, Origin: `http://${host}` })).toBe(403);
    },
  );

  it.each(['http://evil.example', 'null', 'https://127.0.0.1', 'http://127.0.0.1:1', ''])(
    'with the Origin "%s" is refused',
    async (foreign) => {
      const headers = { Origin: foreign, Cookie: cookie };
      expect((await ask(origin, '/', { headers })).status).toBe(403);
      expect(await upgrade(origin, headers)).toBe(403);
    },
  );

  it('from our other name is refused: it is another origin', async () => {
    const other = origin.replace('127.0.0.1', 'localhost');
    expect(await upgrade(origin, { Origin: other, Cookie: cookie })).toBe(403);
  });

  it('by an upgrade without an Origin is refused', async () => {
    expect(await upgrade(origin, { Cookie: cookie })).toBe(403);
  });

  it('without token and cookie only gets a page that says what to do', async () => {
    for (const path of ['/', HASHED, '/nothing.js']) {
      const reply = await ask(origin, path);
      expect(reply.status).toBe(403);
      expect(reply.body).toContain('printed in the\nterminal');
      expect(reply.headers['set-cookie']).toBeUndefined();
    }
    expect(await upgrade(origin, { Origin: origin })).toBe(403);
  });

  it('with a wrong token or a wrong cookie gets the same page', async () => {
    const token = new URL(bench.host.url).searchParams.get('token') ?? '';
    const changed = (token.startsWith('A') ? 'B' : 'A') + token.slice(1);
    for (const wrong of ['', 'x', changed, `${token}A`, token.slice(1)]) {
      const reply = await ask(origin, `/?token=${wrong}`);
      expect(reply.status).toBe(403);
      expect(reply.headers['set-cookie']).toBeUndefined();
    }
    const [name, value] = cookie.split('=');
    for (const wrong of [`${name}=${token}`, `${name}=`, `x${name}=${value}`, `${name}=${value}A`]) {
      expect((await ask(origin, '/', { headers: { Cookie: wrong } })).status).toBe(403);
      expect(await upgrade(origin, { Origin: origin, Cookie: wrong })).toBe(403);
    }
  });

  it('cannot use the token to be sent elsewhere', async () => {
    const { search } = new URL(bench.host.url);
    const reply = await ask(origin, `//evil.example/${search}`);
    expect(reply.status).toBe(403);
    expect(reply.headers.location).toBeUndefined();
  });

  it.each([...PATH_TRICKS, 'http://evil.example/index.html', '*'])(
    'by the path %s reads nothing',
    async (path) => {
      const reply = await ask(origin, path, { headers: { Cookie: cookie } });
      expect([403, 404]).toContain(reply.status);
      expect(reply.body).not.toContain(SECRET);
      expect(reply.body).not.toContain('root:');
      expect(reply.body).not.toBe(PAGE);
    },
  );

  it.each(['POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH', 'TRACE'])('by %s is refused', async (method) => {
    const reply = await ask(origin, '/', { method, headers: { Cookie: cookie } });
    expect(reply.status).toBe(405);
    expect(reply.headers['access-control-allow-origin']).toBeUndefined();
  });

  it('by a frame that is too large closes that socket only', async () => {
    const socket = await open();
    const other = await open();
    const link = bench.links.at(-2);
    const closed = vi.fn();
    link?.onClose(closed);
    const gone = once(socket, 'close');
    socket.send(new Uint8Array(MAX_INBOUND_BYTES + 1));
    const [code] = await gone;
    expect(code).toBe(1009);
    await vi.waitFor(() => expect(closed).toHaveBeenCalledOnce(), { interval: 2 });
    expect(other.readyState).toBe(WebSocket.OPEN);
    other.close();
  });

  it('by text instead of bytes closes the socket', async () => {
    const socket = await open();
    const gone = once(socket, 'close');
    socket.send('{"type":"call"}');
    expect((await gone)[0]).toBe(4000);
  });

  it('by another path of the socket is refused', async () => {
    expect(await upgrade(origin, { Origin: origin, Cookie: cookie }, '/other')).toBe(404);
  });

  it('by many connections leaves the host running', async () => {
    const own = await startHostBench();
    const headers = { Origin: own.host.origin, Cookie: await enter(own.host) };
    const outcomes = await Promise.all(
      Array.from({ length: MAX_CONNECTIONS + 3 }, () => upgrade(own.host.origin, headers)),
    );
    expect(outcomes.filter((outcome) => outcome === 503)).toHaveLength(3);
    await own.stop();
  });

  it('by garbage or a cut connection leaves the host running', async () => {
    const { port } = new URL(origin);
    for (const garbage of ['\0\0\0\r\n\r\n', 'GET / HTTP/1.1\r\nHost: ', 'GET / HTTP/9.9\r\n\r\n']) {
      const socket = connect(Number(port), '127.0.0.1');
      await once(socket, 'connect');
      socket.on('error', () => {});
      socket.write(garbage);
      socket.destroy();
    }
    expect((await ask(origin, '/', { headers: { Cookie: cookie } })).status).toBe(200);
  });
});

describe('the host', () => {
  it('listens on the loopback address only', async () => {
    const port = Number(new URL(origin).port);
    const others = Object.values(networkInterfaces())
      .flatMap((addresses) => addresses ?? [])
      .filter(({ family, internal }) => family === 'IPv4' && !internal)
      .map(({ address }) => address);
    // On Linux all of 127.0.0.0/8 is the loopback interface, so this one is always there to try.
    if (process.platform === 'linux') others.push('127.0.0.2');
    for (const address of others) {
      const socket = connect(port, address);
      const [error] = await once(socket, 'error').catch((thrown: unknown) => [thrown]);
      expect(error).toMatchObject({ code: 'ECONNREFUSED' });
    }
  });

  it('drops a window that no longer answers pings, and keeps one that does', async () => {
    const silent = await open({ autoPong: false });
    const alive = await open();
    const gone = once(silent, 'close');
    const pinged = Promise.all([once(silent, 'ping'), once(alive, 'ping')]);
    bench.clock.advance(PING_MS);
    await pinged;
    // The pong has arrived once a later message of the same window has.
    const [, aliveLink] = bench.links.slice(-2);
    const heard = new Promise((resolve) => aliveLink?.onMessage(resolve));
    alive.send(Uint8Array.of(1));
    await heard;
    bench.clock.advance(PING_MS);
    await gone;
    expect(alive.readyState).toBe(WebSocket.OPEN);
    alive.close();
  });

  it('says so when its port is in use, is no port, or the app was not built', async () => {
    const options = {
      engine: { attach: () => {}, importable: bench.staged },
      rendererDir: bench.rendererDir,
      clock: bench.clock,
      onFault: () => {},
    };
    const port = Number(new URL(origin).port);
    const taken = await startWebHost({ ...options, port });
    expect(taken).toMatchObject({ ok: false, error: { code: 'port-in-use', retryable: true } });
    expect(!taken.ok && taken.error.message).toContain(String(port));
    const wrong = await startWebHost({ ...options, port: 70_000 });
    expect(wrong).toMatchObject({ ok: false, error: { code: 'bad-argument' } });
    const missing = await startWebHost({ ...options, rendererDir: join(bench.rendererDir, 'assets') });
    expect(missing).toMatchObject({ ok: false, error: { code: 'disk-error', hint: 'Run: npm run build' } });
  });

  it('frees its port and lets go of every window when it is closed', async () => {
    const own = await startHostBench();
    const headers = { Origin: own.host.origin, Cookie: await enter(own.host) };
    const socket = await upgrade(own.host.origin, headers);
    if (typeof socket === 'number') throw new Error(`refused with ${socket}`);
    const gone = once(socket, 'close');
    await own.stop();
    await gone;
    await expect(ask(own.host.origin, '/')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    expect(own.clock.pending).toBe(0);
  });
});
