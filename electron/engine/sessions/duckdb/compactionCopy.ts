/** Copies one table of a session into another file, and compares. */
import type { DuckDBConnection } from '@duckdb/node-api';

/**
 * Rows that are regrouped together. It is DuckDB's row group: a window of `seq` then lies in as few row groups
 * as before (10M trades of 12 instruments: 8.6 bytes a trade; 7.8 with eight times as many, but a window of
 * 4,096 events takes three times as long).
 */
const SLICE_ROWS = 122_880;

export class CompactionCopy {
  readonly #connection: DuckDBConnection;
  readonly #source: string;
  readonly #target: string;
  readonly #signal: AbortSignal;

  /** The table lies in the connection's current catalog. */
  constructor(connection: DuckDBConnection, table: string, targetCatalog: string, signal: AbortSignal) {
    const quoted = `"${table.replaceAll('"', '""')}"`;
    this.#connection = connection;
    this.#source = quoted;
    this.#target = `${targetCatalog}.main.${quoted}`;
    this.#signal = signal;
  }

  /** A table of events, slice by slice of `seq`; false when the copy differs, or was aborted. */
  async regrouped(): Promise<boolean> {
    await this.#create();
    const slices = await this.#slices();
    for (const slice of slices) {
      if (this.#signal.aborted) return false;
      const select = `SELECT * FROM ${this.#source} WHERE ${slice} ORDER BY inst, seq`;
      await this.#connection.run(`INSERT INTO ${this.#target} ${select}`);
    }
    if ((await this.#rows(this.#source)) !== (await this.#rows(this.#target))) return false;
    for (const slice of slices) {
      if (this.#signal.aborted) return false;
      const missing = await this.#number(
        `SELECT count(*) FROM (SELECT * FROM ${this.#source} WHERE ${slice}
         EXCEPT ALL SELECT * FROM ${this.#target} WHERE ${slice})`,
      );
      if (missing !== 0) return false;
    }
    return true;
  }

  /** Any other table, whose rows keep their order. */
  async asItIs(): Promise<boolean> {
    await this.#create();
    await this.#connection.run(`INSERT INTO ${this.#target} SELECT * FROM ${this.#source}`);
    return (await this.#print(this.#source)) === (await this.#print(this.#target));
  }

  #create(): Promise<unknown> {
    return this.#connection.run(`CREATE TABLE ${this.#target} AS SELECT * FROM ${this.#source} LIMIT 0`);
  }

  /** Conditions that cover all numbers there are, each of about `SLICE_ROWS` rows. */
  async #slices(): Promise<string[]> {
    const result = await this.#connection.runAndReadAll(
      `SELECT DISTINCT max(seq) AS last FROM ${this.#source} GROUP BY rowid // ${SLICE_ROWS} ORDER BY last`,
    );
    const bounds = result.getRows().map(([last]) => String(last));
    return bounds.map((last, index) =>
      index === 0 ? `seq <= ${last}` : `seq > ${bounds[index - 1]} AND seq <= ${last}`,
    );
  }

  #rows(table: string): Promise<number> {
    return this.#number(`SELECT count(*) FROM ${table}`);
  }

  /** Of all values in their order. */
  async #print(table: string): Promise<string> {
    const result = await this.#connection.runAndReadAll(
      `SELECT count(*), bit_xor(hash(n, r)) FROM (SELECT row_number() OVER () AS n, x AS r FROM ${table} AS x)`,
    );
    return String(result.getRows()[0]);
  }

  async #number(sql: string): Promise<number> {
    const result = await this.#connection.runAndReadAll(sql);
    return Number(result.getRows()[0]?.[0]);
  }
}
