/** Every scripted fault of the loopback venue: the feed goes on, says what happened, and loses nothing. */
import { afterEach, describe, expect, it, vi } from 'vitest';
import { type LoopbackFeedOptions, openLoopbackFeed } from './loopbackFeed.testkit';

vi.setConfig({ testTimeout: 60_000 });

type LoopbackFeed = Awaited<ReturnType<typeof openLoopbackFeed>>;
const open: LoopbackFeed[] = [];
afterEach(async () => {
  for (const feed of open.splice(0)) await feed.close();
});

/** A made-up market of 200 trades a second over two symbols; silence is noticed within a second. */
async function listen(options: Partial<LoopbackFeedOptions> = {}): Promise<LoopbackFeed> {
  const feed = await openLoopbackFeed({
    loopback: { play: 'synthetic:600', ratePerSecond: 200, symbols: ['BTCUSDT', 'ETHUSDT'], seed: 7 },
    venues: ['binanceusdm'],
    assets: ['BTC', 'ETH'],
    timing: { silenceMinMs: 700, silenceMaxMs: 2_000, watchEveryMs: 50, keepAliveMs: 200, restRetryMs: 50 },
    ...options,
  });
  open.push(feed);
  await feed.until(() => feed.of('trade').length > 300 && feed.of('book').length > 0);
  return feed;
}

/** Waits for so many trades more, and past every repair: then there must be no hole and no duplicate. */
async function expectEveryTradeOnce(feed: LoopbackFeed): Promise<void> {
  const target = feed.of('trade').length + 200;
  await feed.until(() => feed.of('trade').length >= target);
  const isWhole = () => holesIn(feed).length === 0;
  await feed.until(isWhole);
  const ids = feed.of('trade').map((trade) => `${trade.instrument}:${trade.tradeId}`);
  expect(new Set(ids).size).toBe(ids.length);
  expect(feed.failures).toEqual([]);
}

function holesIn(feed: LoopbackFeed): number[] {
  const holes: number[] = [];
  for (const { index } of feed.instruments.rows()) {
    const ids = feed
      .of('trade')
      .filter((trade) => trade.instrument === index)
      .map((trade) => trade.tradeId ?? Number.NaN)
      .sort((a, b) => a - b);
    for (let place = 1; place < ids.length; place++) {
      if (ids[place] !== (ids[place - 1] ?? 0) + 1) holes.push(ids[place] ?? Number.NaN);
    }
  }
  return holes;
}

function said(feed: LoopbackFeed, words: RegExp): boolean {
  return feed.of('feedStatus').some((status) => words.test(status.reason));
}

describe('a fault of the venue', () => {
  it('silence with pongs is noticed, said, and what was missed is filled in', async () => {
    const feed = await listen();
    feed.venue.fault('silence', { argument: 1.5 });
    await feed.until(() => feed.of('feedStatus').some((status) => status.state === 'stale'));
    await feed.until(() => feed.of('gap').some((gap) => gap.stream === 'trades' && gap.filled));
    await expectEveryTradeOnce(feed);
    expect(said(feed, /no \w+ of \w+USDT for \d+ s/)).toBe(true);
    expect(feed.of('gap').some((gap) => gap.stream === 'liquidations' && !gap.filled)).toBe(true);
    expect(feed.of('feedStatus').findLast((status) => status.stream === 'trades')?.state).toBe('live');
  });

  it('a half-open socket is given up by its missing pongs', async () => {
    const slow = { silenceMinMs: 30_000, silenceMaxMs: 60_000, keepAliveMs: 150 };
    const feed = await listen({ timing: slow });
    feed.venue.fault('half-open');
    await feed.until(() => said(feed, /no longer answers pings/));
    await feed.until(() => feed.of('gap').some((gap) => gap.stream === 'trades' && gap.filled));
    await expectEveryTradeOnce(feed);
  });

  it.each([
    ['duplicate', /sent twice/],
    ['reorder', /out of order/],
    ['malformed', /unreadable/],
    ['unknown', /of an unknown kind/],
  ] as const)('%s frames are counted and do no harm', async (fault, words) => {
    const feed = await listen();
    feed.venue.fault(fault, { argument: 1 });
    await feed.until(() => said(feed, words));
    await expectEveryTradeOnce(feed);
    const numbers = feed.events.flatMap((event) =>
      Object.values(event).filter((one) => typeof one === 'number'),
    );
    expect(numbers.every(Number.isFinite)).toBe(true);
  });

  it.each(['http-429', 'http-418', 'http-500'] as const)(
    '%s is waited out while the streams go on',
    async (fault) => {
      const feed = await listen();
      feed.venue.fault(fault, { argument: 2 });
      feed.venue.fault('kill');
      await feed.until(() => said(feed, fault === 'http-500' ? /did not answer/ : /limits our requests/));
      const before = feed.of('trade').length;
      await feed.until(() => feed.of('trade').length > before + 50);
      await feed.until(() => feed.of('gap').some((gap) => gap.stream === 'trades' && gap.filled));
      await expectEveryTradeOnce(feed);
    },
  );

  it('a slow snapshot delays the book and nothing else', async () => {
    const feed = await listen();
    const books = feed.of('book').length;
    feed.venue.fault('slow-snapshot', { argument: 1 });
    feed.venue.fault('kill');
    await feed.until(() => feed.of('book').length > books + 2);
    await expectEveryTradeOnce(feed);
  });

  it('a refused trade history becomes a gap with the number of trades missing', async () => {
    const feed = await listen();
    feed.venue.fault('no-history');
    feed.venue.fault('kill');
    await feed.until(() => feed.of('gap').some((gap) => gap.stream === 'trades'));
    const gaps = feed.of('gap').filter((gap) => gap.stream === 'trades');
    expect(gaps.every((gap) => !gap.filled && (gap.missing ?? 0) > 0 && gap.reason.includes('451'))).toBe(
      true,
    );
  });

  it('a change of assets keeps the books straight: the venue rejoins and fills what it missed', async () => {
    const feed = await listen({ assets: ['BTC'] });
    await feed.feed.update({
      assets: ['BTC', 'ETH'],
      venues: ['binanceusdm'],
      streams: ['trades', 'liquidations'],
    });
    const wanted = () => feed.instruments.rows().some((row) => row.asset === 'ETH');
    await feed.until(() => wanted() && feed.of('gap').some((gap) => gap.stream === 'trades'));
    await expectEveryTradeOnce(feed);
  });
});
