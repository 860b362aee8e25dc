/** Records the live market into one session file until told to stop: the headless host. */
import type { WriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import type { Notice, Settings } from '../../shared/contract/values';
import type { LiveSource } from '../../shared/feed/source';
import { figuresLine } from '../../shared/market/figureText';
import type { MarketEvent } from '../../shared/model/events';
import { appError, fail, ok, type Result } from '../../shared/model/result';
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

/** The exit code: 0 when file and log are complete, 1 when recording ended before its time (said on stderr). */
export async function recordMarket(request: RecordingRequest): Promise<number> {
  const { io, file, spanMs, settings, sources, log } = request;
  const done = new AbortController();
  const signal = AbortSignal.any([io.signal, done.signal]);
  const logged = log === null ? ok(undefined) : writtenLog(log, () => done.abort());
  let told: readonly Notice[] = [];
  const notices = new NoticeBoard(systemClock, (list) => {
    for (const notice of list) {
      if (!told.includes(notice)) io.err(`${notice.title}: ${notice.detail} ${notice.hint}\n`);
    }
    told = list;
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
        // A full disk stops the recorder; it begins no other session, so there is nothing left to run for.
        if (market.recorder.status().state !== 'recording') done.abort();
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
  while (!signal.aborted) {
    await pause(PROGRESS_EVERY_MS, signal);
    const { events, bytes } = market.recorder.status();
    const recordedMs = startMs === null ? 0 : marketTimeMs - startMs;
    io.err(`${formatSpan(recordedMs)} · ${events.toLocaleString('en')} events · ${formatBytes(bytes)}\n`);
  }
  const stopped = market.recorder.status();
  await market.close();
  const closed = market.recorder.status();
  log?.end();
  const logResult = await logged;
  if (stopped.state !== 'recording') return report(io, 'record', appError('disk-error', stopped.reason));
  if (closed.state === 'failed') return report(io, 'record', appError('disk-error', closed.reason));
  return logResult.ok ? 0 : report(io, 'record', logResult.error);
}

/** How the log ended; `onFailure` is told at once when it cannot be written further. */
async function writtenLog(log: WriteStream, onFailure: () => void): Promise<Result<void>> {
  try {
    await finished(log);
    return ok(undefined);
  } catch (error) {
    onFailure();
    const why = error instanceof Error ? error.message : String(error);
    return fail('disk-error', `The log ${log.path} cannot be written further: ${why}.`, 'Free some space.');
  }
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
