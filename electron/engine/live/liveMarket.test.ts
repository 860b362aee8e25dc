/** Sessions that continue a market: after recording was stopped and started, and after a restart. */
import { describe, expect, it } from 'vitest';
import { FakeClock } from '../../../shared/feed/fakeClock.testkit';
import { ReplayFold } from '../../../shared/feed/replayFold';
import type { EventSink, LiveSource } from '../../../shared/feed/source';
import { figuresJson } from '../../../shared/market/figures';
import { MarketModel } from '../../../shared/market/marketModel';
import type { MarketEvent } from '../../../shared/model/events';
import { InstrumentTable, NO_INSTRUMENT } from '../../../shared/model/instrument';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../shared/model/time';
import type { VenueInfo } from '../../../shared/model/venue';
import { NoticeBoard } from '../noticeBoard';
import { MemorySessionStore } from '../sessions/memorySessionStore';
import type { RecordedSession } from '../sessions/sessionStore';
import { LiveMarket } from './liveMarket';
import { openPredecessor } from './predecessor';

const START_MS = Date.UTC(2026, 0, 14, 12);
const VENUE: VenueInfo = {
  id: 'bybit',
  title: 'Bybit linear',
  liquidationReporting: 'full',
  streams: ['trades', 'liquidations'],
};

/** A venue that says what the test tells it to. */
class ScriptedSource implements LiveSource {
  readonly venue = VENUE;
  #sink: EventSink | null = null;
  #row = NO_INSTRUMENT;

  run(_selection: unknown, sink: EventSink, signal: AbortSignal): Promise<void> {
    this.#sink = sink;
    this.#row = sink.instruments.register({
      ...{ id: 'bybit:BTCUSDT', venue: 'bybit', symbol: 'BTCUSDT', asset: 'BTC', quote: 'USDT' },
      ...{ kind: 'perpetual', priceDecimals: 1, quantityDecimals: 3, tickSize: 0.1 },
    });
    for (const stream of [null, ...VENUE.streams]) {
      sink.emit({
        ...this.#stamp(0),
        kind: 'feedStatus',
        venue: VENUE.id,
        stream,
        state: 'live',
        reason: '',
      });
    }
    return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
  }

  trade(timeMs: number, priceTicks: number): void {
    const side = { takerSide: 'buy' as const, tradeId: timeMs, backfilled: false };
    this.#sink?.emit({ ...this.#stamp(timeMs), kind: 'trade', priceTicks, quantityLots: 1_000, ...side });
  }

  liquidate(timeMs: number, notionalUsd: number): void {
    const amount = { priceTicks: 960_000, quantityLots: 10, notionalUsd };
    this.#sink?.emit({ ...this.#stamp(timeMs), kind: 'liquidation', positionSide: 'short', ...amount });
  }

  #stamp(exchangeTimeMs: number) {
    return { seq: 0, exchangeTimeMs, receiveTimeMs: 0, instrument: this.#row };
  }
}

async function run(store: MemorySessionStore, wallMs: number) {
  const clock = new FakeClock(wallMs);
  const source = new ScriptedSource();
  const market = new LiveMarket({
    sources: [source],
    assets: ['BTC'],
    feed: 'live',
    predecessor: await openPredecessor({ store, clock, feed: 'live', assets: ['BTC'], venues: [VENUE] }),
    clock,
    notices: new NoticeBoard(clock, () => {}),
    recording: {
      store,
      appVersion: '1',
      limits: () => ({ maxTotalGb: 100, maxAgeDays: 100, minFreeDiskGb: 0 }),
      freeDiskBytes: async () => 1e12,
      onStatus: () => {},
    },
  });
  await market.recorder.start();
  market.start();
  await settle();
  return { market, source };
}

/** The feed hands its batch on after the present turn of the event loop. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve));
}

const figuresOf = (model: MarketModel) => figuresJson(model.figures({ windowMs: DAY_MS }));
const shorts = (model: MarketModel) =>
  model.figures({ windowMs: DAY_MS }).find(({ id }) => id === 'liquidations.BTC.short');

async function newestSession(store: MemorySessionStore): Promise<RecordedSession> {
  const newest = (await store.list()).at(-1);
  const opened = await store.open(newest?.id ?? '');
  if (!opened.ok) throw new Error(opened.error.message);
  return opened.value;
}

async function foldTo(session: RecordedSession, seq: number): Promise<MarketModel> {
  const { instruments, venues } = session.info;
  const model = new MarketModel({ instruments: InstrumentTable.from(instruments), venues });
  const fold = new ReplayFold(session, model, new FakeClock(0));
  await fold.moveTo(seq, new AbortController().signal, { onJump: () => {}, onApplied: () => {} });
  return model;
}

describe('a session that continues a market', () => {
  it('begins with what its predecessor knew, and ends as the live market did', async () => {
    const store = new MemorySessionStore();
    const { market, source } = await run(store, START_MS);
    source.trade(START_MS, 960_000);
    source.liquidate(START_MS + 1_000, 690);
    source.trade(START_MS + 3 * MINUTE_MS, 961_000);
    await settle();
    await market.recorder.stop();
    await market.recorder.start();
    const atSeed = figuresOf(market.model);
    source.liquidate(START_MS + 4 * MINUTE_MS, 10);
    await settle();
    await market.close();

    const session = await newestSession(store);
    expect(session.info.seedSeq).not.toBeNull();
    expect(figuresOf(await foldTo(session, 0))).toBe(atSeed);
    const atEnd = await foldTo(session, session.info.lastSeq);
    expect(figuresOf(atEnd)).toBe(figuresOf(market.model));
    expect(shorts(atEnd)?.value).toBe(700);
    const bars = (model: MarketModel) => model.bars('bybit:BTCUSDT', '1m', 0, 100)?.bars;
    expect(bars(atEnd)).toEqual(bars(market.model));
  });

  it('keeps the totals across a restart and marks the hole', async () => {
    const store = new MemorySessionStore();
    const first = await run(store, START_MS);
    first.source.trade(START_MS, 960_000);
    first.source.liquidate(START_MS + 1_000, 690);
    await settle();
    await first.market.close();

    const second = await run(store, START_MS + HOUR_MS);
    expect(shorts(second.market.model)?.value).toBe(690);
    second.source.trade(START_MS + HOUR_MS, 962_000);
    second.source.liquidate(START_MS + HOUR_MS + 1, 10);
    await settle();
    expect(shorts(second.market.model)).toMatchObject({ value: 700, completeness: 'lowerBound' });
    const hole = { fromMs: START_MS + 1_000, toMs: START_MS + HOUR_MS };
    expect(second.market.model.gaps()).toEqual([hole]);
    await second.market.close();
    const session = await newestSession(store);
    expect(figuresOf(await foldTo(session, session.info.lastSeq))).toBe(figuresOf(second.market.model));
    const gaps: MarketEvent[] = [];
    for await (const events of session.read(0, session.info.lastSeq, new AbortController().signal)) {
      gaps.push(...events.filter((event) => event.kind === 'gap'));
    }
    expect(gaps.map((gap) => gap.kind === 'gap' && gap.stream)).toEqual(VENUE.streams);
  });

  it('does not go on from a session of another feed, nor from one a day old', async () => {
    const store = new MemorySessionStore();
    const first = await run(store, START_MS);
    first.source.trade(START_MS, 960_000);
    await settle();
    await first.market.close();
    const request = { store, assets: ['BTC'], venues: [VENUE] };
    const at = (wallMs: number) => new FakeClock(wallMs);
    expect(await openPredecessor({ ...request, feed: 'live', clock: at(START_MS + DAY_MS + 2) })).toBeNull();
    const otherAssets = { ...request, feed: 'live', assets: ['ETH'] };
    expect(await openPredecessor({ ...otherAssets, clock: at(START_MS + 1) })).toBeNull();
    expect(await openPredecessor({ ...request, feed: 'live bybit@x', clock: at(START_MS + 1) })).toBeNull();
    expect(await openPredecessor({ ...request, feed: 'live', clock: at(START_MS + 1) })).not.toBeNull();
  });

  it('starts with nothing when the last session breaks off while it is read', async () => {
    const store = new MemorySessionStore();
    const first = await run(store, START_MS);
    first.source.trade(START_MS, 960_000);
    await settle();
    await first.market.close();
    const open = store.open.bind(store);
    store.open = async (id) => {
      const opened = await open(id);
      if (!opened.ok) return opened;
      opened.value.read = () => {
        throw new Error('unreadable page');
      };
      return opened;
    };
    const clock = new FakeClock(START_MS + 1);
    expect(
      await openPredecessor({ store, clock, feed: 'live', assets: ['BTC'], venues: [VENUE] }),
    ).toBeNull();
  });
});
