/** The recorded captures, played to the real ccxt client: what the exchange sent is what the client gets. */
import type { Exchange } from 'ccxt';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Capture } from './capture/captureFrame';
import { openCapture } from './capture/openCapture';
import { type LoopbackVenue, startVenue } from './venue';
import {
  ccxtClient,
  eventually,
  type Frame,
  recordedCapture,
  TIMEOUT_MS,
  Watchers,
} from './venueClients.testkit';

vi.setConfig({ testTimeout: TIMEOUT_MS });

const USDM = recordedCapture('binance_usdm_BTCUSDT_20240808.log.gz');
const SPOT = recordedCapture('binance_spot_BTCUSDT_20240808.log.gz');
const BYBIT = recordedCapture('bybit.jsonl.gz');

const cleanups: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

async function open(options: Parameters<typeof startVenue>[0]): Promise<LoopbackVenue> {
  const venue = await startVenue(options);
  cleanups.push(() => venue.close());
  return venue;
}

interface BestPrices {
  readonly b: string;
  readonly a: string;
}

/** The last frame of a stream in a capture. */
async function lastOf(name: string, stream: string): Promise<unknown> {
  const opened = await openCapture(name);
  if (!opened.ok) throw new Error(opened.error.message);
  let last: unknown;
  for await (const frames of (opened.value as Capture).frames()) {
    last = frames.findLast((frame) => frame.stream === stream)?.data ?? last;
  }
  return last;
}

function takerSums(trades: readonly Frame[]): { buy: number; sell: number } {
  let buy = 0;
  let sell = 0;
  for (const trade of trades) {
    if (trade.m === true) sell += Number(trade.q);
    else buy += Number(trade.q);
  }
  return { buy, sell };
}

interface BookSides {
  readonly bids: readonly string[][];
  readonly asks: readonly string[][];
}

function bestOf(exchange: Exchange, symbol: string): unknown[] {
  const book = exchange.orderbooks[symbol];
  return [book?.bids[0]?.[0], book?.asks[0]?.[0]];
}

function expectConsecutive(ids: readonly number[]): void {
  expect(ids.every((id, index) => index === 0 || id === (ids[index - 1] ?? 0) + 1)).toBe(true);
}

describe.skipIf(USDM === null)('Binance USD-M', () => {
  it('sends every trade, a book that stays in sync, liquidations and a history', async () => {
    const name = USDM ?? '';
    const venue = await open({
      play: name,
      speed: 100,
      waitForSubscriptions: ['btcusdt@aggTrade', 'btcusdt@depth@100ms', '!forceOrder@arr'],
    });
    const frames: Frame[] = [];
    const exchange = await ccxtClient('binanceusdm', venue.origins.binanceusdm, (frame) =>
      frames.push(frame),
    );
    const symbol = 'BTC/USDT:USDT';
    await exchange.loadMarkets();
    expect(Object.keys(exchange.markets ?? {})).toEqual(expect.arrayContaining([symbol, 'XRP/USDT:USDT']));
    const candles = await exchange.fetchOHLCV(symbol, '15m', undefined, 1_000);
    expect(candles).toHaveLength(1_000);
    expect(candles.at(-1)?.[4]).toBeCloseTo(61_800.3, 1);
    const watchers = new Watchers(exchange);
    watchers.keep(() => exchange.watchTrades(symbol, undefined, undefined, { name: 'aggTrade' }));
    watchers.keep(() => exchange.watchOrderBook(symbol));
    watchers.keep(() => exchange.watchLiquidationsForSymbols([]));
    await venue.ended;
    const events = (type: string) => frames.filter((frame) => frame.e === type);
    await eventually(() => events('aggTrade').length).toBe(21_313);
    await eventually(() => events('depthUpdate').length).toBe(6_551);
    const trades = events('aggTrade');
    expectConsecutive(trades.map((trade) => Number(trade.a)));
    expect(takerSums(trades).buy).toBeCloseTo(1_251.576, 6);
    expect(takerSums(trades).sell).toBeCloseTo(1_177.79, 6);
    const last = (await lastOf(name, 'btcusdt@bookTicker')) as BestPrices;
    expect(bestOf(exchange, symbol)).toEqual([Number(last.b), Number(last.a)]);
    const own = (await exchange.fapiPublicGetDepth({ symbol: 'BTCUSDT', limit: 500 })) as BookSides;
    const followed = exchange.orderbooks[symbol];
    expect(own.bids.map((level) => level.map(Number))).toEqual(followed?.bids.slice(0, 500));
    expect(own.asks.map((level) => level.map(Number))).toEqual(followed?.asks.slice(0, 500));
    expect(events('forceOrder').map((frame) => (frame.o as Frame).s)).toEqual(['BTCUSDT', 'XRPUSDT']);
    expect(await watchers.close()).toEqual([]);
  });

  it('keeps what a killed client missed in the history', async () => {
    const venue = await open({ play: USDM ?? '', speed: 40, toSeconds: 100 });
    const stream = 'btcusdt@aggTrade';
    const counts = () => venue.state('binanceusdm').topics[stream] ?? { played: 0, sent: 0 };
    const ids: number[] = [];
    const exchange = await ccxtClient('binanceusdm', venue.origins.binanceusdm, (frame) => {
      if (frame.e === 'aggTrade') ids.push(Number(frame.a));
    });
    await exchange.loadMarkets();
    const watchers = new Watchers(exchange);
    watchers.keep(() => exchange.watchTrades('BTC/USDT:USDT', undefined, undefined, { name: 'aggTrade' }));
    await eventually(() => ids.length).toBeGreaterThan(500);
    venue.fault('kill');
    const playedAtKill = counts().played;
    await eventually(() => counts().played).toBeGreaterThan(playedAtKill + 300);
    venue.pause();
    await eventually(() => venue.state('binanceusdm').subscriptions).toEqual([stream]);
    venue.resume();
    await venue.ended;
    const history = (await exchange.fapiPublicGetAggTrades({ symbol: 'BTCUSDT', limit: 1 })) as Frame[];
    await eventually(() => ids.at(-1)).toBe(Number(history[0]?.a));
    const missed: number[] = [];
    for (let index = 1; index < ids.length; index++) {
      for (let id = (ids[index - 1] ?? 0) + 1; id < (ids[index] ?? 0); id++) missed.push(id);
    }
    expect(missed.length).toBeGreaterThanOrEqual(300);
    expect(ids.length + missed.length).toBe(counts().played);
    const filled: number[] = [];
    while (filled.length < missed.length) {
      const rows = (await exchange.fapiPublicGetAggTrades({
        symbol: 'BTCUSDT',
        fromId: (filled.at(-1) ?? (missed[0] ?? 0) - 1) + 1,
        limit: Math.min(1_000, missed.length - filled.length),
      })) as Frame[];
      filled.push(...rows.map((row) => Number(row.a)));
    }
    expect(filled).toEqual(missed);
    expect(await watchers.close()).toEqual(['NetworkError']);
  });
});

describe.skipIf(SPOT === null)('Binance spot', () => {
  it('sends every trade and a book that stays in sync', async () => {
    const name = SPOT ?? '';
    const venue = await open({
      play: name,
      speed: 100,
      waitForSubscriptions: ['btcusdt@trade', 'btcusdt@depth@100ms'],
    });
    const frames: Frame[] = [];
    const exchange = await ccxtClient('binance', venue.origins.binance, (frame) => frames.push(frame));
    const symbol = 'BTC/USDT';
    await exchange.loadMarkets();
    const watchers = new Watchers(exchange);
    watchers.keep(() => exchange.watchTrades(symbol, undefined, undefined, { name: 'trade' }));
    watchers.keep(() => exchange.watchOrderBook(symbol));
    await venue.ended;
    const events = (type: string) => frames.filter((frame) => frame.e === type);
    await eventually(() => events('trade').length).toBe(9_757);
    await eventually(() => events('depthUpdate').length).toBe(3_451);
    expectConsecutive(events('trade').map((trade) => Number(trade.t)));
    expect(takerSums(events('trade')).buy).toBeCloseTo(96.651, 3);
    const last = (await lastOf(name, 'btcusdt@bookTicker')) as BestPrices;
    expect(bestOf(exchange, symbol)).toEqual([Number(last.b), Number(last.a)]);
    expect(await watchers.close()).toEqual([]);
  });
});

describe.skipIf(BYBIT === null)('Bybit linear and spot', () => {
  it('sends the recorded frames, a liquidation, and books of another depth', async () => {
    const perpetuals = ['BTC/USDT:USDT', 'ETH/USDT:USDT', 'SOL/USDT:USDT', 'DOGE/USDT:USDT'];
    const spots = ['BTC/USDT', 'ETH/USDT'];
    const venue = await open({ play: BYBIT ?? '', speed: 50, waitFor: 4 + 2 + 1 + 1 + 1 });
    const frames: Frame[] = [];
    const exchange = await ccxtClient('bybit', venue.origins.bybit, (frame) => frames.push(frame));
    await exchange.loadMarkets();
    const watched = 'SOL/USDT:USDT';
    const watchers = new Watchers(exchange);
    watchers.keep(() => exchange.watchTradesForSymbols(perpetuals));
    watchers.keep(() => exchange.watchTradesForSymbols(spots));
    watchers.keep(() => exchange.watchOrderBook(watched, 50));
    watchers.keep(() => exchange.watchOrderBook('BTC/USDT:USDT', 200));
    watchers.keep(() => exchange.watchLiquidations('BTC/USDT:USDT'));
    await venue.ended;
    expect(venue.state('bybit').tradesPlayed).toBe(347);
    const ofTopic = (topic: string) => frames.filter((frame) => String(frame.topic).startsWith(topic));
    const trades = () => ofTopic('publicTrade').flatMap((frame) => frame.data as Frame[]);
    await eventually(() => trades().length).toBe(347);
    expect(trades().filter((trade) => trade.s === 'SOLUSDT')).toHaveLength(165);
    expect(trades().filter((trade) => trade.s === 'DOGEUSDT')).toHaveLength(83);
    await eventually(() => ofTopic('orderbook.200.BTCUSDT').length).toBe(414);
    expect(ofTopic('allLiquidation').flatMap((frame) => frame.data as Frame[])).toHaveLength(2);
    const recorded = (
      await exchange.publicGetV5MarketOrderbook({ category: 'linear', symbol: 'SOLUSDT', limit: 50 })
    ).result as { b: string[][]; a: string[][] };
    const side = (name: 'bids' | 'asks') =>
      exchange.orderbooks[watched]?.[name]?.map((level) => level.slice(0, 2));
    await eventually(() => side('bids')).toEqual(recorded.b.map((level) => level.map(Number)));
    expect(side('asks')).toEqual(recorded.a.map((level) => level.map(Number)));
    expect(await watchers.close()).toEqual([]);
  });
});
