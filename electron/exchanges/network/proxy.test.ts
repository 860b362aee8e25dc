/** The engine's way to a venue through a proxy: what the venue is called is known to the proxy alone. */
import { once } from 'node:events';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { startVenue } from '../../../e2e/venue/venue';
import { openLoopbackFeed } from '../../engine/feeds/loopbackFeed.testkit';
import { probe } from '../probe';
import { startConnectProxy } from './connectProxy.testkit';
import { fetchBy } from './proxiedFetch';
import { TunnelAgent } from './tunnelAgent';
import { VENUE_TEST_CERTIFICATE, VENUE_TEST_KEY } from './venueTest.testkit';

vi.setConfig({ testTimeout: 60_000 });

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  vi.unstubAllEnvs();
  for (const close of closing.splice(0).reverse()) await close();
});

async function proxyTo(portOf: (target: string) => number | null) {
  const proxy = await startConnectProxy(portOf);
  closing.push(proxy.close);
  for (const name of [
    'HTTPS_PROXY',
    'https_proxy',
    'http_proxy',
    'all_proxy',
    'ALL_PROXY',
    'no_proxy',
    'NO_PROXY',
  ])
    vi.stubEnv(name, '');
  vi.stubEnv('HTTP_PROXY', proxy.url);
  return proxy;
}

describe('a venue behind a proxy', () => {
  it.each(['binance', 'binanceusdm', 'bybit'] as const)(
    '%s is asked and listened to through it',
    async (id) => {
      let port = 0;
      const proxy = await proxyTo(() => port);
      const feed = await openLoopbackFeed({
        loopback: {
          play: id === 'binance' ? 'synthetic:600@binance' : 'synthetic:600',
          ratePerSecond: 100,
          symbols: ['BTCUSDT'],
          seed: 7,
        },
        venues: [id],
        assets: ['BTC'],
        originFor: (origin) => {
          port = Number(new URL(origin).port);
          return 'http://venue.test';
        },
      });
      closing.push(feed.close);
      const isHeard = () => feed.of('candle').length > 0 && feed.of('trade').length > 0;
      // The made-up market is of Binance: of Bybit there is its list of instruments, and sockets.
      await feed.until(() =>
        id === 'bybit' ? feed.of('feedStatus').some(({ state }) => state === 'live') : isHeard(),
      );
      expect(new Set(proxy.asked)).toEqual(new Set(['venue.test:80']));
      expect(proxy.asked.length).toBeGreaterThan(1);
      expect(feed.failures).toEqual([]);
    },
  );

  it('gives a sign of life through it; a proxy that refuses is told', async () => {
    let isOpen = false;
    const venue = await startVenue({ play: 'synthetic:60', symbols: ['BTCUSDT'], seed: 1 });
    closing.push(() => venue.close());
    const port = Number(new URL(venue.origins.binanceusdm).port);
    await proxyTo(() => (isOpen ? port : null));
    const url = 'http://venue.test/fapi/v1/exchangeInfo';
    expect(await probe('Test', url)).toMatchObject({
      error: { message: 'Test cannot be reached: the proxy refused the connection (HTTP 403).' },
    });
    isOpen = true;
    expect(await probe('Test', url)).toMatchObject({ ok: true });
  });
});

describe('a tunnel', () => {
  it('carries TLS to the venue itself, for requests and sockets, with the credentials of the proxy', async () => {
    const server = createServer(
      { key: VENUE_TEST_KEY, cert: VENUE_TEST_CERTIFICATE },
      (_request, response) => {
        response.writeHead(200).end('served');
      },
    );
    const sockets = new WebSocketServer({ server });
    sockets.on('connection', (socket) => socket.send('heard'));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const proxy = await proxyTo(() => port);
    closing.push(async () => server.close());
    const through = new URL(proxy.url);
    through.username = 'me';
    through.password = 'p@ss';

    const socket = new WebSocket('wss://venue.test/x', {
      agent: new TunnelAgent(through, true),
      ca: VENUE_TEST_CERTIFICATE,
    });
    const [message] = await once(socket, 'message');
    expect(String(message)).toBe('heard');
    socket.terminate();
    // Whoever stands in between cannot pretend to be the venue.
    await expect(fetchBy({ HTTPS_PROXY: proxy.url })('https://venue.test/')).rejects.toThrow('self-signed');
    expect(proxy.asked).toEqual(['venue.test:443', 'venue.test:443']);
    expect(proxy.credentials).toEqual([`Basic ${btoa('me:p@ss')}`, undefined]);
  });
});
