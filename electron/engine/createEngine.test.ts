/** Which market the engine runs: at first, when the user chooses, and after a restart. Feeds never mix. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { TopicPayload, ValueTopic } from '../../shared/contract/api';
import { connectEngine, type EngineClient } from '../../shared/contract/connectEngine';
import { memoryLinkPair } from '../../shared/contract/memoryLink';
import type { SettingsPatch } from '../../shared/contract/values';
import type { MarketFeed, SimulationRequest } from '../../shared/feed/marketFeed';
import type { EventSink, LiveSource } from '../../shared/feed/source';
import { fail, ok } from '../../shared/model/result';
import type { VenueInfo } from '../../shared/model/venue';
import { createEngine, type Engine } from './createEngine';
import { MemorySessionStore } from './sessions/memorySessionStore';
import { systemClock } from './systemClock';

const LIVE: VenueInfo = { id: 'bybit', title: 'Bybit', liquidationReporting: 'full', streams: ['trades'] };
/** Answers no probe. */
const DEAD: VenueInfo = { ...LIVE, id: 'binance', title: 'Binance' };
const MADE_UP: VenueInfo = { ...LIVE, id: 'simharbor', title: 'Harbor sim', simulated: true };
const LIVE_MS = Date.UTC(2026, 0, 20);
const SCRIPT_MS = Date.UTC(2026, 0, 13);

/** One trade at once, and then nothing. */
function source(venue: VenueInfo, timeMs: number): LiveSource {
  return {
    venue,
    run(_selection, sink: EventSink, signal) {
      const instrument = sink.instruments.register({
        ...{ id: `${venue.id}:BTCUSDT`, venue: venue.id, symbol: 'BTCUSDT', asset: 'BTC', quote: 'USDT' },
        ...{ kind: 'perpetual', priceDecimals: 1, quantityDecimals: 3, tickSize: 0.1 },
      });
      const stamp = { seq: 0, exchangeTimeMs: timeMs, receiveTimeMs: 0, instrument };
      const trade = { priceTicks: 900_000, quantityLots: 1, tradeId: 1, backfilled: false };
      sink.emit({ ...stamp, ...trade, kind: 'trade', takerSide: 'buy' });
      return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
    },
  };
}

let dataDir: string;
let store: MemorySessionStore;
const engines: Engine[] = [];

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'breakwater-engine-'));
  store = new MemorySessionStore();
});
afterEach(async () => {
  for (const engine of engines.splice(0)) await engine.close();
  await rm(dataDir, { recursive: true });
});

async function start(overrides: SettingsPatch = {}) {
  const opened: SimulationRequest[] = [];
  const probed: string[] = [];
  const speeds: number[] = [];
  const openSimulated = (request: SimulationRequest): MarketFeed => {
    opened.push(request);
    let { speed } = request;
    const pace = {
      get speed() {
        return speed;
      },
      setSpeed(wanted: number) {
        speeds.push(wanted);
        speed = wanted;
      },
    };
    return { sources: [source(MADE_UP, SCRIPT_MS)], clock: systemClock, feed: 'simulated', pace };
  };
  const faults: unknown[] = [];
  const engine = await createEngine({
    dataDir,
    appVersion: '1',
    clock: systemClock,
    store,
    library: {
      folder: '/sessions',
      problem: null,
      move: async () => fail('not-supported', 'These sessions lie in no folder.'),
    },
    venues: [DEAD, LIVE],
    openVenue: (id) => ok(source(id === LIVE.id ? LIVE : DEAD, LIVE_MS)),
    probeVenue: async (id) => {
      probed.push(id);
      return id === LIVE.id ? ok(undefined) : fail('venue-error', 'Binance cannot be reached.');
    },
    imports: {
      formats: [],
      freeDiskBytes: async () => 1e12,
      fetchHistory: () => async () => fail('not-supported', 'There is no history here.'),
    },
    simulation: {
      scenarios: async () => [],
      open: async (request) =>
        request.scenario === 'wrong'
          ? fail('bad-argument', 'There is no scenario "wrong".')
          : ok(openSimulated(request)),
    },
    freeDiskBytes: async () => 1e12,
    overrides: { venues: ['binance', 'bybit'], ...overrides },
    onFault: (error) => faults.push(error),
  });
  engines.push(engine);
  const [window, host] = memoryLinkPair();
  engine.attach(host);
  const client = connectEngine(window);
  return { engine, client, opened, probed, speeds, faults };
}

/** The first value of a topic that the test accepts. */
function told<N extends ValueTopic>(
  client: EngineClient,
  topic: N,
  accept: (value: TopicPayload<N>) => boolean,
): Promise<TopicPayload<N>> {
  const params = topic === 'transport' ? { session: 'live' } : {};
  return new Promise((resolve) => {
    const stop = client.subscribe(
      topic,
      params as never,
      ((value: TopicPayload<N>) => {
        if (!accept(value)) return;
        queueMicrotask(() => stop());
        resolve(value);
      }) as never,
    );
  });
}

const playing = (client: EngineClient, simulated: boolean) =>
  told(client, 'transport', (value) => value.simulated === simulated && value.nowMs !== null);

describe('the feed of the engine', () => {
  it('is simulated at once on a first start, with the live venues that answer on offer', async () => {
    const { client, opened, probed } = await start();
    expect(await playing(client, true)).toMatchObject({
      nowMs: SCRIPT_MS,
      capabilities: ['speed'],
      speed: 1,
    });
    expect(opened).toEqual([{ scenario: 'range-break', seed: null, leader: null, chapter: null, speed: 1 }]);
    expect((await told(client, 'feedOffer', ({ venues }) => venues.length > 0)).venues).toEqual(['Bybit']);
    expect(probed).toEqual(['binance', 'bybit']);
  });

  it('is switched to live in a session of its own, and the choice is remembered', async () => {
    const first = await start();
    await playing(first.client, true);
    await first.client.call('patchSettings', { feed: 'live' });
    expect(await playing(first.client, false)).toMatchObject({ nowMs: LIVE_MS, capabilities: [] });
    await told(first.client, 'feedOffer', ({ venues }) => venues.length === 0);
    const sessions = await store.list();
    expect(sessions.map(({ simulated, venues }) => [simulated, [...venues]])).toEqual([
      [true, ['simharbor']],
      [false, ['binance', 'bybit']],
    ]);
    await first.engine.close();

    const second = await start();
    expect(await playing(second.client, false)).toMatchObject({ nowMs: LIVE_MS });
    expect([second.opened, second.probed]).toEqual([[], []]);
  });

  it('stays simulated when the user says so, without beginning anew or asking again', async () => {
    const { client, opened, engine } = await start();
    await playing(client, true);
    await client.call('patchSettings', { feed: 'simulated' });
    await told(client, 'settings', ({ feed }) => feed === 'simulated');
    expect(opened).toHaveLength(1);
    await engine.close();
    expect((await start()).probed).toEqual([]);
  });

  it('passes faster without another session; another chapter, or the same one again, is another', async () => {
    const { client, opened, speeds } = await start();
    await playing(client, true);
    const control = (speed: number) =>
      client.call('control', { session: 'live', command: { type: 'speed', speed } });
    expect(await control(60)).toMatchObject({ ok: true });
    await told(client, 'transport', ({ speed }) => speed === 60);
    expect([opened.length, speeds]).toEqual([1, [60]]);
    expect(await control(200)).toMatchObject({ ok: false });

    await client.call('patchSettings', { simulation: { chapter: 'later' } });
    await client.call('restartFeed', {});
    expect(opened.map(({ chapter, speed }) => [chapter, speed])).toEqual([
      [null, 1],
      ['later', 60],
      ['later', 60],
    ]);
    await playing(client, true);
    expect((await store.list()).map(({ simulated }) => simulated)).toEqual([true, true, true]);
  });

  it('is what the command line says until the user says otherwise', async () => {
    const { client, probed } = await start({ feed: 'live', simulation: { seed: 7 } });
    await playing(client, false);
    expect(probed).toEqual([]);
    await client.call('patchSettings', { feed: 'simulated' });
    await playing(client, true);
    const settings = await client.call('getSettings', {});
    expect(settings).toMatchObject({ value: { feed: 'simulated', simulation: { seed: 7 } } });
  });

  it('is nothing, with a notice that says why, when the scenario cannot be run', async () => {
    const { client, faults } = await start({ simulation: { scenario: 'wrong' } });
    const notices = await told(client, 'notices', (list) => list.length > 0);
    expect(notices[0]?.detail).toBe('There is no scenario "wrong".');
    await client.call('patchSettings', { simulation: { scenario: 'range-break' } });
    await playing(client, true);
    await told(client, 'notices', (list) => list.length === 0);
    expect(faults).toEqual([]);
  });
});

describe('the sessions of the engine', () => {
  const closed = (client: EngineClient) =>
    told(client, 'sessions', (list) => list.length === 1 && list[0]?.state === 'closed');

  /** An engine with one complete session and nothing being recorded, and a second window. */
  async function withSession() {
    const { engine, client, faults } = await start({ feed: 'live' });
    await playing(client, false);
    await client.call('stopRecording', {});
    const [session] = await closed(client);
    if (session === undefined) throw new Error('no session');
    const [window, host] = memoryLinkPair();
    engine.attach(host);
    const call = { id: session.id };
    return { engine, client, faults, other: connectEngine(window), otherLink: window, call, session };
  }

  it('are listed, opened once for all windows, and held by each of them', async () => {
    const { client, other, call, session } = await withSession();
    expect(await client.call('listSessions', {})).toMatchObject({ value: [{ id: session.id }] });
    expect(await client.call('openSession', call)).toMatchObject({ value: { isNew: true } });
    expect(await other.call('openSession', call)).toMatchObject({ value: { isNew: false } });
    const described = await other.call('describeSession', { session: session.id });
    expect(described).toMatchObject({
      value: { instruments: [{ id: 'binance:BTCUSDT' }, { id: 'bybit:BTCUSDT' }] },
    });
    await other.call('closeSession', { session: session.id });
    expect(await client.call('deleteSession', call)).toMatchObject({ error: { code: 'session-busy' } });
    await client.call('closeSession', { session: session.id });
    expect(await client.call('deleteSession', call)).toMatchObject({ ok: true });
    await told(client, 'sessions', (list) => list.length === 0);
    expect(await client.call('restoreSession', call)).toMatchObject({ ok: true });
    await closed(client);
    expect(await client.call('renameSession', { ...call, title: 'kept' })).toMatchObject({ ok: true });
    await told(client, 'sessions', (list) => list[0]?.title === 'kept');
  });

  it('wait for a window that lost its link, but stand in nobody’s way', async () => {
    const { engine, client, other, otherLink, call, session, faults } = await withSession();
    expect(await other.call('openSession', call)).toMatchObject({ ok: true });
    const control = { session: session.id, command: { type: 'speed', speed: 60 } } as const;
    expect(await other.call('control', control)).toMatchObject({ ok: true });
    otherLink.close('the line was cut');
    const [window, host] = memoryLinkPair();
    engine.attach(host);
    const again = connectEngine(window);
    expect(await again.call('openSession', call)).toMatchObject({ value: { isNew: false } });
    window.close('the line was cut again');
    await client.call('listSessions', {});
    expect(await client.call('deleteSession', call)).toMatchObject({ ok: true });
    expect(faults).toEqual([]);
  });

  it('are complete, and every window is told, when the engine is closed', async () => {
    const { engine, client, faults } = await start({ feed: 'live' });
    await playing(client, false);
    const why = new Promise((resolve) => client.onClose(resolve));
    await engine.close();
    expect(await why).toBe('the engine stopped');
    expect(await client.call('getSettings', {})).toMatchObject({ error: { code: 'connection-lost' } });
    expect((await store.list()).map(({ state }) => state)).toEqual(['closed']);
    expect(faults).toEqual([]);
  });
});
