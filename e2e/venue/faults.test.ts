/** Each scripted fault does what it says, seen from a bare socket; the market underneath goes on. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type LoopbackVenue, startVenue } from './venue';
import { BareClient, eventually, type Frame, TIMEOUT_MS } from './venueClients.testkit';

vi.setConfig({ testTimeout: TIMEOUT_MS });

const STREAM = 'btcusdt@aggTrade';

let venue: LoopbackVenue;
let client: BareClient;
let origin: string;

beforeEach(async () => {
  venue = await startVenue({ play: 'synthetic:60', ratePerSecond: 1_000, symbols: ['BTCUSDT'], speed: 1 });
  origin = venue.origins.binanceusdm;
  client = await BareClient.open(origin, '/market/ws/0');
  await client.subscribe(STREAM, 'btcusdt@depth@100ms');
  await client.until((texts) => texts.length > 100);
});

afterEach(async () => {
  client.socket.terminate();
  await venue.close();
});

const ids = (of: BareClient = client): number[] => of.events('aggTrade').map((trade) => Number(trade.a));
const played = (): number => venue.state('binanceusdm').topics[STREAM]?.played ?? 0;
/** Id of a well-formed aggregate trade; null for anything else. */
function goodId(text: string): number | null {
  const match = /^\{"e":"aggTrade",.*"a":(\d+),"p":"\d[^"]*",.*\}$/.exec(text);
  return match === null ? null : Number(match[1]);
}

function expectConsecutive(list: readonly number[]): void {
  expect(list).toEqual(list.map((_, index) => (list[0] ?? 0) + index));
}

const marketGoesOn = async (): Promise<void> => {
  const before = played();
  await eventually(played).toBeGreaterThan(before + 50);
};

describe('faults of sockets', () => {
  it('kill destroys the socket, refuses new ones for its span, and the history has what was missed', async () => {
    const closed = client.closed();
    venue.fault('kill', { argument: 60 });
    await closed;
    await expect(BareClient.open(origin, '/market/ws/0')).rejects.toThrow();
    await marketGoesOn();
    venue.clearFault('kill');
    const second = await BareClient.open(origin, '/market/ws/0');
    await second.subscribe(STREAM);
    await second.until(() => ids(second).length > 0);
    const missedFrom = (ids().at(-1) ?? 0) + 1;
    const resumed = ids(second)[0] ?? 0;
    expect(resumed).toBeGreaterThan(missedFrom);
    const limit = resumed - missedFrom;
    const query = `symbol=BTCUSDT&fromId=${missedFrom}&limit=${limit}`;
    const rows = (await (await fetch(`${origin}/fapi/v1/aggTrades?${query}`)).json()) as Frame[];
    expect(rows.map((row) => row.a)).toEqual(Array.from({ length: limit }, (_, index) => missedFrom + index));
    second.socket.terminate();
  });

  it('silence withholds data, not pongs and acks, and ends', async () => {
    venue.fault('silence', { argument: 60 });
    await client.pong();
    const before = client.texts.length;
    await marketGoesOn();
    await client.pong();
    expect(client.texts.length).toBe(before);
    await client.subscribe('btcusdt@bookTicker');
    venue.clearFault('silence');
    const last = ids().at(-1) ?? 0;
    await client.until(() => (ids().at(-1) ?? 0) > last + 50);
  });

  it('half-open answers nothing on the old socket and everything on a new one', async () => {
    let pongs = 0;
    client.socket.on('pong', () => pongs++);
    venue.fault('half-open');
    const second = await BareClient.open(origin, '/market/ws/0');
    await second.subscribe(STREAM);
    await second.until(() => ids(second).length > 100);
    const before = client.texts.length;
    client.socket.ping();
    client.send({ method: 'SUBSCRIBE', params: ['btcusdt@trade'], id: 1 });
    await second.pong();
    await marketGoesOn();
    expect([client.texts.length, pongs, client.socket.readyState]).toEqual([before, 0, client.socket.OPEN]);
    second.socket.terminate();
  });

  it('duplicate sends each frame twice', async () => {
    venue.fault('duplicate', { argument: 60 });
    const first = ids().length;
    await client.until(() => ids().length > first + 100);
    const list = ids().slice(first + 10);
    const distinct = [...new Set(list)];
    expect(distinct.length).toBeLessThanOrEqual(Math.ceil(list.length / 2) + 1);
    expectConsecutive(distinct);
  });

  it('reorder swaps neighbours and loses none', async () => {
    venue.fault('reorder', { argument: 60 });
    const first = ids().length;
    await client.until(() => ids().length > first + 100);
    venue.clearFault('reorder');
    await client.until(() => ids().length > first + 200);
    const list = ids();
    const swaps = list.filter((id, index) => index > 0 && id < (list[index - 1] ?? 0)).length;
    expect(swaps).toBeGreaterThan(20);
    expectConsecutive([...list].sort((left, right) => left - right));
  });

  it('malformed adds broken frames and spoils no good one', async () => {
    venue.fault('malformed');
    await client.until((texts) => texts.some((text) => text.startsWith('<html>')));
    await client.until((texts) => texts.some((text) => text.includes('"p":"NaN"')));
    expect(client.texts).toContain('{"e":"aggTrade","s":"BTCUSDT"}');
    expect(client.texts.some((text) => text.includes('"T":"soon"'))).toBe(true);
    expect(client.texts).toContain('');
    const list = client.texts.flatMap((text) => goodId(text) ?? []);
    expect(list.length).toBeGreaterThan(50);
    expectConsecutive(list);
  });

  it('unknown sends events nobody has heard of', async () => {
    venue.fault('unknown');
    await client.until((texts) => texts.some((text) => text.includes('brandNewEvent')));
    await client.until((texts) => texts.some((text) => text.includes('NOSUCHUSDT')));
  });
});

describe('faults of REST', () => {
  const status = async (path: string): Promise<[number, string | null]> => {
    const response = await fetch(origin + path);
    await response.text();
    return [response.status, response.headers.get('retry-after')];
  };

  it.each([
    ['http-429', 429, '7'],
    ['http-418', 418, '7'],
    ['http-500', 500, null],
  ] as const)('%s refuses every request', async (name, code, retryAfter) => {
    venue.fault(name, { argument: 7 });
    expect(await status('/fapi/v1/klines?symbol=BTCUSDT&interval=1m')).toEqual([code, retryAfter]);
    venue.clearFault(name);
    expect((await status('/fapi/v1/klines?symbol=BTCUSDT&interval=1m'))[0]).toBe(200);
  });

  it('no-history refuses the trades only', async () => {
    venue.fault('no-history');
    expect((await status('/fapi/v1/aggTrades?symbol=BTCUSDT'))[0]).toBe(451);
    expect((await status('/fapi/v1/depth?symbol=BTCUSDT'))[0]).toBe(200);
    venue.fault('no-history', { argument: 404 });
    expect((await status('/fapi/v1/aggTrades?symbol=BTCUSDT'))[0]).toBe(404);
  });

  it('slow-snapshot answers after the other requests, with the book of that later moment', async () => {
    venue.fault('slow-snapshot', { argument: 1 });
    const before = played();
    const snapshot = status('/fapi/v1/depth?symbol=BTCUSDT').then(() => 'snapshot');
    const first = await Promise.race([snapshot, status('/fapi/v1/time').then(() => 'time')]);
    expect([first, await snapshot]).toEqual(['time', 'snapshot']);
    expect(played()).toBeGreaterThan(before + 100);
  });

  it('hits one venue when told so, and is scripted from the command line', async () => {
    venue.fault('http-500', { argument: 60, venue: 'bybit' });
    expect((await status('/fapi/v1/ping'))[0]).toBe(200);
    expect((await fetch(`${venue.origins.bybit}/v5/market/time`)).status).toBe(500);
    const scripted = await startVenue({
      play: 'synthetic:60',
      faults: [{ name: 'http-418', atSeconds: 0.05, argument: 60 }],
    });
    const ping = async () => (await fetch(`${scripted.origins.binance}/api/v3/ping`)).status;
    expect(await ping()).toBe(200);
    scripted.start();
    await eventually(ping).toBe(418);
    await scripted.close();
  });
});
