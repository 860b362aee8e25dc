/** Records a running market, live or simulated, into one session file until told to stop: the headless host. */
import type { WriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import type { Notice } from '../../shared/contract/values';
import type { MarketFeed } from '../../shared/feed/marketFeed';
import { sleep } from '../../shared/feed/replayFold';
import { figuresLine } from '../../shared/market/figureText';
import type { MarketEvent } from '../../shared/model/events';
import { appError, fail, ok, type Result } from '../../shared/model/result';
import { DAY_MS } from '../../shared/model/time';
import { isSimulated, SIMULATED } from '../../shared/model/venue';
import { LiveMarket } from '../engine/live/liveMarket';
import { NoticeBoard } from '../engine/noticeBoard';
import { freeDiskBytes } from '../engine/recorder/freeDisk';
import type { Recorder, RecordingLimits } from '../engine/recorder/recorder';
import { systemClock } from '../engine/systemClock';
import { appVersion } from './appVersion';
import { type CommandIo, report } from './command';
import { openStore } from './openStore';

export interface FeedRecording {
  readonly io: CommandIo;
  /** The command that records, for its messages. */
  readonly command: string;
  readonly file: string;
  readonly feed: MarketFeed;
  readonly assets: readonly string[];
  readonly limits: RecordingLimits;
  /** Ends the recording besides the signal of `io`. */
  readonly signal: AbortSignal;
  /** Said once recording has begun. */
  readonly welcome: string;
  /** Market time between two checkpoints, where it is not the usual. */
  readonly checkpointEveryMs?: number;
  readonly progressEveryMs: number;
  readonly progress: (status: RecordingStatus) => string;
  /** Gets the figures of every full second of market time, one JSON object a line. */
  readonly log?: WriteStream | null;
  /** Sees each batch after it was taken. */
  readonly observe?: (events: readonly MarketEvent[], nowMs: number) => void;
  /** Is handed the recorder before anything runs, for sources that can wait for it. */
  readonly onRecorder?: (recorder: Recorder) => void;
}

export interface RecordingStatus {
  /** Market time. */
  readonly nowMs: number;
  readonly events: number;
  readonly bytes: number;
}

/** The exit code: 0 when file and log are complete, 1 when recording ended before its time (said on stderr). */
export async function recordFeed(request: FeedRecording): Promise<number> {
  const { io, command, file, assets, log = null } = request;
  const done = new AbortController();
  const signal = AbortSignal.any([io.signal, request.signal, done.signal]);
  const logged = log === null ? ok(undefined) : writtenLog(log, () => done.abort());
  let told: readonly Notice[] = [];
  const notices = new NoticeBoard(systemClock, (list) => {
    for (const notice of list) {
      if (!told.includes(notice))
        io.err(
          `${notice.simulated ? `${SIMULATED}: ` : ''}${notice.title}: ${notice.detail} ${notice.hint}\n`,
        );
    }
    told = list;
  });
  notices.simulated = isSimulated(request.feed.sources.map(({ venue }) => venue));
  let nowMs = 0;
  const market = new LiveMarket({
    feed: request.feed,
    assets,
    clock: systemClock,
    notices,
    ...(request.checkpointEveryMs === undefined ? {} : { checkpointEveryMs: request.checkpointEveryMs }),
    recording: {
      store: openStore(),
      appVersion,
      limits: () => request.limits,
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
            onSecond: (asOfMs, figures) => log.write(figuresLine(asOfMs, DAY_MS, figures, notices.simulated)),
          },
        }),
    onBatch(events, marketTimeMs) {
      nowMs = marketTimeMs;
      for (const event of events) tellTrouble(io, event);
      request.observe?.(events, nowMs);
    },
  });

  const started = await market.recorder.start();
  if (!started.ok) return report(io, command, started.error);
  request.onRecorder?.(market.recorder);
  market.start();
  io.err(request.welcome);
  const tellProgress = () => {
    const { events, bytes } = market.recorder.status();
    io.err(request.progress({ nowMs, events, bytes }));
  };
  while (!signal.aborted) {
    await sleep(systemClock, request.progressEveryMs, signal);
    tellProgress();
  }
  const stopped = market.recorder.status();
  await market.close();
  const closed = market.recorder.status();
  log?.end();
  const logResult = await logged;
  if (stopped.state !== 'recording') return report(io, command, appError('disk-error', stopped.reason));
  if (closed.state === 'failed') return report(io, command, appError('disk-error', closed.reason));
  return logResult.ok ? 0 : report(io, command, logResult.error);
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
