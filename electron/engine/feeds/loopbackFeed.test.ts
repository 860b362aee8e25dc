/** The recorded captures through real sockets, the real ccxt clients and the live feed. */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { fromScaled } from '../../../shared/model/decimal';
import type { TradeEvent } from '../../../shared/model/events';
import type { InstrumentTable } from '../../../shared/model/instrument';
import { type LoopbackFeedOptions, openLoopbackFeed } from './loopbackFeed.testkit';

vi.setConfig({ testTimeout: 60_000 });

const FOLDER = process.env.BREAKWATER_TEST_DATA ?? resolve(import.meta.dirname, '../../../../shared/data');
const USDM = resolve(FOLDER, 'captures/binance_usdm_BTCUSDT_20240808.log.gz');
const SPOT = resolve(FOLDER, 'captures/binance_spot_BTCUSDT_20240808.log.gz');
const BYBIT = resolve(FOLDER, 'captures/bybit.jsonl.gz');
const hasData = [USDM, SPOT, BYBIT].every((file) => existsSync(file));
if (!hasData) process.stderr.write(`Skipped: recorded captures are not in ${FOLDER}\n`);

type LoopbackFeed = Awaited<ReturnType<typeof openLoopbackFeed>>;
const open: LoopbackFeed[] = [];
afterEach(async () => {
  for (const feed of open.splice(0)) await feed.close();
});

async function listen(options: LoopbackFeedOptions): Promise<LoopbackFeed> {
  const feed = await openLoopbackFeed(options);
  open.push(feed);
  return feed;
}

/** Coins bought and sold by takers, as text with three decimals. */
function takerSums(trades: readonly TradeEvent[], instruments: InstrumentTable): [string, string] {
  const sums = { buy: 0, sell: 0 };
  for (const { takerSide, quantityLots, instrument } of trades) {
    sums[takerSide] += fromScaled(quantityLots, instruments.get(instrument).quantityDecimals);
  }
  return [sums.buy.toFixed(3), sums.sell.toFixed(3)];
}

function idsOf(trades: readonly TradeEvent[]): number[] {
  return trades.map((trade) => trade.tradeId ?? Number.NaN).sort((a, b) => a - b);
}

function expectNoHole(ids: readonly number[]): void {
  expect(ids.filter((id, index) => index > 0 && id !== (ids[index - 1] ?? 0) + 1)).toEqual([]);
}

function expectOrdered(feed: LoopbackFeed): void {
  expect(feed.failures).toEqual([]);
  const { events } = feed;
  expect(events.every((event, index) => event.seq === index + 1)).toBe(true);
  expect(
    events.every(
      (event, index) => index === 0 || event.receiveTimeMs >= (events[index - 1]?.receiveTimeMs ?? 0),
    ),
  ).toBe(true);
}

const USDM_TRADES = 21_313;
/** The capture holds 347 trades: 327 of the linear contracts and 20 of spot, which is another venue. */
const BYBIT_TRADES = 327;

describe.skipIf(!hasData)('recorded captures', () => {
  it('brings every USD-M trade across two kills, filling the holes', async () => {
    const feed = await listen({
      loopback: { play: USDM, speed: 60 },
      venues: ['binanceusdm'],
      assets: ['BTC'],
    });
    await feed.until(() => feed.of('trade').length > 3_000);
    feed.venue.fault('kill', { argument: 0.2 });
    await feed.until(() => feed.of('gap').some((gap) => gap.stream === 'trades' && gap.filled));
    feed.venue.fault('kill', { argument: 0.2 });
    await feed.until(() => feed.of('trade').length >= USDM_TRADES);
    await feed.until(() => feed.of('gap').filter((gap) => gap.stream === 'trades' && gap.filled).length >= 2);

    const trades = feed.of('trade');
    expect(trades).toHaveLength(USDM_TRADES);
    expectNoHole(idsOf(trades));
    expect(takerSums(trades, feed.instruments)).toEqual(['1251.576', '1177.790']);
    const tradeGaps = feed.of('gap').filter((gap) => gap.stream === 'trades');
    const backfilled = trades.filter((trade) => trade.backfilled);
    expect(tradeGaps.reduce((sum, gap) => sum + (gap.missing ?? 0), 0)).toBe(backfilled.length);
    expect(tradeGaps.every((gap) => gap.filled && gap.toMs > gap.fromMs)).toBe(true);
    for (const gap of tradeGaps) {
      expect(
        trades.filter((trade) => trade.backfilled && trade.seq > gap.seq && trade.exchangeTimeMs <= gap.toMs),
      ).toEqual([]);
    }
    expect(feed.of('gap').some((gap) => gap.stream === 'liquidations' && !gap.filled)).toBe(true);
    expectOrdered(feed);
  });

  it('records the missing span and its exact number of trades when back-fill is off', async () => {
    const feed = await listen({
      loopback: { play: USDM, speed: 60, toSeconds: 200 },
      venues: ['binanceusdm'],
      assets: ['BTC'],
      streams: ['trades'],
      backfill: false,
    });
    await feed.until(() => feed.of('trade').length > 2_000);
    feed.venue.fault('kill', { argument: 0.2 });
    await feed.until(() => feed.of('gap').length >= 1);
    feed.venue.fault('kill', { argument: 0.2 });
    await feed.until(() => feed.of('gap').length >= 2);

    const trades = feed.of('trade');
    const ids = idsOf(trades);
    const gaps = feed.of('gap');
    expect(gaps.every((gap) => !gap.filled && gap.stream === 'trades')).toBe(true);
    const span = (ids.at(-1) ?? 0) - (ids[0] ?? 0) + 1;
    expect(gaps.reduce((sum, gap) => sum + (gap.missing ?? 0), 0)).toBe(span - ids.length);
    for (const gap of gaps) {
      const inside = trades.filter((one) => one.exchangeTimeMs > gap.fromMs && one.exchangeTimeMs < gap.toMs);
      expect(inside).toEqual([]);
    }
    expectOrdered(feed);
  });

  it('brings every spot trade with its sums', async () => {
    const feed = await listen({
      loopback: { play: SPOT, speed: 100 },
      venues: ['binance'],
      assets: ['BTC', 'DOGE'],
    });
    await feed.until(() => feed.of('trade').length >= 9_757);
    expect(takerSums(feed.of('trade'), feed.instruments)).toEqual(['96.651', '115.382']);
    expect(feed.of('feedStatus').some((status) => status.reason.includes('DOGE not traded here'))).toBe(true);
    expect(feed.of('book').length).toBeGreaterThan(0);
    expect(feed.of('ticker').length).toBeGreaterThan(0);
    expectOrdered(feed);
  });

  it('brings exactly the trades of Bybit across a kill', async () => {
    const feed = await listen({
      loopback: { play: BYBIT, speed: 5 },
      venues: ['bybit'],
      assets: ['BTC', 'ETH', 'SOL', 'DOGE'],
    });
    await feed.until(() => feed.of('trade').length > 100);
    feed.venue.fault('kill', { argument: 0.3 });
    await feed.until(() => feed.of('trade').length >= BYBIT_TRADES);
    expect(feed.of('trade')).toHaveLength(BYBIT_TRADES);
    expect(new Set(feed.of('trade').map((trade) => trade.tradeId)).size).toBe(BYBIT_TRADES);
    const sides = feed.of('liquidation').map((event) => event.positionSide);
    expect(sides).toEqual(['long', 'long']);
    expect(feed.of('gap').filter((gap) => gap.stream === 'trades' && !gap.filled)).toEqual([]);
    expectOrdered(feed);
  });
});
