/** Records the live market into one session file until told to stop: the headless host. */
import { once } from 'node:events';
import type { WriteStream } from 'node:fs';
import type { Settings } from '../../shared/contract/values';
import type { LiveSource } from '../../shared/feed/source';
import { figuresLine } from '../../shared/market/figureText';
import type { MarketEvent } from '../../shared/model/events';
import { DAY_MS } from '../../shared/model/time';
import { feedName, LiveMarket } from '../engine/live/liveMarket';
import { NoticeBoard } from '../engine/noticeBoard';
import { freeDiskBytes } from '../engine/recorder/freeDisk';
import { systemClock } from '../engine/systemClock';
import { appVersion } from './appVersion';
import { type CommandIo, report } from './command';
import { formatBytes, formatSpan } from './format';
import { openStore } from './openStore';

const PROGRESS_EVERY_MS = 5_000;

export interface RecordingRequest {
  readonly io: CommandIo;
  readonly file: string;
  /** Market time to record; infinite to go on until the signal. */
  readonly spanMs: number;
  readonly settings: Settings;
  readonly sources: readonly LiveSource[];
  /** Gets the figures of every full second of market time, one JSON object a line. */
  readonly log: WriteStream | null;
  /** Sees each batch after it was taken. */
  readonly observe?: (events: readonly MarketEvent[]) => void;
}

/** The exit code: 0 when the file is complete, 1 when recording failed (said on stderr). */
export async function recordMarket(request: RecordingRequest): Promise<number> {
  const { io, file, spanMs, settings, sources, log } = request;
  const done = new AbortController();
  io.signal.addEventListener('abort', () => done.abort(), { once: true });
  const notices = new NoticeBoard(systemClock, (list) => {
    const newest = list.at(-1);
    if (newest !== undefined) io.err(`${newest.title}: ${newest.detail} ${newest.hint}\n`);
  });
  let startMs: number | null = null;
  let marketTimeMs = 0;
  const market = new LiveMarket({
    sources,
    assets: settings.assets,
    feed: feedName(settings),
    clock: systemClock,
    notices,
    recording: {
      store: openStore(),
      appVersion,
      limits: () => settings.recording,
      freeDiskBytes: () => freeDiskBytes(file),
      file,
      onStatus: () => {
        if (market.recorder.status().state === 'failed') done.abort();
      },
    },
    ...(log === null
      ? {}
      : {
          figureLog: {
            windowMs: DAY_MS,
            onSecond: (asOfMs, figures) => log.write(figuresLine(asOfMs, DAY_MS, figures)),
          },
        }),
    onBatch(events, nowMs) {
      startMs ??= firstTradeMs(events);
      marketTimeMs = nowMs;
      for (const event of events) tellTrouble(io, event);
      request.observe?.(events);
      if (startMs !== null && nowMs - startMs >= spanMs) done.abort();
    },
  });

  const started = await market.recorder.start();
  if (!started.ok) return report(io, 'record', started.error);
  market.start();
  io.err(
    `Recording ${settings.assets.join(', ')} from ${settings.venues.join(', ')} into ${file}. Ctrl+C ends it.\n`,
  );
  while (!done.signal.aborted) {
    await pause(PROGRESS_EVERY_MS, done.signal);
    const { events, bytes } = market.recorder.status();
    const recordedMs = startMs === null ? 0 : marketTimeMs - startMs;
    io.err(`${formatSpan(recordedMs)} · ${events.toLocaleString('en')} events · ${formatBytes(bytes)}\n`);
  }
  const failed = market.recorder.status().state === 'failed' ? market.recorder.status().reason : null;
  await market.close();
  if (log !== null) {
    log.end();
    await once(log, 'finish');
  }
  if (failed === null) return 0;
  io.err(`breakwater record: ${failed}\n`);
  return 1;
}

/** What a window would show in its status line. */
function tellTrouble(io: CommandIo, event: MarketEvent): void {
  if (event.kind !== 'feedStatus' || event.stream !== null || event.reason === '') return;
  io.err(`${event.venue} ${event.state}: ${event.reason}\n`);
}

function firstTradeMs(events: readonly MarketEvent[]): number | null {
  return events.find((event) => event.kind === 'trade')?.exchangeTimeMs ?? null;
}

function pause(delayMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(done, delayMs);
    signal.addEventListener('abort', done, { once: true });
    function done() {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    }
  });
}
