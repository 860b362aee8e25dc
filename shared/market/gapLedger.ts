/**
 * Spans for which data is known to be missing and was not brought back.
 *
 * Invariant: per venue, stream and instrument (or whole venue) the spans are sorted, disjoint and not empty.
 * A gap reported as filled takes its span out of the ledger.
 */
import type { GapEvent } from '../model/events';
import type { InstrumentId } from '../model/instrument';
import type { TimeRange } from '../model/time';
import type { Stream, VenueId } from '../model/venue';
import type { ByteReader, ByteWriter } from './byteCodec';
import { mergeRanges, overlapMs, subtractRange } from './ranges';

interface Holes {
  readonly venue: VenueId;
  readonly stream: Stream;
  /** Null when the whole venue was affected. */
  readonly instrument: InstrumentId | null;
  ranges: readonly TimeRange[];
}

export class GapLedger {
  readonly #holes = new Map<string, Holes>();
  #reported = 0;

  /** `instrument` is null when the event is about the whole venue. */
  apply(event: GapEvent, instrument: InstrumentId | null): void {
    this.#reported++;
    const key = `${event.venue} ${event.stream} ${instrument ?? ''}`;
    const range = { fromMs: event.fromMs, toMs: Math.max(event.toMs, event.fromMs + 1) };
    const held = this.#holes.get(key);
    if (event.filled) {
      if (held !== undefined) held.ranges = subtractRange(held.ranges, range);
      return;
    }
    if (held !== undefined) held.ranges = mergeRanges([...held.ranges, range]);
    else this.#holes.set(key, { venue: event.venue, stream: event.stream, instrument, ranges: [range] });
  }

  /** Spans missing of a venue's stream for any of these instruments, venue-wide ones included. */
  of(venue: VenueId, stream: Stream, instruments: readonly InstrumentId[]): readonly TimeRange[] {
    if (this.#holes.size === 0) return NO_RANGES;
    const found: (readonly TimeRange[])[] = [];
    for (const held of this.#holes.values()) {
      if (held.venue !== venue || held.stream !== stream || held.ranges.length === 0) continue;
      if (held.instrument === null || instruments.includes(held.instrument)) found.push(held.ranges);
    }
    if (found.length <= 1) return found[0] ?? NO_RANGES;
    return mergeRanges(found.flat());
  }

  /** Everything missing anywhere, merged, oldest first. */
  merged(): readonly TimeRange[] {
    return mergeRanges([...this.#holes.values()].flatMap((held) => held.ranges));
  }

  /** Unfilled gaps that touch the span, how long they are within it, and whose they are (sorted). */
  within(span: TimeRange): { readonly count: number; readonly lengthMs: number; readonly venues: VenueId[] } {
    let count = 0;
    const venues = new Set<VenueId>();
    for (const held of this.#holes.values()) {
      for (const range of held.ranges) {
        if (range.toMs <= span.fromMs || range.fromMs >= span.toMs) continue;
        count++;
        venues.add(held.venue);
      }
    }
    return { count, lengthMs: overlapMs(this.merged(), span), venues: [...venues].sort() };
  }

  /** Grows with every gap event; for caches. */
  get revision(): number {
    return this.#reported;
  }

  write(writer: ByteWriter): void {
    writer.whole(this.#reported);
    writer.list([...this.#holes.values()], (held) => {
      writer.text(held.venue);
      writer.text(held.stream);
      writer.text(held.instrument ?? '');
      writer.list(held.ranges, (range) => {
        writer.double(range.fromMs);
        writer.double(range.toMs);
      });
    });
  }

  read(reader: ByteReader): void {
    this.#reported = reader.whole();
    reader.list(() => {
      const venue = reader.text();
      const stream = reader.text() as Stream;
      const instrument = reader.text() || null;
      const ranges = reader.list(() => ({ fromMs: reader.double(), toMs: reader.double() }));
      this.#holes.set(`${venue} ${stream} ${instrument ?? ''}`, { venue, stream, instrument, ranges });
    });
  }
}

const NO_RANGES: readonly TimeRange[] = [];
