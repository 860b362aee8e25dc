/** When the headless recorder ends, and with which exit code; into a real file, from venues of the test's own. */
import { createWriteStream, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { defaultSettings, type Settings } from '../../shared/contract/values';
import type { EventSink, LiveSource } from '../../shared/feed/source';
import { testInstrument, trade } from '../../shared/model/testing/arbitraries.testkit';
import { SECOND_MS } from '../../shared/model/time';
import type { VenueInfo } from '../../shared/model/venue';
import { DuckDbSessionStore } from '../engine/sessions/duckdb/duckDbSessionStore';
import { systemClock } from '../engine/systemClock';
import { recordMarket } from './recordMarket';

const START_MS = Date.now();
const DISK_CHECK_MS = 5_000;
const VENUE: VenueInfo = {
  id: 'bybit',
  title: 'Bybit linear',
  liquidationReporting: 'full',
  streams: ['trades', 'liquidations'],
};

const folders: string[] = [];
afterEach(() => {
  vi.useRealTimers();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

class ScriptedSource implements LiveSource {
  readonly venue = VENUE;
  #sink: EventSink | null = null;
  #row = 0;

  run(_selection: unknown, sink: EventSink, signal: AbortSignal): Promise<void> {
    this.#sink = sink;
    this.#row = sink.instruments.register(testInstrument(this.venue.id, 'BTC'));
    return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
  }

  /** A trade that many seconds after the start. */
  trade(second: number): void {
    const exchangeTimeMs = START_MS + second * SECOND_MS;
    this.#sink?.emit(
      trade({ seq: 0, receiveTimeMs: 0, exchangeTimeMs, instrument: this.#row, tradeId: second }),
    );
  }
}

/** Begins to record; resolves when the recorder listens. */
async function begin({
  spanMs = Number.POSITIVE_INFINITY,
  badLog = false,
  signal = new AbortController().signal,
}) {
  const folder = mkdtempSync(join(tmpdir(), 'breakwater-record-'));
  folders.push(folder);
  const file = join(folder, 'session.duckdb');
  const log = createWriteStream(join(folder, 'figures.jsonl'));
  const source = new ScriptedSource();
  const limits = { ...defaultSettings.recording, minFreeDiskGb: 0 };
  const settings: Settings = { ...defaultSettings, assets: ['BTC'], recording: limits };
  const said: string[] = [];
  let code: Promise<number> = Promise.resolve(-1);
  await new Promise<void>((resolve) => {
    const err = (text: string) => {
      said.push(text);
      if (text.startsWith('Recording BTC')) resolve();
    };
    code = recordMarket({
      io: { out: () => {}, err, signal },
      file,
      spanMs,
      settings,
      feed: { sources: [source], clock: systemClock, feed: 'live' },
      log,
    });
    code.then(() => resolve());
  });
  if (badLog) log.destroy(new Error('no space left on device'));
  const figureSeconds = () => readFileSync(log.path, 'utf8').trimEnd().split('\n').length;
  return { code, file, folder, source, limits, said, figureSeconds };
}

async function stateAndTrades(folder: string, file: string): Promise<[string, number]> {
  const opened = await new DuckDbSessionStore({ folder }).open(file);
  if (!opened.ok) throw new Error(opened.error.message);
  const { firstSeq, lastSeq } = opened.value.info;
  let trades = 0;
  for await (const batch of opened.value.read(firstSeq - 1, lastSeq, new AbortController().signal))
    trades += batch.filter(({ kind }) => kind === 'trade').length;
  const { state } = (await opened.value.report()).summary;
  await opened.value.close();
  return [state, trades];
}

describe('the headless recorder', () => {
  it('ends after the span of market time, with a complete file and log', async () => {
    const { code, source, folder, file, figureSeconds } = await begin({ spanMs: 3 * SECOND_MS });
    for (let second = 0; second <= 3; second++) source.trade(second);
    expect(await code).toBe(0);
    expect(await stateAndTrades(folder, file)).toEqual(['closed', 4]);
    expect(figureSeconds()).toBe(3);
  });

  it('ends at once when it was told to before it began', async () => {
    const { code, folder, file } = await begin({ signal: AbortSignal.abort() });
    expect(await code).toBe(0);
    expect((await stateAndTrades(folder, file))[0]).toBe('closed');
  });

  it('ends with 1 and a sentence when the disk fills up, and keeps what it has', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
    const { code, source, folder, file, limits, said } = await begin({});
    source.trade(0);
    await new Promise((resolve) => setImmediate(resolve));
    limits.minFreeDiskGb = 1e9;
    vi.advanceTimersByTime(DISK_CHECK_MS);
    expect(await code).toBe(1);
    vi.useRealTimers();
    expect(said.at(-1)).toMatch(/^breakwater record: Recording stopped: [\d.]+ GB are free/);
    expect(await stateAndTrades(folder, file)).toEqual(['closed', 1]);
  });

  it('ends with 1 when the log of figures cannot be written, and keeps the session', async () => {
    const { code, folder, file, said } = await begin({ badLog: true });
    expect(await code).toBe(1);
    expect(said.at(-1)).toContain('no space left on device');
    expect((await stateAndTrades(folder, file))[0]).toBe('closed');
  });
});
