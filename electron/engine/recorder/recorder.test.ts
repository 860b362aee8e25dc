import { describe, expect, it } from 'vitest';
import { NO_LIBRARY } from '../../../shared/contract/library';
import type { SessionSummary } from '../../../shared/contract/values';
import { FakeClock } from '../../../shared/feed/fakeClock.testkit';
import type { MarketEvent } from '../../../shared/model/events';
import { fail, ok, type Result } from '../../../shared/model/result';
import {
  feedStatus,
  START_MS,
  stamped,
  TEST_VENUES,
  testInstruments,
  trade,
} from '../../../shared/model/testing/arbitraries.testkit';
import { DAY_MS, HOUR_MS } from '../../../shared/model/time';
import { sessionsToDelete } from '../../../shared/session/retention';
import { MemorySessionStore } from '../sessions/memorySessionStore';
import { readAll, value } from '../sessions/sessionStore.testkit';
import { Recorder, type RecorderOptions, type SessionStart } from './recorder';

function rig(overrides: Partial<RecorderOptions> = {}, bytesPerEvent = 64) {
  const clock = new FakeClock();
  const disk = { answer: ok(undefined) as Result<void>, commits: 0, freeBytes: 1e12 };
  const store = new MemorySessionStore({
    bytesPerEvent,
    beforeCommit: () => {
      disk.commits++;
      return disk.answer;
    },
  });
  const notices = new Set<string>();
  const begun: [string, SessionStart][] = [];
  const recorder = new Recorder({
    store,
    clock,
    instruments: testInstruments(),
    appVersion: '1',
    describe: () => ({ title: 'live', feed: 'live', venues: TEST_VENUES }),
    limits: () => ({ maxTotalGb: 1_000, maxAgeDays: 1_000, minFreeDiskGb: 2 }),
    freeDiskBytes: async () => disk.freeBytes,
    notices: { raise: ({ id }) => notices.add(id), clear: (id) => notices.delete(id) },
    onSession: (id, start) => begun.push([id, start]),
    onStatus: () => {},
    ...overrides,
  });
  /** Lets time pass and everything that this sets off finish. */
  const pass = async (ms: number, step = ms) => {
    for (let done = 0; done < ms; done += step) {
      clock.advance(step);
      await settled();
    }
  };
  const noticeIds = () => [...notices];
  const recordedEvents = async (id: string) => readAll(value(await store.open(id)));
  return { clock, disk, store, begun, recorder, pass, noticeIds, recordedEvents };
}

/** All promises that are ready to go on have gone on; nothing here waits for the machine. */
async function settled(): Promise<void> {
  for (let round = 0; round < 5; round++) await new Promise((resolve) => setImmediate(resolve));
}

const FULL = fail('disk-full', 'The disk is full.', 'Free some space.');
const events = (count: number, firstSeq = 1): MarketEvent[] =>
  stamped(
    Array.from({ length: count }, (_, index) => trade({ tradeId: firstSeq + index })),
    firstSeq,
  );

describe('the recorder', () => {
  it('commits every 250 ms and tells how far the disk is behind', async () => {
    const { recorder, pass, disk, recordedEvents } = rig();
    const { sessionId } = value(await recorder.start());
    recorder.write(events(3));
    await pass(100);
    expect(recorder.status()).toMatchObject({ state: 'recording', events: 3, writeLagMs: 100 });
    expect(await recordedEvents(sessionId ?? '')).toEqual([]);
    await pass(150);
    expect(recorder.status().writeLagMs).toBe(0);
    expect(await recordedEvents(sessionId ?? '')).toEqual(events(3));
    expect(disk.commits).toBe(1);
  });

  it('writes nothing before it is started and after it is stopped', async () => {
    const { recorder, store, recordedEvents } = rig();
    recorder.write(events(1));
    const { sessionId } = value(await recorder.start());
    expect(value(await recorder.start()).sessionId).toBe(sessionId);
    recorder.write(events(2, 2));
    const stopped = value(await recorder.stop());
    expect(stopped).toMatchObject({ state: 'stopped', sessionId: null });
    recorder.write(events(1, 4));
    expect(await recordedEvents(sessionId ?? '')).toEqual(events(2, 2));
    expect((await store.list()).map(({ state }) => state)).toEqual(['closed']);
  });

  it('tells when the file of a session is complete, so that a list can show it', async () => {
    const lists: Promise<SessionSummary[]>[] = [];
    const { recorder, store } = rig({ onStatus: () => lists.push(store.list().then((list) => [...list])) });
    await recorder.start();
    await recorder.stop();
    expect((await lists.at(-1))?.map(({ state }) => state)).toEqual(['closed']);
  });

  it('never runs two commits at once, and buffers meanwhile', async () => {
    let finish: (() => void) | undefined;
    const slow = new MemorySessionStore();
    const create = slow.create.bind(slow);
    let commits = 0;
    slow.create = async (session) => {
      const writer = value(await create(session));
      const commit = writer.commit.bind(writer);
      writer.commit = async () => {
        commits++;
        await new Promise<void>((resolve) => {
          finish = resolve;
        });
        return commit();
      };
      return ok(writer);
    };
    const { recorder, pass, begun } = rig({ store: slow });
    await recorder.start();
    recorder.write(events(2));
    await pass(1_000, 250);
    recorder.write(events(2, 3));
    expect(commits).toBe(1);
    expect(recorder.status().writeLagMs).toBe(1_000);
    finish?.();
    await settled();
    await pass(1);
    expect(commits).toBe(2);
    finish?.();
    await settled();
    expect(await readAll(value(await slow.open(begun[0]?.[0] ?? '')))).toEqual(events(4));
  });

  it.each([
    ['a day has passed', 24, 64],
    ['the file has grown', 0, 1e9],
  ])(
    'goes on in a new session when %s, without losing or doubling an event',
    async (_, hours, eventBytes) => {
      const { recorder, pass, store, begun, recordedEvents } = rig({}, eventBytes);
      await recorder.start();
      recorder.write(events(5));
      await pass(hours * HOUR_MS, HOUR_MS);
      await pass(5_000, 250);
      expect(begun.map(([, start]) => start)).toEqual(['start', 'roll']);
      recorder.write(events(1, 6));
      await pass(250);
      expect(await recordedEvents(begun[0]?.[0] ?? '')).toEqual(events(5));
      expect(await recordedEvents(begun[1]?.[0] ?? '')).toEqual(events(1, 6));
      expect((await store.list()).map(({ state }) => state)).toEqual(['closed', 'recording']);
    },
  );

  it('seeds a rolled session before its first event', async () => {
    const seed = { seq: 5, marketTimeMs: START_MS, state: new Uint8Array([7]) };
    const parts = rig({ onSession: () => parts.recorder.appendCheckpoint(seed) });
    const { recorder, pass, store } = parts;
    await recorder.start();
    recorder.write(events(5));
    await pass(24 * HOUR_MS, HOUR_MS);
    recorder.write(events(5, 6));
    await pass(250);
    const id = recorder.status().sessionId ?? '';
    const session = value(await store.open(id));
    expect(session.info.firstSeq).toBe(6);
    expect(await session.checkpointAt(session.info.firstSeq - 1)).toEqual(seed);
  });
});

describe('a recording into a file of the user', () => {
  it('deletes none of the sessions in the folder', async () => {
    const { recorder, pass, store } = rig({
      file: 'mine.duckdb',
      limits: () => ({ maxTotalGb: 0, maxAgeDays: 0, minFreeDiskGb: 0 }),
    });
    const old = { title: 'old', feed: 'live', venues: TEST_VENUES, appVersion: '1', startedAtMs: 0 };
    await value(await store.create({ ...old, instruments: testInstruments() })).close();
    await recorder.start();
    await pass(HOUR_MS, HOUR_MS);
    await recorder.stop();
    expect((await store.list()).map(({ title }) => title)).toContain('old');
  });
});

describe('a disk that fails', () => {
  it('stops the recording with a notice, and the next start saves what was buffered', async () => {
    const { recorder, pass, disk, noticeIds, begun, recordedEvents } = rig();
    await recorder.start();
    disk.answer = FULL;
    recorder.write(events(4));
    await pass(250);
    expect(recorder.status()).toMatchObject({
      state: 'failed',
      reason: 'The disk is full.',
      sessionId: null,
    });
    expect(noticeIds()).toEqual(['recorder']);
    recorder.write(events(1, 5));
    disk.answer = ok(undefined);
    expect(value(await recorder.start()).state).toBe('recording');
    expect(noticeIds()).toEqual([]);
    const [[firstId = ''] = []] = begun;
    expect(await recordedEvents(firstId)).toEqual(events(4));
  });

  it('keeps buffering while the failure may pass', async () => {
    const { recorder, pass, disk, begun, recordedEvents } = rig();
    await recorder.start();
    disk.answer = fail('disk-error', 'The disk is busy.', undefined, true);
    recorder.write(events(2));
    await pass(1_000, 250);
    expect(recorder.status()).toMatchObject({ state: 'recording', writeLagMs: 1_000 });
    disk.answer = ok(undefined);
    await pass(250);
    expect(await recordedEvents(begun[0]?.[0] ?? '')).toEqual(events(2));
  });

  it('stops cleanly when the disk is nearly full, and refuses to start', async () => {
    const { recorder, pass, disk, store, noticeIds } = rig();
    await recorder.start();
    recorder.write(events(2));
    disk.freeBytes = 1e9;
    await pass(5_000, 250);
    expect(recorder.status()).toMatchObject({ state: 'stopped' });
    expect(recorder.status().reason).toContain('1.0 GB are free');
    expect(noticeIds()).toEqual(['recorder']);
    expect((await store.list()).map(({ state }) => state)).toEqual(['closed']);
    expect(await recorder.start()).toMatchObject({ ok: false, error: { code: 'disk-full' } });
    expect(recorder.status().state).toBe('failed');
  });

  it('goes on recording when the disk cannot be looked at for a while', async () => {
    let isGone = false;
    const { recorder, pass, noticeIds, begun, recordedEvents } = rig({
      freeDiskBytes: async () => {
        if (isGone) throw new Error('stale file handle');
        return 1e12;
      },
    });
    await recorder.start();
    isGone = true;
    await pass(10_000, 250);
    expect(noticeIds()).toEqual(['recorder-trouble']);
    recorder.write(events(2));
    await pass(250);
    expect(recorder.status().state).toBe('recording');
    expect(await recordedEvents(begun[0]?.[0] ?? '')).toEqual(events(2));
  });

  it('says so when a session cannot be completed', async () => {
    const { recorder, disk, noticeIds } = rig();
    await recorder.start();
    recorder.write(events(1));
    disk.answer = FULL;
    expect(await recorder.stop()).toMatchObject({ ok: false, error: { code: 'disk-full' } });
    expect(recorder.status()).toMatchObject({ state: 'failed', reason: 'The disk is full.' });
    expect(noticeIds()).toContain('recorder');
  });

  it('drops what does not fit the buffer, and records that as gaps in seq order', async () => {
    const { recorder, pass, disk, begun, recordedEvents, noticeIds } = rig({ bufferLimitBytes: 64 * 10 });
    await recorder.start();
    disk.answer = fail('disk-error', 'The disk is busy.', undefined, true);
    recorder.write(events(10));
    const status = { ...feedStatus(), seq: 31, receiveTimeMs: START_MS };
    recorder.write(events(20, 11));
    recorder.write([status]);
    recorder.write(events(5, 32));
    await pass(250);
    disk.answer = ok(undefined);
    await pass(250);
    recorder.write(events(3, 37));
    value(await recorder.stop());
    const recorded = await recordedEvents(begun[0]?.[0] ?? '');
    expect(recorded.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 30, 31, 36, 37, 38, 39]);
    const gaps = recorded.filter((event) => event.kind === 'gap');
    expect(gaps).toMatchObject([
      { seq: 30, missing: 20, venue: 'binance', stream: 'trades', filled: false, exchangeTimeMs: 0 },
      { seq: 36, missing: 5 },
    ]);
    expect(noticeIds()).toContain('recorder-overflow');
  });
});

describe('retention', () => {
  const session = (id: string, ageDays: number, gb: number, state: SessionSummary['state'] = 'closed') => ({
    id,
    title: id,
    feed: 'live',
    state,
    range: null,
    assets: [],
    venues: [],
    simulated: false,
    bytes: gb * 1e9,
    startedAtMs: START_MS - ageDays * DAY_MS,
    ...NO_LIBRARY,
  });
  const ids = (sessions: readonly SessionSummary[], maxTotalGb: number, maxAgeDays: number) =>
    sessionsToDelete(sessions, { maxTotalGb, maxAgeDays }, START_MS).map(({ id }) => id);

  it.each([
    ['nothing within the budget', [session('a', 1, 1), session('b', 2, 1)], 2, 30, []],
    ['the oldest first', [session('a', 1, 1), session('c', 3, 1), session('b', 2, 1)], 2, 30, ['c']],
    ['as many as needed', [session('a', 1, 1), session('b', 2, 1), session('c', 3, 1)], 1.5, 30, ['c', 'b']],
    ['what is too old', [session('a', 31, 1), session('b', 2, 1)], 10, 30, ['a']],
    ['never what is being recorded', [session('a', 40, 5, 'recording'), session('b', 2, 1)], 1, 30, ['b']],
    ['never what is damaged', [session('a', 40, 5, 'damaged')], 1, 30, []],
    ['never what is pinned', [{ ...session('a', 40, 5), pinned: true }, session('b', 2, 1)], 1, 30, ['b']],
    ['what was recovered', [session('a', 40, 5, 'recovered')], 10, 30, ['a']],
  ])('deletes %s', (_, sessions, maxTotalGb, maxAgeDays, expected) => {
    expect(ids(sessions, maxTotalGb, maxAgeDays)).toEqual(expected);
  });

  it('runs before a session begins, and says so', async () => {
    const { recorder, store, clock, noticeIds } = rig({
      limits: () => ({ maxTotalGb: 0, maxAgeDays: 1_000, minFreeDiskGb: 0 }),
    });
    await recorder.start();
    recorder.write(events(1));
    await recorder.stop();
    clock.advance(1);
    await recorder.start();
    expect((await store.list()).map(({ state }) => state)).toEqual(['recording']);
    expect(noticeIds()).toEqual(['retention']);
  });
});
