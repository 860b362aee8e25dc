import { describe, expect, it } from 'vitest';
import { openFakeVenue, START_MS, tradeFrame } from '../fakeVenue.testkit';
import { HttpProblem } from './restQueue';

type FakeVenue = ReturnType<typeof openFakeVenue>;

/** A run with an open socket and the trades 1 to 3. */
async function listening(venue: FakeVenue): Promise<() => Promise<void>> {
  const stop = venue.run();
  await venue.settle();
  venue.socket().handlers.onOpen();
  for (const id of [1, 2, 3]) venue.send(tradeFrame(id));
  return stop;
}

/** Loses the socket and opens the next one. */
async function interrupt(venue: FakeVenue): Promise<void> {
  venue.socket().handlers.onDown('closed (code 1006)');
  venue.clock.advance(500);
  await venue.settle();
  venue.socket().handlers.onOpen();
}

const ids = (venue: FakeVenue) => venue.of('trade').map((trade) => trade.tradeId);

describe('a run of a venue', () => {
  it('subscribes on each socket and says how it is', async () => {
    const venue = openFakeVenue();
    const stop = await listening(venue);
    expect(venue.socket().sent).toEqual([{ method: 'SUBSCRIBE', params: ['btcusdt@aggTrade'], id: 1 }]);
    await interrupt(venue);
    expect(venue.sockets).toHaveLength(2);
    expect(venue.socket().sent).toHaveLength(1);
    await stop();
    const states = venue.of('feedStatus').filter((status) => status.stream === null);
    expect(states.map((status) => status.state)).toEqual([
      'connecting',
      'connecting',
      'live',
      'reconnecting',
      'live',
      'stopped',
    ]);
    expect(states[3]?.reason).toBe('closed (code 1006); trying again in 1 s');
  });

  it('takes no instrument whose name could hide or reorder what stands around it, and says so', async () => {
    const unfit = ['BTC\u202eTDSU', 'BTC\nUSDT', ' BTCUSDT', 'B'.repeat(101)];
    const venue = openFakeVenue({ alsoListed: [...unfit, 'BTC\u5e01USDT'] });
    const stop = await listening(venue);
    expect(venue.instruments.rows().map(({ symbol }) => symbol)).toEqual(['BTCUSDT', 'BTC\u5e01USDT']);
    const reasons = venue.of('feedStatus').map(({ reason }) => reason);
    expect(reasons.join('\n')).toContain('left out 4 with a name that cannot be shown');
    await stop();
  });

  it('fetches the trades of a hole and only then declares it filled', async () => {
    const asked: number[] = [];
    const venue = openFakeVenue({
      aggTrades: (fromId) => {
        asked.push(fromId);
        return Promise.resolve([4, 5, 6, 7].filter((id) => id >= fromId).map(tradeFrame));
      },
    });
    const stop = await listening(venue);
    await interrupt(venue);
    venue.send(tradeFrame(7));
    venue.send(tradeFrame(8));
    venue.clock.advance(300);
    await venue.settle();
    expect(asked).toEqual([4]);
    expect(ids(venue)).toEqual([1, 2, 3, 7, 8, 4, 5, 6]);
    expect(venue.of('trade').map((trade) => trade.backfilled)).toEqual([
      ...[false, false, false, false, false],
      ...[true, true, true],
    ]);
    expect(venue.events.at(-1)).toMatchObject({
      kind: 'gap',
      stream: 'trades',
      fromMs: START_MS + 300,
      toMs: START_MS + 700,
      missing: 3,
      filled: true,
    });
    await stop();
  });

  it('takes trades out of order without asking for them', async () => {
    const asked: number[] = [];
    const venue = openFakeVenue({
      aggTrades: (fromId) => {
        asked.push(fromId);
        return Promise.resolve([]);
      },
    });
    const stop = await listening(venue);
    for (const id of [5, 4, 6, 6]) venue.send(tradeFrame(id));
    venue.clock.advance(1_000);
    await venue.settle();
    expect([ids(venue), asked, venue.of('gap')]).toEqual([[1, 2, 3, 5, 4, 6], [], []]);
    await stop();
  });

  it.each([
    ['back-fill is off', false, () => Promise.resolve([])],
    ['the venue refuses', true, () => Promise.reject(new HttpProblem(451, 'no'))],
    ['the venue has forgotten', true, () => Promise.resolve([])],
  ])('records an exact gap when %s', async (_case, backfill, aggTrades) => {
    const venue = openFakeVenue({ backfill, aggTrades });
    const stop = await listening(venue);
    await interrupt(venue);
    venue.send(tradeFrame(9));
    venue.clock.advance(300);
    await venue.settle();
    expect(venue.of('gap')).toMatchObject([
      { stream: 'trades', fromMs: START_MS + 300, toMs: START_MS + 900, missing: 5, filled: false },
    ]);
    await stop();
  });

  it('records the span of an interruption for streams that cannot be filled', async () => {
    const venue = openFakeVenue({ streams: ['trades', 'liquidations', 'ticker'] });
    const stop = await listening(venue);
    await interrupt(venue);
    venue.send(tradeFrame(4));
    await venue.settle();
    expect(venue.of('gap')).toMatchObject([
      { stream: 'ticker', fromMs: START_MS + 300, toMs: START_MS + 400, missing: null, filled: false },
      { stream: 'liquidations', fromMs: START_MS + 300, toMs: START_MS + 400, missing: null, filled: false },
    ]);
    await stop();
  });

  it('gives up a connection whose trades have gone silent, however alive its socket is', async () => {
    const venue = openFakeVenue();
    const stop = await listening(venue);
    for (let id = 4; id < 40; id++) {
      venue.send(tradeFrame(id));
      venue.clock.advance(100);
    }
    venue.clock.advance(6_000);
    expect(venue.sockets).toHaveLength(1);
    venue.clock.advance(1_500);
    expect(venue.sockets[0]?.isClosed).toBe(true);
    expect(venue.sockets).toHaveLength(2);
    expect(venue.of('feedStatus').some((one) => one.state === 'stale' && one.stream === 'trades')).toBe(true);
    await stop();
  });

  it('comes back with growing delays and is called down in the end', async () => {
    const venue = openFakeVenue();
    const stop = venue.run();
    await venue.settle();
    const delays: number[] = [];
    for (let attempt = 0; attempt < 8; attempt++) {
      const failedAtMs = venue.clock.monotonicMs();
      venue.socket().handlers.onDown('connection refused');
      const dialled = venue.sockets.length;
      while (venue.sockets.length === dialled) venue.clock.advance(100);
      delays.push(venue.clock.monotonicMs() - failedAtMs);
    }
    expect(delays).toEqual([500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
    expect(venue.of('feedStatus').some((status) => status.state === 'down')).toBe(true);
    await stop();
  });

  it('names assets that are not traded here and goes on with the others', async () => {
    const venue = openFakeVenue({ assets: ['BTC', 'NOSUCH'] });
    const stop = await listening(venue);
    expect(ids(venue)).toEqual([1, 2, 3]);
    expect(venue.of('feedStatus').some((one) => one.reason.includes('NOSUCH not traded here'))).toBe(true);
    await stop();
  });

  it('survives every kind of nonsense and counts it', async () => {
    const venue = openFakeVenue();
    const stop = await listening(venue);
    const far = { ...tradeFrame(4), T: START_MS + 90_000_000 };
    const nonsense = [null, [], '', 'text', 7, {}, { e: 'aggTrade' }, { e: 'new', s: 'BTCUSDT' }, far];
    for (const frame of nonsense) venue.send(frame);
    venue.send({ ...tradeFrame(4), p: 'NaN' });
    venue.send(tradeFrame(4));
    venue.clock.advance(60_000);
    expect(ids(venue)).toEqual([1, 2, 3, 4]);
    const notes = venue.of('feedStatus').filter((one) => one.reason.includes('messages:'));
    expect(notes[0]?.reason).toBe('messages: 1 unreadable');
    expect(notes.some((one) => /unreadable, .*of an unknown kind.*impossible time/.test(one.reason))).toBe(
      true,
    );
    await stop();
  });

  it('counts a repeated liquidation message once', async () => {
    const venue = openFakeVenue({ streams: ['liquidations'] });
    const stop = await listening(venue);
    const T = START_MS + 1_000;
    const order = {
      s: 'BTCUSDT',
      S: 'SELL',
      q: '0.190',
      p: '61700.00',
      ap: '61750.50',
      l: '0.1',
      z: '0.190',
      T,
    };
    const frame = { e: 'forceOrder', E: T, o: order };
    venue.send(frame);
    venue.send(structuredClone(frame));
    expect(venue.of('liquidation')).toMatchObject([
      { positionSide: 'long', priceTicks: 6175050, quantityLots: 190 },
    ]);
    await stop();
  });

  it('fills what was missed between two runs', async () => {
    const venue = openFakeVenue({
      aggTrades: (fromId) => Promise.resolve([fromId, fromId + 1].map(tradeFrame)),
    });
    const stopFirst = await listening(venue);
    await stopFirst();
    const stop = venue.run();
    await venue.settle();
    venue.socket().handlers.onOpen();
    venue.send(tradeFrame(6));
    venue.clock.advance(300);
    await venue.settle();
    expect(ids(venue)).toEqual([1, 2, 3, 6, 4, 5]);
    await stop();
    expect(venue.clock.pending).toBe(0);
  });
});
