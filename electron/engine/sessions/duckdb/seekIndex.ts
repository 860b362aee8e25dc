/**
 * Finds the place of a market time without scanning a session: the index of the file tells the latest exchange
 * time of each stretch of events, what it does not cover is looked at once; a seek then looks into the one
 * stretch that matters, which the tables' zone maps find at once.
 */
import type { DuckDBConnection } from '@duckdb/node-api';
import type { EventKind } from '../../../../shared/model/events';
import { eventTable } from '../../../../shared/session/eventTables';
import { STRETCH_SEQS, STRETCH_TABLE } from '../../../../shared/session/stretchTable';

interface Stretch {
  readonly firstSeq: number;
  readonly lastSeq: number;
  readonly latestTimeMs: number;
}

interface SeekIndexParts {
  readonly connection: DuckDBConnection;
  /** Those the session has events of. */
  readonly kinds: Iterable<EventKind>;
  /** Later events do not exist for this index. */
  readonly throughSeq: number;
  /** See `IndexedStatistics`. */
  readonly indexedSeq: number | null;
}

export class SeekIndex {
  readonly #connection: DuckDBConnection;
  readonly #kinds: readonly EventKind[];
  readonly #throughSeq: number;
  readonly #indexedSeq: number | null;
  #stretches: Promise<readonly Stretch[]> | undefined;

  constructor({ connection, kinds, throughSeq, indexedSeq }: SeekIndexParts) {
    this.#connection = connection;
    this.#kinds = [...new Set(kinds)];
    this.#throughSeq = throughSeq;
    this.#indexedSeq = indexedSeq;
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
    if (later === null) throw new Error('the index of a session does not agree with its events');
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
      `SELECT min(first_seq), max(last_seq), max(latest) FROM (${this.#parts().join(' UNION ALL ')})
       GROUP BY first_seq // ${STRETCH_SEQS} ORDER BY 1`,
    );
    return result.getRows().map(([first, last, latest]) => ({
      firstSeq: Number(first),
      lastSeq: Number(last),
      latestTimeMs: Number(latest),
    }));
  }

  /** Of the index, and of the events behind it. */
  #parts(): string[] {
    const indexedSeq = this.#indexedSeq;
    if (indexedSeq === null) return [this.#behind('true')];
    const stored = `SELECT first_seq, last_seq, coalesce(last_time, 0) AS latest FROM ${STRETCH_TABLE.name}
      WHERE last_seq <= ${indexedSeq}`;
    return indexedSeq < this.#throughSeq ? [stored, this.#behind(`seq > ${indexedSeq}`)] : [stored];
  }

  #behind(condition: string): string {
    const columns = 'seq AS first_seq, seq AS last_seq, t - lag AS latest';
    return this.#allTables(columns, `${condition} AND seq <= ${this.#throughSeq}`);
  }

  #allTables(columns: string, condition: string): string {
    const parts = this.#kinds.map(
      (kind) => `SELECT ${columns} FROM "${eventTable(kind).name}" WHERE ${condition}`,
    );
    return parts.join(' UNION ALL ');
  }
}
