/** The venue on synthetic captures: start gate, span, clock, derived streams, control, refusals. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { type LoopbackVenue, startVenue } from './venue';
import { BareClient, ccxtClient, eventually, type Frame, TIMEOUT_MS, Watchers } from './venueClients.testkit';

vi.setConfig({ testTimeout: TIMEOUT_MS });

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

async function open(options: Parameters<typeof startVenue>[0]): Promise<LoopbackVenue> {
  const venue = await startVenue(options);
  cleanups.push(() => venue.close());
  return venue;
}

async function bare(venue: LoopbackVenue, path = '/market/ws/0'): Promise<BareClient> {
  const client = await BareClient.open(venue.origins.binanceusdm, path);
  cleanups.push(() => client.socket.terminate());
  return client;
}

const json = async (url: string, init?: RequestInit): Promise<Frame> =>
  (await (await fetch(url, init)).json()) as Frame;

const ONE_SYMBOL = { symbols: ['BTCUSDT'], ratePerSecond: 100 };

describe('the start gate', () => {
  it('waits for a subscription to a trade stream', async () => {
    const venue = await open({ play: 'synthetic:60', speed: 10 });
    const client = await bare(venue);
    await client.subscribe('btcusdt@depth@100ms');
    const before = venue.state('binanceusdm').marketTimeMs;
    await client.pong();
    expect(venue.state('binanceusdm').marketTimeMs).toBe(before);
    await client.subscribe('ethusdt@trade');
    await venue.started;
    await client.until((texts) => texts.some((text) => text.includes('"e":"trade"')));
  });

  it('waits for named subscriptions over several sockets, and loses no frame after', async () => {
    const wanted = ['btcusdt@trade', 'btcusdt@aggTrade'];
    const venue = await open({ play: 'synthetic:3', speed: 20, waitForSubscriptions: wanted, ...ONE_SYMBOL });
    const clients = [await bare(venue), await bare(venue)];
    for (const [index, client] of clients.entries()) await client.subscribe(wanted[index] ?? '');
    await venue.ended;
    for (const client of clients) await client.until((texts) => texts.length === 301);
  });
});

describe('a part of a capture', () => {
  it('has the part before as history and stops at its end', async () => {
    const venue = await open({
      play: 'synthetic:60',
      speed: 50,
      fromSeconds: 10,
      toSeconds: 14,
      ...ONE_SYMBOL,
    });
    const trades = (await json(
      `${venue.origins.binanceusdm}/fapi/v1/aggTrades?symbol=BTCUSDT&limit=1000`,
    )) as unknown as Frame[];
    expect(trades).toHaveLength(1_000);
    const client = await bare(venue);
    await client.subscribe('btcusdt@trade');
    await venue.ended;
    await client.until((texts) => texts.length === 402);
    expect(client.events('trade')[0]?.t).toBe(Number(trades.at(-1)?.a) + 1);
    expect(venue.state('binanceusdm').topics['btcusdt@trade']).toEqual({ played: 401, sent: 401 });
  });
});

describe('market time', () => {
  it('stands still in a pause and goes on after it', async () => {
    const venue = await open({ play: 'synthetic:60', speed: 10, autostart: true });
    const now = () => venue.state('binanceusdm').marketTimeMs;
    const start = now();
    await eventually(now).toBeGreaterThan(start + 500);
    venue.pause();
    const client = await bare(venue);
    await client.pong();
    const paused = now();
    await client.pong();
    expect(now()).toBe(paused);
    venue.resume();
    await eventually(now).toBeGreaterThan(paused + 500);
  });
});

describe('streams made from state', () => {
  it('close each candle once, equal to the history', async () => {
    const venue = await open({
      play: 'synthetic:200',
      speed: 100,
      waitForSubscriptions: ['btcusdt@kline_1m'],
      ...ONE_SYMBOL,
    });
    const client = await bare(venue);
    await client.subscribe('btcusdt@kline_1m');
    await venue.ended;
    await client.until((texts) => texts.filter((text) => text.includes('"x":true')).length === 3);
    const closed = client
      .events('kline')
      .map((frame) => frame.k as Frame)
      .filter((kline) => kline.x === true);
    const url = `${venue.origins.binanceusdm}/fapi/v1/klines?symbol=BTCUSDT&interval=1m&limit=4`;
    const rows = (await json(url)) as unknown as unknown[][];
    expect(
      closed.map((kline) => [kline.t, kline.o, kline.h, kline.l, kline.c, kline.v, kline.V, kline.n]),
    ).toEqual(rows.slice(0, 3).map((row) => [...row.slice(0, 6), row[9], row[8]]));
    expect(closed.map((kline) => kline.n)).toEqual([6_000, 6_000, 6_000]);
  });

  it('serve the other calls of ccxt', async () => {
    const venue = await open({ play: 'synthetic:60', speed: 20 });
    const messages: Frame[] = [];
    const exchange = await ccxtClient('binanceusdm', venue.origins.binanceusdm, (frame) =>
      messages.push(frame),
    );
    cleanups.push(() => exchange.close());
    const symbol = 'ETH/USDT:USDT';
    await exchange.loadMarkets();
    const watchers = new Watchers(exchange);
    watchers.keep(() => exchange.watchTicker(symbol));
    watchers.keep(() => exchange.watchTicker(symbol, { name: 'ticker' }));
    watchers.keep(() => exchange.watchMarkPrice(symbol));
    watchers.keep(() => exchange.watchOHLCV(symbol, '5m'));
    watchers.keep(() => exchange.watchTrades(symbol));
    for (const type of ['24hrTicker', '24hrMiniTicker', 'markPriceUpdate', 'kline', 'trade']) {
      await eventually(() => messages.some((message) => message.e === type)).toBe(true);
    }
    const ticker = await exchange.fetchTicker(symbol);
    const [funding, interest] = [
      await exchange.fetchFundingRate(symbol),
      await exchange.fetchOpenInterest(symbol),
    ];
    expect(ticker.last).toBeGreaterThan(2_000);
    expect(funding.fundingRate).toBe(0.0001);
    expect(interest.openInterestAmount).toBeGreaterThan(70_000);
    expect(await exchange.fetchFundingRateHistory(symbol)).not.toHaveLength(0);
    expect((await exchange.fetchTrades(symbol)).length).toBeGreaterThan(0);
    expect(await watchers.close()).toEqual([]);
  });

  it('move a liquidation to market time and leave the rest of it as it is', async () => {
    const venue = await open({ play: 'synthetic:60', speed: 1, autostart: true, depth: false });
    const client = await bare(venue);
    await client.subscribe('!forceOrder@arr', 'btcusdt@forceOrder');
    const order = {
      s: 'BTCUSDT',
      S: 'SELL',
      q: '0.190',
      ap: '82651.90',
      T: 1_791_565_602_120,
      ps: 'BTCUSDT',
    };
    venue.injectLiquidation('binanceusdm', { e: 'forceOrder', E: 1_791_565_603_055, o: order });
    await client.until((texts) => texts.filter((text) => text.includes('forceOrder')).length === 2);
    const [frame] = client.events('forceOrder');
    const E = Number(frame?.E);
    expect(frame).toEqual({ e: 'forceOrder', E, o: { ...order, T: E - 935 } });
    expect(Math.abs(E - venue.state('binanceusdm').marketTimeMs)).toBeLessThan(5_000);
  });
});

describe('what the capture does not hold', () => {
  it('is acknowledged, silent, and never a zero', async () => {
    const venue = await open({ play: 'synthetic:60', speed: 20, ...ONE_SYMBOL });
    const client = await bare(venue);
    await client.subscribe('solusdt@trade', 'solusdt@ticker', 'solusdt@kline_1m', 'btcusdt@trade');
    await client.until((texts) => texts.length > 300);
    expect(client.texts.some((text) => text.includes('SOLUSDT'))).toBe(false);
    const origin = venue.origins.binanceusdm;
    expect(await json(`${origin}/fapi/v1/klines?symbol=SOLUSDT&interval=1m`)).toEqual([]);
    expect((await fetch(`${origin}/fapi/v1/premiumIndex?symbol=SOLUSDT`)).status).toBe(400);
    expect((await fetch(`${origin}/fapi/v1/ticker/24hr?symbol=NOSUCH`)).status).toBe(400);
    expect((await fetch(`${origin}/sapi/v1/nothing`)).status).toBe(404);
  });
});

describe('control from another process', () => {
  it('tells the state and steers', async () => {
    const venue = await open({ play: 'synthetic:60' });
    const control = `${venue.origins.bybit}/loopback`;
    expect(await json(`${control}/state`)).toMatchObject({ sockets: 0, tradesPlayed: 0 });
    expect((await fetch(`${control}/start`)).status).toBe(405);
    await json(`${control}/start`, { method: 'POST' });
    await venue.started;
    await json(`${control}/fault?name=http-500&argument=60`, { method: 'POST' });
    expect((await fetch(`${venue.origins.bybit}/v5/market/time`)).status).toBe(500);
    expect((await fetch(`${control}/fault?name=nothing`, { method: 'POST' })).status).toBe(400);
  });
});

describe('a bad start', () => {
  it('says what is wrong', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'venue-'));
    cleanups.push(() => rmSync(folder, { recursive: true }));
    const path = join(folder, 'notes.txt');
    writeFileSync(path, 'just a text\n');
    await expect(startVenue({ play: path })).rejects.toThrow('is not a capture');
    await expect(startVenue({ play: 'nowhere.gz' })).rejects.toThrow('There is no capture "nowhere.gz"');
    writeFileSync(path, '{"t":"header","exchange":"COINBASE"}\n');
    await expect(startVenue({ play: path })).rejects.toThrow('a capture of COINBASE');
    await expect(startVenue({ play: ['synthetic', 'synthetic:9'] })).rejects.toThrow(
      'Two captures of binanceusdm',
    );
    await expect(startVenue({ play: 'synthetic', liquidations: join(folder, 'none.jsonl') })).rejects.toThrow(
      'cannot be read',
    );
    const venue = await open({ play: 'synthetic' });
    const port = Number(new URL(venue.origins.bybit).port);
    await expect(startVenue({ play: 'synthetic', ports: { bybit: port } })).rejects.toThrow('EADDRINUSE');
  });
});
