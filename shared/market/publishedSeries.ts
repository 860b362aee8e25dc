/**
 * The newest points of every published series of every venue, in order of the moments they stand for.
 *
 * Invariants:
 * - A point of a moment that is known already is a revision: the later event counts.
 * - At most `POINTS_KEPT` points a series, the newest ones: years of days, weeks of hours.
 */
import type { SeriesPointEvent, SeriesUnit } from '../model/events';
import type { VenueId } from '../model/venue';
import type { ByteReader, ByteWriter } from './byteCodec';

export const POINTS_KEPT = 400;

export interface SeriesPoint {
  /** The moment the value stands for. */
  readonly asOfMs: number;
  readonly value: number;
}

export interface Series {
  readonly venue: VenueId;
  /** Spelled as in `seriesId.ts`. */
  readonly series: string;
  readonly unit: SeriesUnit;
  /** Oldest first; never empty. */
  readonly points: readonly SeriesPoint[];
}

interface GrowingSeries extends Series {
  readonly points: SeriesPoint[];
}

export class PublishedSeries {
  readonly #series = new Map<string, GrowingSeries>();

  apply(event: SeriesPointEvent): void {
    const { venue, series, unit, asOfMs, value } = event;
    const { points } = this.#find(venue, series, unit);
    let place = points.length;
    while (place > 0 && (points[place - 1]?.asOfMs ?? 0) > asOfMs) place--;
    const isRevision = points[place - 1]?.asOfMs === asOfMs;
    points.splice(isRevision ? place - 1 : place, isRevision ? 1 : 0, { asOfMs, value });
    if (points.length > POINTS_KEPT) points.shift();
  }

  /** By series, then by venue. */
  list(): readonly Series[] {
    return [...this.#series].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, series]) => series);
  }

  write(writer: ByteWriter): void {
    writer.list(this.list(), ({ venue, series, unit, points }) => {
      writer.text(venue);
      writer.text(series);
      writer.text(unit);
      writer.list(points, ({ asOfMs, value }) => {
        writer.double(asOfMs);
        writer.double(value);
      });
    });
  }

  read(reader: ByteReader): void {
    reader.list(() => {
      const venue = reader.text();
      const series = reader.text();
      const { points } = this.#find(venue, series, reader.text() as SeriesUnit);
      points.push(...reader.list(() => ({ asOfMs: reader.double(), value: reader.double() })));
    });
  }

  #find(venue: VenueId, series: string, unit: SeriesUnit): GrowingSeries {
    const key = `${series} ${venue}`;
    let found = this.#series.get(key);
    if (found === undefined) {
      found = { venue, series, unit, points: [] };
      this.#series.set(key, found);
    }
    return found;
  }
}
