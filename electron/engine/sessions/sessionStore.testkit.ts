/** What every `SessionStore` must do; run over each implementation. */
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { NO_LIBRARY } from '../../../shared/contract/library';
import type { RecordedSource } from '../../../shared/feed/source';
import { bucketMsFor, OverviewFold } from '../../../shared/market/overview';
import type { MarketEvent } from '../../../shared/model/events';
import { InstrumentTable } from '../../../shared/model/instrument';
import type { Result } from '../../../shared/model/result';
import {
  arbitraryEvents,
  arbitraryMarket,
  arbitraryTruth,
  candle,
  feedStatus,
  gap,
  liquidation,
  START_MS,
  stamped,
  TEST_VENUES,
  testInstrument,
  testInstruments,
  trade,
} from '../../../shared/model/testing/arbitraries.testkit';
import { DAY_MS, MINUTE_MS } from '../../../shared/model/time';
import { TRUTH_KINDS, type TruthRecord } from '../../../shared/model/truth';
import { markRow } from '../marks/bookmark.testkit';
import { MemorySessionStore } from './memorySessionStore';
import type { NewSession, RecordedSession, SessionStore, SessionWriter } from './sessionStore';

export interface StoreUnderTest {
  readonly store: SessionStore;
  dispose(): Promise<void>;
}

/** The value of a result that must be a success. */
export function value<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`${result.error.code}: ${result.error.message}`);
  return result.value;
}

export function newSession(overrides: Partial<NewSession> = {}): NewSession {
  return {
    title: 'BTC, ETH',
    feed: 'live',
    instruments: testInstruments(),
    venues: TEST_VENUES,
    appVersion: '1.2.3',
    startedAtMs: START_MS,
    ...overrides,
  };
}

/** Records `events` in two commits and opens the closed session. */
export async function recorded(
  store: SessionStore,
  events: readonly MarketEvent[],
  instruments: InstrumentTable = testInstruments(),
): Promise<RecordedSession> {
  const writer = value(await store.create(newSession({ instruments })));
  const half = Math.floor(events.length / 2);
  for (const [index, event] of events.entries()) {
    if (index === half) value(await writer.commit());
    writer.append(event);
  }
  value(await writer.close());
  return value(await store.open(writer.id));
}

export async function readAll(source: RecordedSource, afterSeq = -1, throughSeq = Number.MAX_SAFE_INTEGER) {
  const events: MarketEvent[] = [];
  for await (const batch of source.read(afterSeq, throughSeq, new AbortController().signal)) {
    events.push(...batch);
  }
  return events;
}

/** A number at or below 1 stretches no numbering; larger ones leave holes. */
function spread(events: readonly MarketEvent[], step: number): MarketEvent[] {
  return events.map((event) => ({ ...event, seq: event.seq * step }));
}

const ROWS = testInstruments().rows().length;

export function sessionStoreContract(
  name: string,
  makeStore: () => Promise<StoreUnderTest>,
  runs: number,
): void {
  describe(`${name} session store`, () => {
    let under: StoreUnderTest;
    let store: SessionStore;

    beforeEach(async () => {
      under = await makeStore();
      store = under.store;
    });

    afterEach(() => under.dispose());

    it('reads back exactly what was appended, in seq order', { timeout: 120_000 }, async () => {
      const properties = fc.asyncProperty(
        arbitraryEvents(ROWS),
        fc.integer({ min: 1, max: 9_000 }),
        async (made, step) => {
          const events = spread(made, step);
          const session = await recorded(store, events);
          expect(await readAll(session)).toEqual(events);
          await session.close();
        },
      );
      await fc.assert(properties, { numRuns: runs });
    });

    it('keeps bookmarks made while it is recorded and while it is replayed', async () => {
      const writer = value(await store.create(newSession()));
      writer.append(stamped([trade()])[0] ?? trade());
      writer.appendMark(markRow());
      value(await writer.close());
      const session = value(await store.open(writer.id));
      expect(value(await session.readMarks())).toEqual([markRow()]);
      const changed = markRow({ row: 'one-2', revision: 2, text: 'it failed', endMs: 9_000 });
      value(await session.appendMark(changed));
      await session.close();
      for (let opening = 0; opening < 2; opening++) {
        const again = value(await store.open(writer.id));
        expect(value(await again.readMarks())).toEqual([markRow(), changed]);
        await again.close();
      }
    });

    it('finds the nearest liquidation of a size', { timeout: 120_000 }, async () => {
      await fc.assert(
        fc.asyncProperty(arbitraryMarket(), fc.nat({ max: 400 }), async (events, seq) => {
          const session = await recorded(store, events);
          const sizes = events.flatMap((event) => (event.kind === 'liquidation' ? [event.notionalUsd] : []));
          for (const minUsd of [0, ...sizes.slice(0, 3), 1e15]) {
            const fitting = events.filter(
              (event) => event.kind === 'liquidation' && event.notionalUsd >= minUsd,
            );
            const next = fitting.find((event) => event.seq > seq)?.seq ?? null;
            const before = fitting.findLast((event) => event.seq < seq)?.seq ?? null;
            expect(await session.nearestLiquidation(seq, 1, minUsd)).toBe(next);
            expect(await session.nearestLiquidation(seq, -1, minUsd)).toBe(before);
          }
          await session.close();
        }),
        { numRuns: Math.min(runs, 10) },
      );
    });

    it('reads any window of a session', { timeout: 120_000 }, async () => {
      const events = stamped(
        Array.from({ length: 12_000 }, (_, index) => trade({ tradeId: index })),
        5,
      );
      const session = await recorded(store, events);
      const bound = fc.integer({ min: -10, max: 12_100 });
      await fc.assert(
        fc.asyncProperty(bound, bound, async (after, through) => {
          const expected = events.filter(({ seq }) => seq > after && seq <= through);
          expect(await readAll(session, after, through)).toEqual(expected);
        }),
        { numRuns: 10 },
      );
      await session.close();
    });

    it('stops reading when told to', async () => {
      const events = stamped(Array.from({ length: 12_000 }, () => trade()));
      const session = await recorded(store, events);
      const abort = new AbortController();
      let batches = 0;
      for await (const batch of session.read(0, 12_000, abort.signal)) {
        expect(batch.length).toBeLessThan(12_000);
        batches++;
        abort.abort();
      }
      expect(batches).toBe(1);
      await session.close();
    });

    it('finds the place of a market time', { timeout: 120_000 }, async () => {
      await fc.assert(
        fc.asyncProperty(arbitraryMarket(), fc.integer({ min: 1, max: 5_000 }), async (made, step) => {
          const events = spread(made, step);
          const session = await recorded(store, events);
          const times = [0, START_MS - 1, ...events.map(({ exchangeTimeMs }) => exchangeTimeMs)];
          for (const timeMs of new Set(times.slice(0, 12).flatMap((time) => [time - 1, time, time + 1]))) {
            const next = events.findIndex(({ exchangeTimeMs }) => exchangeTimeMs > timeMs);
            const last = next < 0 ? events.at(-1) : events[next - 1];
            expect(await session.seqAtTime(timeMs)).toBe(last?.seq ?? session.info.firstSeq - 1);
          }
          await session.close();
        }),
        { numRuns: Math.ceil(runs / 2) },
      );
    });

    it('tells extent, instruments, venues and gaps once it is open', async () => {
      const events = stamped<MarketEvent>([
        feedStatus({ exchangeTimeMs: 0 }),
        candle({ exchangeTimeMs: START_MS - 5 * MINUTE_MS, origin: 'history' }),
        trade({ exchangeTimeMs: START_MS - MINUTE_MS, backfilled: true }),
        trade({ exchangeTimeMs: START_MS + 10 }),
        trade({ exchangeTimeMs: START_MS + 900 }),
        trade({ exchangeTimeMs: START_MS + 800 }),
        gap({ fromMs: START_MS + 100, toMs: START_MS + 200 }),
        gap({ fromMs: START_MS + 150, toMs: START_MS + 300, stream: 'book' }),
        gap({ fromMs: START_MS + 500, toMs: START_MS + 600, filled: true }),
      ]);
      const session = await recorded(store, events);
      expect(session.info).toEqual({
        title: 'BTC, ETH',
        range: { fromMs: START_MS, toMs: START_MS + 901 },
        firstSeq: 1,
        lastSeq: 9,
        seedSeq: null,
        instruments: testInstruments().rows(),
        venues: TEST_VENUES,
        gaps: [{ fromMs: START_MS + 100, toMs: START_MS + 300 }],
      });
      await session.close();
    });

    it('tells the extent of what was heard, by the marks alone where all was told late', async () => {
      const past = [
        candle({ exchangeTimeMs: START_MS - DAY_MS, origin: 'history' }),
        trade({ exchangeTimeMs: START_MS - MINUTE_MS, backfilled: true }),
      ];
      const unmarked = feedStatus({ exchangeTimeMs: START_MS - 30 * MINUTE_MS });
      const heard = [trade({ exchangeTimeMs: START_MS }), trade({ exchangeTimeMs: START_MS + 900 })];
      const rangeOf = async (events: readonly MarketEvent[], laterMs: number) => {
        const told = stamped<MarketEvent>(events).map((event) => ({
          ...event,
          receiveTimeMs: event.receiveTimeMs + laterMs,
        }));
        const session = await recorded(store, told);
        await session.close();
        return session.info.range;
      };
      const toMs = START_MS + 901;
      expect(await rangeOf([...past, unmarked, ...heard], 0)).toEqual({ fromMs: START_MS, toMs });
      expect(await rangeOf([...past, ...heard], 700 * DAY_MS)).toEqual({ fromMs: START_MS, toMs });
      expect(await rangeOf(past, 0)).toEqual({ fromMs: START_MS - DAY_MS, toMs: START_MS - MINUTE_MS + 1 });
    });

    it('knows the state a session begins with from checkpoints of its course', async () => {
      const seeded = value(await store.create(newSession()));
      const [first, second, later] = stamped<MarketEvent>([
        candle({ exchangeTimeMs: START_MS }),
        candle({ exchangeTimeMs: START_MS }),
        trade({ exchangeTimeMs: START_MS + 10 }),
      ]);
      for (const event of [first, second]) seeded.append(event as MarketEvent);
      seeded.appendCheckpoint({ seq: 2, marketTimeMs: START_MS, state: new Uint8Array([1]) });
      seeded.append(later as MarketEvent);
      seeded.appendCheckpoint({ seq: 3, marketTimeMs: START_MS + 10, state: new Uint8Array([2]) });
      value(await seeded.close());
      const session = value(await store.open(seeded.id));
      expect(session.info.seedSeq).toBe(2);
      await session.close();

      const usual = value(await store.create(newSession()));
      for (const event of [first, second, later]) usual.append(event as MarketEvent);
      usual.appendCheckpoint({ seq: 3, marketTimeMs: START_MS + 10, state: new Uint8Array([2]) });
      value(await usual.close());
      const other = value(await store.open(usual.id));
      expect(other.info.seedSeq).toBeNull();
      await other.close();
    });

    it('keeps a session without events', async () => {
      const session = await recorded(store, []);
      expect(session.info).toMatchObject({
        range: { fromMs: 0, toMs: 0 },
        firstSeq: 1,
        lastSeq: 0,
        gaps: [],
      });
      expect(await readAll(session)).toEqual([]);
      expect(await session.seqAtTime(START_MS)).toBe(0);
      expect(await session.checkpointAt(100)).toBeUndefined();
      expect(await session.candlesThrough(100)).toEqual([]);
      expect(await session.report()).toMatchObject({ counts: [], gaps: [], coverage: [] });
      expect((await store.list())[0]).toMatchObject({ id: session.id, state: 'closed', range: null });
      await session.close();
    });

    it('finds the newest checkpoint at or before a place', async () => {
      const writer = value(await store.create(newSession()));
      for (const seq of [10, 20, 30]) {
        writer.appendCheckpoint({ seq, marketTimeMs: START_MS + seq, state: new Uint8Array([seq, 0, 255]) });
      }
      writer.appendCheckpoint({ seq: 20, marketTimeMs: START_MS + 21, state: new Uint8Array() });
      value(await writer.close());
      const session = value(await store.open(writer.id));
      expect(await session.checkpointAt(9)).toBeUndefined();
      expect(await session.checkpointAt(10)).toEqual({
        seq: 10,
        marketTimeMs: START_MS + 10,
        state: new Uint8Array([10, 0, 255]),
      });
      expect(await session.checkpointAt(29)).toMatchObject({
        marketTimeMs: START_MS + 21,
        state: new Uint8Array(),
      });
      await session.close();
    });

    it('gives the last candle of each bar and truth, also across a widened instrument', async () => {
      const instruments = testInstruments();
      const events = stamped<MarketEvent>([
        candle({ openTimeMs: START_MS, closeTicks: 1 }),
        candle({ openTimeMs: START_MS + MINUTE_MS, closeTicks: 2 }),
        candle({ openTimeMs: START_MS, closeTicks: 3, intervalMs: 5 * MINUTE_MS }),
        // Row 5 is row 0 with more decimals: the same instrument.
        candle({ openTimeMs: START_MS, closeTicks: 4, instrument: 5, origin: 'trades' }),
        candle({ openTimeMs: START_MS, closeTicks: 5, instrument: 1 }),
        candle({ openTimeMs: START_MS + MINUTE_MS, closeTicks: 6 }),
        candle({ openTimeMs: START_MS + MINUTE_MS, closeTicks: 7, closed: false }),
      ]);
      const session = await recorded(store, events, instruments);
      expect(await session.candlesThrough(100)).toEqual([0, 2, 3, 4, 5, 6].map((index) => events[index]));
      expect(await session.candlesThrough(3)).toEqual([0, 1, 2].map((index) => events[index]));
      await session.close();
    });

    it('takes instruments that appear while it records', async () => {
      const instruments = testInstruments();
      const writer = value(await store.create(newSession({ instruments })));
      writer.append({ ...trade(), seq: 1, receiveTimeMs: START_MS });
      value(await writer.commit());
      const added = instruments.register(testInstrument('bybit', 'SOL'));
      const late = { ...trade({ instrument: added, priceTicks: 7 }), seq: 2, receiveTimeMs: START_MS };
      writer.append(late);
      value(await writer.close());
      const session = value(await store.open(writer.id));
      expect(session.info.instruments).toEqual(instruments.rows());
      expect((await readAll(session)).at(-1)).toEqual(late);
      await session.close();
    });

    it('opens a session that is being recorded, as it is at that moment', async () => {
      const events = stamped(Array.from({ length: 30 }, (_, tradeId) => trade({ tradeId })));
      const writer = value(await store.create(newSession()));
      for (const event of events.slice(0, 10)) writer.append(event);
      value(await writer.commit());
      for (const event of events.slice(10)) writer.append(event);
      const session = value(await store.open(writer.id));
      expect(await readAll(session)).toEqual(events.slice(0, 10));
      value(await writer.commit());
      expect(await readAll(session)).toEqual(events.slice(0, 10));
      expect((await store.list()).map(({ state }) => state)).toEqual(['recording']);
      value(await writer.close());
      expect(await readAll(session)).toEqual(events.slice(0, 10));
      await session.close();
      const closed = value(await store.open(writer.id));
      expect(await readAll(closed)).toEqual(events);
      await closed.close();
    });

    it('counts what waits for a commit', async () => {
      const writer: SessionWriter = value(await store.create(newSession()));
      for (const event of stamped([trade(), liquidation(), trade()])) writer.append(event);
      expect(writer.pending().events).toBe(3);
      expect(writer.pending().bytes).toBeGreaterThan(100);
      const commit = writer.commit();
      expect(writer.pending().events).toBeGreaterThanOrEqual(0);
      value(await commit);
      expect(writer.pending()).toEqual({ events: 0, bytes: 0 });
      value(await writer.close());
    });

    it('reports and hashes a session as any other store does', { timeout: 120_000 }, async () => {
      const reference = new MemorySessionStore();
      await fc.assert(
        fc.asyncProperty(fc.oneof(arbitraryMarket(), arbitraryEvents(ROWS)), async (events) => {
          const session = await recorded(store, events);
          const twin = await recorded(reference, events);
          const { summary, ...report } = await session.report();
          const { summary: expectedSummary, ...expected } = await twin.report();
          expect(report).toEqual(expected);
          const own = { id: '', bytes: 0 };
          expect({ ...summary, ...own }).toEqual({ ...expectedSummary, ...own });
          expect(session.info).toEqual(twin.info);
          await session.close();
          await twin.close();
        }),
        { numRuns: Math.ceil(runs / 2) },
      );
    });

    it('hashes differ when anything differs', async () => {
      const events = stamped<MarketEvent>([trade(), liquidation(), gap(), candle({ tradeCount: 0 })]);
      const hashes = new Set<string>();
      const variants: readonly (readonly MarketEvent[])[] = [
        events,
        events.slice(1),
        events.map((event) => ({ ...event, receiveTimeMs: event.receiveTimeMs + 1 })),
        events.map((event) => (event.kind === 'candle' ? { ...event, tradeCount: null } : event)),
        events.map((event) => (event.kind === 'trade' ? { ...event, takerSide: 'sell' } : event)),
        events.map((event) => (event.kind === 'trade' ? { ...event, instrument: 5 } : event)),
      ];
      for (const variant of variants) {
        const session = await recorded(store, variant);
        hashes.add((await session.report()).contentHash);
        await session.close();
      }
      expect(hashes.size).toBe(variants.length);
    });

    it('tells coverage from the unfilled gaps of each stream', async () => {
      const at = (ms: number) => START_MS + ms;
      const bybit = { venue: 'bybit', stream: 'trades' } as const;
      const session = await recorded(
        store,
        stamped<MarketEvent>([
          trade({ exchangeTimeMs: at(0), instrument: 2 }),
          liquidation({ exchangeTimeMs: at(500), instrument: 1 }),
          gap({ ...bybit, exchangeTimeMs: at(600), fromMs: at(100), toMs: at(300) }),
          gap({ ...bybit, exchangeTimeMs: at(600), fromMs: at(200), toMs: at(350), instrument: 2 }),
          gap({ ...bybit, exchangeTimeMs: at(600), fromMs: at(400), toMs: at(450), filled: true }),
          trade({ exchangeTimeMs: at(999), instrument: 2 }),
        ]),
      );
      expect((await session.report()).coverage).toEqual([
        { venue: 'binanceusdm', stream: 'liquidations', share: 1 },
        { venue: 'bybit', stream: 'trades', share: 0.75 },
      ]);
      await session.close();
    });

    it('deletes a closed session, never an open one', async () => {
      const writer = value(await store.create(newSession()));
      writer.append({ ...trade(), seq: 1, receiveTimeMs: START_MS });
      expect(await store.remove(writer.id)).toMatchObject({ ok: false, error: { code: 'session-busy' } });
      value(await writer.close());
      const session = value(await store.open(writer.id));
      expect(await store.remove(writer.id)).toMatchObject({ ok: false, error: { code: 'session-busy' } });
      await session.close();
      value(await store.remove(writer.id));
      expect(await store.list()).toEqual([]);
      expect(await store.remove(writer.id)).toMatchObject({ ok: false, error: { code: 'unknown-session' } });
    });

    it('keeps tags, pin and picture of a closed session, and none of them is part of what it holds', async () => {
      const events = stamped<MarketEvent>([
        trade({ exchangeTimeMs: START_MS, priceTicks: 5_000 }),
        gap(),
        trade({ exchangeTimeMs: START_MS + MINUTE_MS, priceTicks: 6_000 }),
      ]);
      const session = await recorded(store, events);
      const { contentHash } = await session.report();
      expect(await store.label(session.id, { pinned: true })).toMatchObject({
        ok: false,
        error: { code: 'session-busy' },
      });
      await session.close();
      value(await store.label(session.id, { tags: ['squeeze', 'January', 'squeeze'], pinned: true }));
      value(await store.label(session.id, { title: 'Renamed' }));
      value(await store.completeSummary(session.id));
      const [summary] = await store.list();
      expect(summary).toMatchObject({
        title: 'Renamed',
        tags: ['squeeze', 'January'],
        pinned: true,
        gaps: 1,
      });
      expect(summary?.thumbnail?.price.at(0)).toBe(0);
      expect(summary?.thumbnail?.price.at(-1)).toBe(100);
      value(await store.label(session.id, { tags: [], pinned: false }));
      expect(await store.list()).toMatchObject([{ title: 'Renamed', tags: [], pinned: false }]);
      const again = value(await store.open(session.id));
      expect((await again.report()).contentHash).toBe(contentHash);
      expect(await readAll(again)).toEqual(events);
      await again.close();
      expect(await store.label('nothing', { pinned: true })).toMatchObject({
        ok: false,
        error: { code: 'unknown-session' },
      });
    });

    it('renames a closed session, never one in use', async () => {
      const writer = value(await store.create(newSession()));
      writer.append({ ...trade(), seq: 1, receiveTimeMs: START_MS });
      expect(await store.rename(writer.id, 'x')).toMatchObject({
        ok: false,
        error: { code: 'session-busy' },
      });
      value(await writer.close());
      value(await store.rename(writer.id, "Range'); DROP TABLE trade; --"));
      const title = "Range'); DROP TABLE trade; --";
      expect(await store.list()).toMatchObject([{ id: writer.id, title, state: 'closed' }]);
      const session = value(await store.open(writer.id));
      expect(session.info.title).toBe(title);
      expect(await readAll(session)).toHaveLength(1);
      expect(await store.rename(writer.id, 'x')).toMatchObject({
        ok: false,
        error: { code: 'session-busy' },
      });
      await session.close();
    });

    it('brings a deleted session back until the trash is emptied', async () => {
      const events = stamped([trade(), liquidation()]);
      const session = await recorded(store, events);
      const { id } = session;
      expect(await store.moveToTrash(id)).toMatchObject({ ok: false, error: { code: 'session-busy' } });
      await session.close();
      value(await store.moveToTrash(id));
      expect(await store.list()).toEqual([]);
      value(await store.restore(id));
      const restored = value(await store.open(id));
      expect(await readAll(restored)).toEqual(events);
      await restored.close();
      value(await store.moveToTrash(id));
      await store.emptyTrash();
      expect(await store.restore(id)).toMatchObject({ ok: false, error: { code: 'unknown-session' } });
      expect(await store.list()).toEqual([]);
    });

    it('shows a whole session in columns, as a fold over its events does', async () => {
      const events = stamped(
        Array.from({ length: 400 }, (_, index) => {
          const exchangeTimeMs = START_MS + index * 7_919;
          return index % 5 === 0
            ? liquidation({ exchangeTimeMs, instrument: 2, positionSide: index % 2 ? 'long' : 'short' })
            : trade({ exchangeTimeMs, instrument: 1 + (index % 3), priceTicks: 600_000 + index });
        }),
      );
      const session = await recorded(store, events);
      const { range, instruments } = session.info;
      const fold = new OverviewFold(
        InstrumentTable.from(instruments),
        range.fromMs,
        bucketMsFor(range.toMs - range.fromMs),
      );
      fold.take(events);
      const overview = await session.overview();
      for (const { id } of instruments) expect(overview.columns(id)).toEqual(fold.columns(id));
      await session.close();
    });

    it('refuses an id it does not know by naming it', async () => {
      const refused = await store.open('no-such-session');
      expect(refused).toMatchObject({ ok: false, error: { code: 'unknown-session' } });
      expect(refused.ok ? '' : refused.error.message).toContain('no-such-session');
    });

    it('lists sessions with what they hold', async () => {
      const session = await recorded(store, stamped([trade(), trade({ instrument: 3 })]));
      await session.close();
      expect(await store.list()).toEqual([
        {
          id: session.id,
          title: 'BTC, ETH',
          feed: 'live',
          state: 'closed',
          range: { fromMs: START_MS, toMs: START_MS + 1 },
          assets: ['BTC', 'ETH'],
          venues: ['binance', 'binanceusdm', 'bybit'],
          simulated: false,
          bytes: expect.any(Number),
          startedAtMs: START_MS,
          ...NO_LIBRARY,
          gaps: 0,
          bookmarks: 0,
        },
      ]);
    });

    it('keeps truth apart from the market, in the order it was written', { timeout: 120_000 }, async () => {
      const truth = fc.array(arbitraryTruth(), { maxLength: 30 });
      await fc.assert(
        fc.asyncProperty(arbitraryEvents(ROWS, 20), truth, async (events, records) => {
          const plain = await recorded(store, events);
          const writer = value(await store.create(newSession()));
          for (const record of records) writer.appendTruth(record);
          value(await writer.commit());
          for (const event of events) writer.append(event);
          value(await writer.close());
          const session = value(await store.open(writer.id));
          for (const kind of TRUTH_KINDS) {
            const read: TruthRecord[] = [];
            for await (const batch of session.readTruth(kind)) read.push(...batch);
            expect(read).toEqual(records.filter((record) => record.kind === kind));
          }
          expect(await readAll(session)).toEqual(events);
          expect(session.info).toEqual(plain.info);
          const [hash, plainHash] = [
            (await session.report()).contentHash,
            (await plain.report()).contentHash,
          ];
          if (records.length === 0) expect(hash).toBe(plainHash);
          else expect(hash).not.toBe(plainHash);
          await session.close();
          await plain.close();
        }),
        { numRuns: Math.min(runs, 10) },
      );
    });

    it('says of a simulated session that it is one', async () => {
      const venues = TEST_VENUES.map((venue) => ({ ...venue, simulated: true }));
      const writer = value(await store.create(newSession({ venues })));
      expect(value(await writer.close()).simulated).toBe(true);
      expect((await store.list()).map(({ simulated }) => simulated)).toEqual([true]);
      const session = value(await store.open(writer.id));
      expect(session.info.venues).toEqual(venues);
      await session.close();
    });
  });
}
