/** The two measuring processes of the ingest bench. Both count the same frames of the same flood. */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { WebSocket } from 'ws';
import { Hub } from '../../../electron/engine/hub/hub';
import { LiveMarket } from '../../../electron/engine/live/liveMarket';
import { NoticeBoard } from '../../../electron/engine/noticeBoard';
import { DuckDbSessionStore } from '../../../electron/engine/sessions/duckdb/duckDbSessionStore';
import { systemClock } from '../../../electron/engine/systemClock';
import { openVenue } from '../../../electron/hosts/openVenue';
import { LIVE_SESSION } from '../../../shared/contract/api';
import { connectEngine } from '../../../shared/contract/connectEngine';
import { memoryLinkPair } from '../../../shared/contract/memoryLink';
import { fail } from '../../../shared/model/result';
import { DAY_MS } from '../../../shared/model/time';

export interface IngestRequest {
  readonly path: 'bare' | 'whole';
  readonly folder: string;
  readonly origin: string;
  /** Trades the venue will send. */
  readonly messages: number;
}

export interface IngestReport {
  readonly messages: number;
  readonly lost: number;
  readonly messagesPerSecond: number;
  /** Of the whole process, user and system, per message, from the first to the last. */
  readonly cpuMicroseconds: number;
  readonly loopDelayP99Ms: number;
}

const ASSETS = ['BTC', 'ETH', 'SOL', 'XRP'];
/** History and other work of the start is over when nothing but a trickle has come for so long. */
const QUIET_MS = 3_000;
const GIVE_UP_MS = 60_000;

/** Counts from the first message to the last, or until nothing comes any more. */
class Meter {
  readonly #expected: number;
  readonly #loopDelay = monitorEventLoopDelay({ resolution: 1 });
  readonly done: Promise<void>;
  #finish: () => void = () => {};
  #count = 0;
  #startMs = 0;
  #endMs = 0;
  #startCpu = process.cpuUsage();

  constructor(expected: number) {
    this.#expected = expected;
    this.done = new Promise((resolve) => {
      this.#finish = resolve;
    });
  }

  note(count: number): void {
    if (count === 0) return;
    const nowMs = performance.now();
    if (this.#count === 0) {
      this.#startMs = nowMs;
      this.#startCpu = process.cpuUsage();
      this.#loopDelay.enable();
      setTimeout(() => this.#finish(), GIVE_UP_MS).unref();
    }
    this.#count += count;
    this.#endMs = nowMs;
    if (this.#count >= this.#expected) this.#finish();
  }

  report(): IngestReport {
    const cpu = process.cpuUsage(this.#startCpu);
    this.#loopDelay.disable();
    return {
      messages: this.#count,
      lost: this.#expected - this.#count,
      messagesPerSecond: (this.#count / (this.#endMs - this.#startMs)) * 1000,
      cpuMicroseconds: (cpu.user + cpu.system) / this.#count,
      loopDelayP99Ms: this.#loopDelay.percentile(99) / 1e6,
    };
  }
}

/** Raw `ws` and JSON.parse, nothing else. */
export async function measureBareSocket({ origin, messages }: IngestRequest): Promise<IngestReport> {
  const meter = new Meter(messages);
  const socket = new WebSocket(`${origin.replace('http', 'ws')}/market/ws`);
  await new Promise((resolve) => socket.once('open', resolve));
  socket.on('message', (data) => {
    const frame = JSON.parse(String(data));
    if ((frame.data ?? frame).e === 'aggTrade') meter.note(1);
  });
  const params = ASSETS.map((asset) => `${asset.toLowerCase()}usdt@aggTrade`);
  socket.send(JSON.stringify({ method: 'SUBSCRIBE', params, id: 1 }));
  await startPlayback(origin);
  await meter.done;
  const report = meter.report();
  socket.terminate();
  return report;
}

/** The application's own path, with a recorder on a real file and one window that watches everything. */
export async function measureWholePath(request: IngestRequest): Promise<IngestReport> {
  const { folder, origin, messages } = request;
  const opened = openVenue('binanceusdm', { backfill: false, origin });
  if (!opened.ok) throw new Error(opened.error.message);
  const meter = new Meter(messages);
  let lastHistoryMs = performance.now();
  const market = new LiveMarket({
    feed: { sources: [opened.value], clock: systemClock, feed: 'bench' },
    assets: ASSETS,
    clock: systemClock,
    notices: new NoticeBoard(systemClock, () => {}),
    recording: {
      store: new DuckDbSessionStore({ folder }),
      appVersion: 'bench',
      limits: () => ({ maxTotalGb: 100, maxAgeDays: 100, minFreeDiskGb: 0 }),
      freeDiskBytes: async () => 1e12,
      onStatus: () => {},
    },
    onBatch(events) {
      let trades = 0;
      for (const event of events) {
        if (event.kind === 'trade') trades++;
        else if (event.kind === 'candle' && event.origin === 'history') lastHistoryMs = performance.now();
      }
      meter.note(trades);
    },
  });
  const recording = await market.recorder.start();
  if (!recording.ok) throw new Error(recording.error.message);
  const hub = openHub(market);
  market.start();
  while (performance.now() - lastHistoryMs < QUIET_MS) {
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  watchEverything(hub);
  await startPlayback(origin);
  await meter.done;
  const report = meter.report();
  await market.close();
  hub.close();
  return report;
}

const refuse = () => fail('not-supported', 'The bench has no such call.');

function openHub(market: LiveMarket): Hub {
  const hub = new Hub({
    clock: systemClock,
    appVersion: 'bench',
    dataDir: '',
    onFault: (error) => {
      throw error;
    },
    calls: new Proxy({}, { get: () => refuse }) as ConstructorParameters<typeof Hub>[0]['calls'],
  });
  hub.addSession(LIVE_SESSION, market.session);
  return hub;
}

/** One window with the panels of the first screen. */
function watchEverything(hub: Hub): void {
  const [near, far] = memoryLinkPair();
  hub.attach(far, { openSession: refuse, closeSession: refuse });
  const client = connectEngine(near);
  const session = LIVE_SESSION;
  const instrumentId = 'binanceusdm:BTCUSDT';
  const ignore = () => {};
  void client.hello.then(() => {
    client.subscribe('transport', { session }, ignore);
    client.subscribe('health', { session }, ignore);
    client.subscribe('figures', { session, windowMs: DAY_MS }, ignore);
    client.subscribe('bars', { session, instrumentId, interval: '1m', limit: 3000 }, ignore);
    client.subscribe('trades', { session, instrumentId, minNotionalUsd: 0 }, ignore);
    client.subscribe('liquidations', { session, assets: ASSETS, minNotionalUsd: 0 }, ignore);
  });
}

async function startPlayback(origin: string): Promise<void> {
  const response = await fetch(`${origin}/loopback/start`, { method: 'POST' });
  if (!response.ok) throw new Error(`the venue does not start: ${response.status}`);
}
