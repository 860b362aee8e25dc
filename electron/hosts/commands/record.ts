import { once } from 'node:events';
import { createWriteStream, type WriteStream } from 'node:fs';
import { defaultSettings, type Settings } from '../../../shared/contract/values';
import type { LiveSource } from '../../../shared/feed/source';
import { figuresLine } from '../../../shared/market/figureText';
import type { MarketEvent } from '../../../shared/model/events';
import { appError, fail, ok, type Result } from '../../../shared/model/result';
import { DAY_MS } from '../../../shared/model/time';
import { LiveMarket } from '../../engine/live/liveMarket';
import { NoticeBoard } from '../../engine/noticeBoard';
import { freeDiskBytes } from '../../engine/recorder/freeDisk';
import { systemClock } from '../../engine/systemClock';
import { appVersion } from '../appVersion';
import { parseDuration } from '../arguments';
import { type CommandIo, type CommandSpec, complain, report } from '../command';
import { formatBytes, formatSpan } from '../format';
import { openStore } from '../openStore';
import { openVenue } from '../openVenue';
import { readVenueOptions, VENUE_OPTIONS } from '../venueArguments';

const PROGRESS_EVERY_MS = 5_000;

export const recordCommand: CommandSpec = {
  name: 'record',
  summary: 'Records the live market into a session file, without a window.',
  positionals: [],
  options: {
    out: { value: 'FILE', help: 'the session file to write; it must not exist yet' },
    for: { value: 'SPAN', help: 'how much market time to record, e.g. 10m (default: until Ctrl+C)' },
    'figures-log': {
      value: 'FILE',
      help: 'also write the figures of every full second, one JSON object a line',
    },
    ...VENUE_OPTIONS,
  },
  async run({ options, io }) {
    const file = options.text('out');
    if (file === undefined) return complain(io, 'record', appError('bad-argument', '--out is missing.'));
    const span = options.text('for');
    const spanMs = span === undefined ? ok(Number.POSITIVE_INFINITY) : parseDuration(span);
    if (!spanMs.ok) return complain(io, 'record', spanMs.error);
    const patch = readVenueOptions(options);
    if (!patch.ok) return complain(io, 'record', patch.error);
    const settings = { ...defaultSettings, ...patch.value } as Settings;
    const sources = openSources(settings);
    if (!sources.ok) return complain(io, 'record', sources.error);
    const logFile = options.text('figures-log');
    const log = logFile === undefined ? null : createWriteStream(logFile);
    if (log !== null) {
      const opened = await openedLog(log, logFile ?? '');
      if (!opened.ok) return report(io, 'record', opened.error);
    }
    return record({ io, file, spanMs: spanMs.value, settings, sources: sources.value, log });
  },
};

interface Recording {
  readonly io: CommandIo;
  readonly file: string;
  readonly spanMs: number;
  readonly settings: Settings;
  readonly sources: readonly LiveSource[];
  readonly log: WriteStream | null;
}

async function record({ io, file, spanMs, settings, sources, log }: Recording): Promise<number> {
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

function openSources(settings: Settings): Result<LiveSource[]> {
  const sources: LiveSource[] = [];
  for (const id of settings.venues) {
    const origin = settings.venueUrls[id];
    const opened = openVenue(id, {
      backfill: settings.backfill,
      ...(origin === undefined ? {} : { origin }),
    });
    if (!opened.ok) return opened;
    sources.push(opened.value);
  }
  return ok(sources);
}

async function openedLog(log: WriteStream, path: string): Promise<Result<void>> {
  try {
    await once(log, 'open');
    return ok(undefined);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return fail('disk-error', `The log ${path} cannot be written: ${why}.`, 'Choose another file.');
  }
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
