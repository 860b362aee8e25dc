/** Records the live market for a span of market time. */
import type { WriteStream } from 'node:fs';
import type { Settings } from '../../shared/contract/values';
import type { MarketFeed } from '../../shared/feed/marketFeed';
import type { MarketEvent } from '../../shared/model/events';
import type { CommandIo } from './command';
import { formatBytes, formatSpan } from './format';
import { recordFeed } from './recordFeed';

const PROGRESS_EVERY_MS = 5_000;

export interface RecordingRequest {
  readonly io: CommandIo;
  readonly file: string;
  /** Market time to record; infinite to go on until the signal. */
  readonly spanMs: number;
  readonly settings: Settings;
  readonly feed: MarketFeed;
  /** Gets the figures of every full second of market time, one JSON object a line. */
  readonly log: WriteStream | null;
  /** Sees each batch after it was taken. */
  readonly observe?: (events: readonly MarketEvent[]) => void;
}

/** The exit code of `recordFeed`. */
export async function recordMarket(request: RecordingRequest): Promise<number> {
  const { io, file, spanMs, settings, feed, log } = request;
  const venues = feed.sources.map(({ venue }) => venue.id);
  const enough = new AbortController();
  let startMs: number | null = null;
  return recordFeed({
    io,
    command: 'record',
    file,
    feed,
    assets: settings.assets,
    limits: settings.recording,
    signal: enough.signal,
    log,
    welcome: `Recording ${settings.assets.join(', ')} from ${venues.join(', ')} into ${file}. Ctrl+C ends it.\n`,
    progressEveryMs: PROGRESS_EVERY_MS,
    progress: ({ nowMs, events, bytes }) => {
      const recordedMs = startMs === null ? 0 : nowMs - startMs;
      return `${formatSpan(recordedMs)} · ${events.toLocaleString('en')} events · ${formatBytes(bytes)}\n`;
    },
    observe(events, nowMs) {
      startMs ??= firstTradeMs(events);
      request.observe?.(events);
      if (startMs !== null && nowMs - startMs >= spanMs) enough.abort();
    },
  });
}

function firstTradeMs(events: readonly MarketEvent[]): number | null {
  return events.find((event) => event.kind === 'trade')?.exchangeTimeMs ?? null;
}
