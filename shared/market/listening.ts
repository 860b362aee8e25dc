/**
 * Since when each stream of each venue is listened to, and where it was interrupted: what decides whether
 * silence means "nothing happened" or "not known".
 */
import type { FeedStatusEvent } from '../model/events';
import type { InstrumentId } from '../model/instrument';
import type { TimeRange } from '../model/time';
import type { Stream, VenueId } from '../model/venue';
import type { ByteReader, ByteWriter } from './byteCodec';
import type { GapLedger } from './gapLedger';
import { anyOverlap, overlapMs } from './ranges';

/** How much of a span was listened to. */
export type Listened = 'full' | 'partial' | 'none';

/** Listening began, but the market time of that moment is not known yet. */
const NOT_YET = Number.POSITIVE_INFINITY;

interface Line {
  /** Exchange time listening began; null before. */
  sinceMs: number | null;
  /** Exchange time of the interruption that still lasts; null while it runs. */
  interruptedMs: number | null;
}

export class Listening {
  readonly #gaps: GapLedger;
  readonly #lines = new Map<string, Line>();

  constructor(gaps: GapLedger) {
    this.#gaps = gaps;
  }

  /**
   * `nowMs` is the market time; null while unknown. Returns the exchange time from which on what is known
   * about completeness changed.
   */
  applyStatus(event: FeedStatusEvent, nowMs: number | null): number {
    const timeMs = event.exchangeTimeMs > 0 ? event.exchangeTimeMs : nowMs;
    const line = this.#line(event.venue, event.stream);
    const changedMs = Math.min(line.interruptedMs ?? NOT_YET, timeMs ?? 0);
    if (event.state === 'live') {
      line.sinceMs ??= timeMs ?? NOT_YET;
      line.interruptedMs = null;
    } else {
      line.interruptedMs ??= timeMs ?? 0;
    }
    return changedMs;
  }

  /** An event of the stream arrived: it is listened to from then on. True when that was not known before. */
  applyData(venue: VenueId, stream: Stream, timeMs: number): boolean {
    const line = this.#line(venue, stream);
    if (line.sinceMs !== null) return false;
    line.sinceMs = timeMs;
    return true;
  }

  /** The first market time becomes known. */
  applyFirstTime(nowMs: number): void {
    for (const line of this.#lines.values()) if (line.sinceMs === NOT_YET) line.sinceMs = nowMs;
  }

  /** Exchange time since which a venue's stream is listened to; null when it never was. */
  sinceMs(venue: VenueId, stream: Stream): number | null {
    const sinceMs = this.#lines.get(keyOf(venue, stream))?.sinceMs ?? null;
    return sinceMs === NOT_YET ? null : sinceMs;
  }

  /** Unfilled gaps and the interruption that still lasts, which has no end yet. */
  holes(venue: VenueId, stream: Stream, instruments: readonly InstrumentId[]): readonly TimeRange[] {
    const gaps = this.#gaps.of(venue, stream, instruments);
    const fromMs = Math.min(this.#interruptedMs(venue, stream), this.#interruptedMs(venue, null));
    if (fromMs === Number.POSITIVE_INFINITY) return gaps;
    const before = gaps.filter((range) => range.fromMs < fromMs);
    return [
      ...before.map((range) => ({ fromMs: range.fromMs, toMs: Math.min(range.toMs, fromMs) })),
      { fromMs, toMs: Number.POSITIVE_INFINITY },
    ];
  }

  write(writer: ByteWriter): void {
    writer.list([...this.#lines], ([key, line]) => {
      writer.text(key);
      writer.nullable(line.sinceMs);
      writer.nullable(line.interruptedMs);
    });
  }

  read(reader: ByteReader): void {
    reader.list(() => {
      const key = reader.text();
      this.#lines.set(key, { sinceMs: reader.nullable(), interruptedMs: reader.nullable() });
    });
  }

  #interruptedMs(venue: VenueId, stream: Stream | null): number {
    return this.#lines.get(keyOf(venue, stream))?.interruptedMs ?? Number.POSITIVE_INFINITY;
  }

  #line(venue: VenueId, stream: Stream | null): Line {
    const key = keyOf(venue, stream);
    let line = this.#lines.get(key);
    if (line === undefined) {
      line = { sinceMs: null, interruptedMs: null };
      this.#lines.set(key, line);
    }
    return line;
  }
}

/** How much of `span` was heard by who listens since `sinceMs`, apart from `holes`. */
export function listenedTo(span: TimeRange, sinceMs: number | null, holes: readonly TimeRange[]): Listened {
  if (sinceMs === null || sinceMs >= span.toMs) return 'none';
  if (sinceMs <= span.fromMs && !anyOverlap(holes, span)) return 'full';
  const heard = { fromMs: Math.max(sinceMs, span.fromMs), toMs: span.toMs };
  return heard.toMs - heard.fromMs > overlapMs(holes, heard) ? 'partial' : 'none';
}

function keyOf(venue: VenueId, stream: Stream | null): string {
  return `${venue} ${stream ?? ''}`;
}
