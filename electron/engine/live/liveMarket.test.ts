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
import type { TruthKind, TruthRecord } from '../../../shared/model/truth';
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

  tell(record: TruthRecord): void {
    this.#sink?.truth?.(record);
  }

  #stamp(exchangeTimeMs: number) {
    return { seq: 0, exchangeTimeMs, receiveTimeMs: 0, instrument: this.#row };
  }
}

async function run(store: MemorySessionStore, wallMs: number, source = new ScriptedSource()) {
  const clock = new FakeClock(wallMs);
  const notices: string[][] = [];
  const market = new LiveMarket({
    feed: { sources: [source], clock, feed: 'live' },
    assets: ['BTC'],
    predecessor: await openPredecessor({ store, clock, feed: 'live', assets: ['BTC'], venues: [VENUE] }),
    clock,
    notices: new NoticeBoard(clock, (list) => notices.push(list.map(({ id }) => id))),
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
  return { market, source, clock, notices };
}

/** The feed hands its batch on after the present turn of the event loop. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve));
}

const figuresOf = (model: MarketModel) => figuresJson(model.figures({ windowMs: DAY_MS }));
const shorts = (model: MarketModel) =>
  model.figures({ windowMs: DAY_MS }).find(({ id }) => id === 'liquidations.BTC.short');

async function newestSession(store: MemorySessionStore): Promise<RecordedSession> {
  return opened(store, (await store.list()).at(-1)?.id ?? '');
}

async function foldTo(session: RecordedSession, seq: number): Promise<MarketModel> {
  const { instruments, venues } = session.info;
  const model = new MarketModel({ instruments: InstrumentTable.from(instruments), venues });
  const fold = new ReplayFold(session, model, new FakeClock(0));
  await fold.moveTo(seq, new AbortController().signal, { onJump: () => {}, onApplied: () => {} });
  return model;
}

describe('what only a simulator knows', () => {
  const label: TruthRecord = {
    kind: 'label',
    timeMs: START_MS,
    endMs: null,
    name: 'catalyst',
    asset: null,
    value: null,
  };
  const unreported: TruthRecord = {
    kind: 'liquidation',
    exchangeTimeMs: START_MS + 500,
    asset: 'BTC',
    venue: VENUE.id,
    positionSide: 'short',
    notionalUsd: 5e9,
    quantityBase: 50_000,
    fillPrice: 96_000,
    entryPrice: 90_000,
    leverage: 10,
    liquidationPrice: 95_900,
    reported: false,
  };

  async function play(truth: readonly TruthRecord[]) {
    const store = new MemorySessionStore();
    const { market, source } = await run(store, START_MS);
    const seen: MarketEvent[] = [];
    market.session.player.attach(({ events }) => {
      seen.push(...events);
    });
    for (const record of truth) source.tell(record);
    source.trade(START_MS, 960_000);
    source.liquidate(START_MS + 1_000, 690);
    for (const record of truth) source.tell(record);
    await settle();
    const snapshot = market.model.snapshot();
    await market.recorder.stop();
    await market.recorder.start();
    await market.close();
    return { store, snapshot, seen };
  }

  it('is recorded, and changes nothing that the model, the player or a replay sees', async () => {
    const [without, withTruth] = [await play([]), await play([label, unreported])];
    expect(withTruth.snapshot).toEqual(without.snapshot);
    expect(withTruth.seen).toEqual(without.seen);
    const [first] = await withTruth.store.list();
    const session = await opened(withTruth.store, first?.id ?? '');
    const plain = await opened(without.store, (await without.store.list())[0]?.id ?? '');
    expect(await truthOf(session, 'liquidation')).toEqual([unreported, unreported]);
    expect(session.info).toEqual(plain.info);
    const replayed = await foldTo(session, session.info.lastSeq);
    expect(replayed.snapshot()).toEqual((await foldTo(plain, plain.info.lastSeq)).snapshot());
    expect(shorts(replayed)?.value).toBe(690);
  });

  it('tells a session that begins later what the script means', async () => {
    const { store } = await play([label, unreported]);
    const session = await newestSession(store);
    expect(await truthOf(session, 'label')).toEqual([label, label]);
    expect(await truthOf(session, 'liquidation')).toEqual([]);
  });
});

async function opened(store: MemorySessionStore, id: string): Promise<RecordedSession> {
  const session = await store.open(id);
  if (!session.ok) throw new Error(session.error.message);
  return session.value;
}

async function truthOf(session: RecordedSession, kind: TruthKind): Promise<TruthRecord[]> {
  const records: TruthRecord[] = [];
  for await (const batch of session.readTruth(kind)) records.push(...batch);
  return records;
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

describe('a venue that fails', () => {
  class FailingSource extends ScriptedSource {
    runs = 0;
    override run(selection: unknown, sink: EventSink, signal: AbortSignal): Promise<void> {
      this.runs++;
      if (this.runs === 1) return Promise.reject(new Error('a bug'));
      return super.run(selection, sink, signal);
    }
  }

  it('is named in a notice until it brings something again', async () => {
    const source = new FailingSource();
    const { market, clock, notices } = await run(new MemorySessionStore(), START_MS, source);
    expect(notices.at(-1)).toEqual(['venue-failed-bybit']);
    clock.advance(1_000);
    await settle();
    expect([source.runs, notices.at(-1)]).toEqual([2, ['venue-failed-bybit']]);
    source.trade(START_MS + 1, 960_000);
    expect(notices.at(-1)).toEqual([]);
    await market.close();
  });

  it('is named no longer when the market is left', async () => {
    const { market, notices } = await run(new MemorySessionStore(), START_MS, new FailingSource());
    expect(notices.at(-1)).toEqual(['venue-failed-bybit']);
    await market.close();
    expect(notices.at(-1)).toEqual([]);
  });
});
