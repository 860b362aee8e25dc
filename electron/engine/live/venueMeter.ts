/**
 * What goes by our own clock about each venue: how long ago something came, how far its clock is from ours,
 * how many holes it had. Kept outside the market model, which only knows market time.
 */
import type { Clock } from '../../../shared/feed/clock';
import type { FeedPace } from '../../../shared/feed/marketFeed';
import type { MarketEvent } from '../../../shared/model/events';
import type { InstrumentTable } from '../../../shared/model/instrument';
import { streamOfKind } from '../../../shared/model/streamOfKind';
import { barOpenTimeMs, DAY_MS, MINUTE_MS } from '../../../shared/model/time';
import type { Stream, VenueId } from '../../../shared/model/venue';
import type { StreamStats, VenueStats } from '../hub/hubSession';

/** One lag sample a second is enough for a median over a minute. */
const SAMPLE_EVERY_MS = 1_000;
const SAMPLES = MINUTE_MS / SAMPLE_EVERY_MS;

interface Meter {
  lastEventMs: number;
  lastSampleMs: number;
  gaps: number;
  readonly lags: number[];
  readonly streams: Map<Stream, StreamMeter>;
}

interface StreamMeter {
  lastEventMs: number;
  /** Wall clock of the gaps of this UTC day. */
  gapsAtMs: number[];
}

export class VenueMeter {
  readonly #clock: Clock;
  readonly #instruments: InstrumentTable;
  readonly #pace: Pick<FeedPace, 'speed'>;
  readonly #meters = new Map<VenueId, Meter>();

  /** `pace`: how much faster than the machine's the market's time passes; delays are told in the machine's. */
  constructor(clock: Clock, instruments: InstrumentTable, pace: Pick<FeedPace, 'speed'> = { speed: 1 }) {
    this.#clock = clock;
    this.#instruments = instruments;
    this.#pace = pace;
  }

  /** One batch of stamped events. */
  note(events: readonly MarketEvent[]): void {
    const nowMs = this.#clock.monotonicMs();
    for (const event of events) {
      if (event.kind === 'feedStatus') continue;
      if (event.kind === 'gap') {
        if (!event.filled) this.#noteGap(event.venue, event.stream, event.receiveTimeMs);
        continue;
      }
      const meter = this.#meter(
        event.kind === 'seriesPoint' ? event.venue : this.#instruments.get(event.instrument).venue,
      );
      meter.lastEventMs = nowMs;
      const stream = streamOfKind(event.kind);
      if (stream !== undefined) streamMeter(meter, stream).lastEventMs = nowMs;
      // Only trades carry the moment they happened; candles and polled values are older by nature.
      if (event.kind !== 'trade' || event.backfilled || nowMs - meter.lastSampleMs < SAMPLE_EVERY_MS)
        continue;
      meter.lastSampleMs = nowMs;
      meter.lags.push((event.receiveTimeMs - event.exchangeTimeMs) / this.#pace.speed);
      if (meter.lags.length > SAMPLES) meter.lags.shift();
    }
  }

  stats(venue: VenueId): Omit<VenueStats, 'refused'> {
    const meter = this.#meters.get(venue);
    if (meter === undefined) return { lastEventAgeMs: null, lagMs: null, gaps: 0 };
    const lags = [...meter.lags].sort((a, b) => a - b);
    return {
      lastEventAgeMs: this.#ageMs(meter.lastEventMs),
      lagMs: lags[Math.floor(lags.length / 2)] ?? null,
      gaps: meter.gaps,
    };
  }

  streamStats(venue: VenueId, stream: Stream): StreamStats {
    const meter = this.#meters.get(venue)?.streams.get(stream);
    if (meter === undefined) return { lastEventAgeMs: null, gapsToday: 0 };
    const dayMs = barOpenTimeMs(this.#clock.wallMs(), DAY_MS);
    meter.gapsAtMs = meter.gapsAtMs.filter((atMs) => atMs >= dayMs);
    return { lastEventAgeMs: this.#ageMs(meter.lastEventMs), gapsToday: meter.gapsAtMs.length };
  }

  #noteGap(venue: VenueId, stream: Stream, receivedMs: number): void {
    const meter = this.#meter(venue);
    meter.gaps++;
    streamMeter(meter, stream).gapsAtMs.push(receivedMs);
  }

  #ageMs(lastEventMs: number): number | null {
    return lastEventMs === Number.NEGATIVE_INFINITY ? null : this.#clock.monotonicMs() - lastEventMs;
  }

  #meter(venue: VenueId): Meter {
    let meter = this.#meters.get(venue);
    if (meter === undefined) {
      meter = {
        lastEventMs: Number.NEGATIVE_INFINITY,
        lastSampleMs: Number.NEGATIVE_INFINITY,
        gaps: 0,
        lags: [],
        streams: new Map(),
      };
      this.#meters.set(venue, meter);
    }
    return meter;
  }
}

function streamMeter(meter: Meter, stream: Stream): StreamMeter {
  let held = meter.streams.get(stream);
  if (held === undefined) {
    held = { lastEventMs: Number.NEGATIVE_INFINITY, gapsAtMs: [] };
    meter.streams.set(stream, held);
  }
  return held;
}
