/**
 * Finds the place of a market time without scanning a session at every seek: one pass over all tables notes
 * the latest exchange time of each stretch of events; a seek then looks into the one stretch that matters,
 * which the tables' zone maps find at once.
 */
import type { DuckDBConnection } from '@duckdb/node-api';
import type { EventKind } from '../../../../shared/model/events';
import { eventTable } from '../../../../shared/session/eventTables';

/** Stretches are of 2^14 sequence numbers. */
const STRETCH_BITS = 14;

interface Stretch {
  readonly firstSeq: number;
  readonly lastSeq: number;
  readonly latestTimeMs: number;
}

export class SeekIndex {
  readonly #connection: DuckDBConnection;
  readonly #kinds: readonly EventKind[];
  readonly #throughSeq: number;
  #stretches: Promise<readonly Stretch[]> | undefined;

  /** `kinds` are those the session has events of. Events later than `throughSeq` do not exist for this index. */
  constructor(connection: DuckDBConnection, kinds: Iterable<EventKind>, throughSeq: number) {
    this.#connection = connection;
    this.#kinds = [...new Set(kinds)];
    this.#throughSeq = throughSeq;
  }

  /** The last event before the first one whose exchange time is later than `timeMs`; null when none is. */
  async seqAtTime(timeMs: number): Promise<number | null> {
    if (this.#kinds.length === 0) return null;
    this.#stretches ??= this.#readStretches();
    const stretches = await this.#stretches;
    const index = stretches.findIndex((stretch) => stretch.latestTimeMs > timeMs);
    const stretch = stretches[index];
    if (stretch === undefined) return stretches.at(-1)?.lastSeq ?? null;
    const inside = `seq BETWEEN ${stretch.firstSeq} AND ${stretch.lastSeq}`;
    const later = await this.#number('min', `${inside} AND t - lag > ${timeMs}`);
    if (later === null) throw new Error('the events of a session have changed while it was open');
    const previous = await this.#number('max', `${inside} AND seq < ${later}`);
    return previous ?? stretches[index - 1]?.lastSeq ?? null;
  }

  async #number(fold: 'min' | 'max', condition: string): Promise<number | null> {
    const result = await this.#connection.runAndReadAll(
      `SELECT ${fold}(seq) FROM (${this.#allTables('seq', condition)})`,
    );
    const value = result.getRows()[0]?.[0] ?? null;
    return value === null ? null : Number(value);
  }

  async #readStretches(): Promise<readonly Stretch[]> {
    const result = await this.#connection.runAndReadAll(
      `SELECT min(seq), max(seq), max(time) FROM (
         ${this.#allTables('seq, t - lag AS time', `seq <= ${this.#throughSeq}`)}
       ) GROUP BY seq >> ${STRETCH_BITS} ORDER BY 1`,
    );
    return result.getRows().map(([first, last, latest]) => ({
      firstSeq: Number(first),
      lastSeq: Number(last),
      latestTimeMs: Number(latest),
    }));
  }

  #allTables(columns: string, condition: string): string {
    const parts = this.#kinds.map(
      (kind) => `SELECT ${columns} FROM "${eventTable(kind).name}" WHERE ${condition}`,
    );
    return parts.join(' UNION ALL ');
  }
}
