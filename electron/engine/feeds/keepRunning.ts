/**
 * Keeps one source running. Sources reconnect by themselves and end only when told to; one that ends all the
 * same has met a bug, and the market must not stay dark for it.
 *
 * Invariant: nothing is emitted, and nothing started, after the signal has aborted.
 */
import type { Clock } from '../../../shared/feed/clock';
import type { EventSink, LiveSource, Selection } from '../../../shared/feed/source';
import type { FeedStatusEvent, MarketEvent } from '../../../shared/model/events';
import { NO_INSTRUMENT } from '../../../shared/model/instrument';
import type { Stream, VenueId } from '../../../shared/model/venue';

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 60_000;
/** A source that ran this long has shaken off what ended it before. */
const SOUND_AFTER_MS = 60_000;

export interface KeepRunningOptions {
  readonly source: LiveSource;
  readonly selection: Selection;
  readonly sink: EventSink;
  readonly signal: AbortSignal;
  readonly clock: Clock;
  /** Told each time the source ends although it was not told to, or fails when it was. */
  readonly onFailed: (error: unknown) => void;
  /** Told when it brings something of the market again after it failed. */
  readonly onRecovered: () => void;
}

/** Resolves when the signal has aborted and the source has ended. */
export async function keepRunning(options: KeepRunningOptions): Promise<void> {
  const { source, selection, sink, signal, clock, onFailed, onRecovered } = options;
  let pauseMs = FIRST_PAUSE_MS;
  let hasFailed = false;
  const watched: EventSink = {
    ...sink,
    emit(event) {
      if (hasFailed && event.kind !== 'feedStatus' && event.kind !== 'gap') {
        hasFailed = false;
        onRecovered();
      }
      sink.emit(event);
    },
  };
  while (!signal.aborted) {
    const startedMs = clock.monotonicMs();
    try {
      await source.run(selection, watched, signal);
      if (!signal.aborted) throw new Error('It ended without being told to.');
    } catch (error) {
      hasFailed = true;
      onFailed(error);
    }
    if (signal.aborted) return;
    if (clock.monotonicMs() - startedMs >= SOUND_AFTER_MS) pauseMs = FIRST_PAUSE_MS;
    for (const event of restarting(source, selection.streams, pauseMs)) sink.emit(event);
    await pause(pauseMs, clock, signal);
    pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS);
  }
}

function restarting({ venue }: LiveSource, wanted: readonly Stream[], pauseMs: number): MarketEvent[] {
  const reason = `stopped by an error of the app; started again in ${pauseMs / 1_000} s`;
  const streams = venue.streams.filter((stream) => wanted.includes(stream));
  return [null, ...streams].map((stream) => reconnecting(venue.id, stream, reason));
}

function reconnecting(venue: VenueId, stream: Stream | null, reason: string): FeedStatusEvent {
  return {
    kind: 'feedStatus',
    seq: 0,
    exchangeTimeMs: 0,
    receiveTimeMs: 0,
    instrument: NO_INSTRUMENT,
    venue,
    stream,
    state: 'reconnecting',
    reason,
  };
}

/** Ends early when the signal aborts. */
function pause(pauseMs: number, clock: Clock, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      cancel();
      signal.removeEventListener('abort', end);
      resolve();
    };
    const cancel = clock.schedule(pauseMs, end);
    signal.addEventListener('abort', end);
  });
}
