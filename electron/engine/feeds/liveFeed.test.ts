import { describe, expect, it } from 'vitest';
import { FakeClock } from '../../../shared/feed/fakeClock.testkit';
import type { EventSink, LiveSource, Selection } from '../../../shared/feed/source';
import type { FeedStatusEvent, MarketEvent, TradeEvent } from '../../../shared/model/events';
import { InstrumentTable, NO_INSTRUMENT } from '../../../shared/model/instrument';
import { LiveFeed } from './liveFeed';

const NOON = Date.UTC(2024, 7, 8, 12);
const HOUR = 3_600_000;

class FakeSource implements LiveSource {
  readonly venue: LiveSource['venue'];
  sink: EventSink | null = null;
  readonly runs: Selection[] = [];
  isRunning = false;

  constructor(id: string) {
    this.venue = { id, title: id, liquidationReporting: 'none', streams: ['trades', 'ticker', 'book'] };
  }

  run(selection: Selection, sink: EventSink, signal: AbortSignal): Promise<void> {
    this.runs.push(selection);
    this.sink = sink;
    this.isRunning = true;
    return new Promise((resolve) => {
      signal.addEventListener('abort', () => {
        this.isRunning = false;
        resolve();
      });
    });
  }
}

function trade(exchangeTimeMs: number): TradeEvent {
  return {
    kind: 'trade',
    seq: 0,
    exchangeTimeMs,
    receiveTimeMs: 0,
    instrument: 0,
    priceTicks: 1,
    quantityLots: 1,
    takerSide: 'buy',
    tradeId: null,
    backfilled: false,
  };
}

function status(venue: string): FeedStatusEvent {
  return {
    kind: 'feedStatus',
    seq: 0,
    exchangeTimeMs: 0,
    receiveTimeMs: 0,
    instrument: NO_INSTRUMENT,
    venue,
    stream: null,
    state: 'live',
    reason: '',
  };
}

const SELECTION: Selection = { assets: ['BTC'], venues: ['a', 'b'], streams: ['trades', 'ticker', 'book'] };

async function create(onBatch: (batch: MarketEvent[]) => void = () => {}) {
  const clock = new FakeClock(NOON);
  const sources = [new FakeSource('a'), new FakeSource('b')] as const;
  const batches: MarketEvent[][] = [];
  const turns: (() => void)[] = [];
  const feed = new LiveFeed({
    sources,
    clock,
    instruments: new InstrumentTable(),
    onBatch: (batch) => {
      batches.push(batch);
      onBatch(batch);
    },
    onSourceFailed: () => {},
    defer: (task) => turns.push(task),
  });
  feed.start(SELECTION);
  await feed.update(SELECTION);
  const endTurn = () => {
    for (const task of turns.splice(0)) task();
  };
  return { clock, feed, batches, endTurn, a: sources[0], b: sources[1] };
}

describe('LiveFeed', () => {
  it('hands on one ordered batch a turn, numbered without a hole over all sources', async () => {
    const { a, b, batches, endTurn } = await create();
    a.sink?.emit(trade(NOON));
    b.sink?.emit(trade(NOON - 5));
    expect(batches).toHaveLength(0);
    endTurn();
    a.sink?.emit(trade(NOON + 1));
    endTurn();
    expect(batches.map((batch) => batch.map((event) => event.seq))).toEqual([[1, 2], [3]]);
  });

  it('does not wait for the end of a turn that brings a flood', async () => {
    const { a, batches } = await create();
    for (let index = 0; index < 5_000; index++) a.sink?.emit(trade(NOON + index));
    expect(batches.map((batch) => batch.length)).toEqual([4_096]);
  });

  it('never lets the time of receipt go back', async () => {
    const { a, clock, batches, endTurn } = await create();
    let wallMs = NOON;
    clock.wallMs = () => wallMs;
    for (const ms of [NOON + 10, NOON - 500, NOON + 20]) {
      wallMs = ms;
      a.sink?.emit(trade(NOON));
    }
    endTurn();
    expect(batches[0]?.map((event) => event.receiveTimeMs)).toEqual([NOON + 10, NOON + 10, NOON + 20]);
  });

  it('refuses impossible times of one venue and counts them', async () => {
    const { a, b, feed, batches, endTurn } = await create();
    for (const ms of [NOON, Number.NaN, NOON + 3 * HOUR, 1, NOON + 1]) a.sink?.emit(trade(ms));
    b.sink?.emit(trade(NOON + 3 * HOUR));
    endTurn();
    expect(batches[0]?.map((event) => event.exchangeTimeMs)).toEqual([NOON, NOON + 1, NOON + 3 * HOUR]);
    expect([feed.refusedOf('a'), feed.refusedOf('b')]).toEqual([3, 0]);
  });

  it('gives events without a time the market time so far', async () => {
    const { a, b, batches, endTurn } = await create();
    a.sink?.emit(status('a'));
    a.sink?.emit(trade(NOON));
    b.sink?.emit(status('b'));
    endTurn();
    expect(batches[0]?.map((event) => event.exchangeTimeMs)).toEqual([0, NOON, NOON]);
  });

  it('continues the sequence behind events stamped by the consumer', async () => {
    const own = trade(0);
    const context = await create((batch) => {
      if (batch[0]?.seq === 1) context.feed.stamp([own]);
    });
    const { a, batches, endTurn } = context;
    a.sink?.emit(trade(NOON));
    endTurn();
    a.sink?.emit(trade(NOON));
    endTurn();
    expect([own.seq, own.exchangeTimeMs, batches[1]?.[0]?.seq]).toEqual([2, NOON, 3]);
  });

  it('restarts only what a new selection changes', async () => {
    const { a, b, feed } = await create();
    await feed.update({ ...SELECTION, venues: ['a'] });
    expect([a.runs.length, a.isRunning, b.isRunning]).toEqual([1, true, false]);
    await feed.update({ ...SELECTION, assets: ['BTC', 'ETH'] });
    expect([a.runs.length, b.runs.length, a.isRunning, b.isRunning]).toEqual([2, 2, true, true]);
    await feed.stop();
    expect([a.isRunning, b.isRunning]).toEqual([false, false]);
  });

  it('records a sleep of the machine as gaps of every stream that cannot prove itself', async () => {
    const { a, clock, batches, endTurn } = await create();
    a.sink?.emit(trade(NOON));
    const started = clock.wallMs.bind(clock);
    clock.advance(4_000);
    clock.wallMs = () => started() + 600_000;
    clock.advance(1_000);
    endTurn();
    const gaps = batches.flat().filter((event) => event.kind === 'gap');
    expect(gaps).toMatchObject([
      { venue: 'a', stream: 'ticker', fromMs: NOON, toMs: NOON + 605_000, filled: false },
      { venue: 'a', stream: 'book', fromMs: NOON, toMs: NOON + 605_000, filled: false },
    ]);
  });
});
