/** Parquet files, read by DuckDB as rows of text. Lines are rows, from 1. */
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { DamagedInput, type ReadContext } from './partText';

const FROM_FILE = 'read_parquet';

export interface ParquetFacts {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** Throws DuckDB's error for a file that is none. */
export async function parquetBeginning(path: string, limit: number): Promise<ParquetFacts> {
  return withConnection(async (connection) => {
    const columns = await columnNames(connection, path);
    const result = await connection.runAndReadAll(`${selectText(columns, path)} LIMIT ${limit}`);
    return { columns, rows: result.getRows().map(textRow) };
  });
}

/** Every row, in order. Progress is counted in shares of `bytes`. */
export async function* parquetRows(
  path: string,
  bytes: number,
  { signal, onBytes }: ReadContext,
): AsyncGenerator<string[][]> {
  const instance = await newInstance();
  const connection = await instance.connect();
  try {
    const columns = await columnNames(connection, path);
    const counted = await connection.runAndReadAll(`SELECT count(*) FROM ${FROM_FILE}(${fileText(path)})`);
    const total = Math.max(1, Number(counted.getRows()[0]?.[0] ?? 1));
    const result = await connection.stream(selectText(columns, path));
    for (;;) {
      signal.throwIfAborted();
      const chunk = await result.fetchChunk();
      if (chunk === null || chunk.rowCount === 0) return;
      onBytes((bytes * chunk.rowCount) / total);
      yield chunk.getRows().map(textRow);
    }
  } catch (error) {
    signal.throwIfAborted();
    throw new DamagedInput(error instanceof Error ? error.message : String(error));
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

async function withConnection<T>(task: (connection: DuckDBConnection) => Promise<T>): Promise<T> {
  const instance = await newInstance();
  const connection = await instance.connect();
  try {
    return await task(connection);
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

function newInstance(): Promise<DuckDBInstance> {
  return DuckDBInstance.create(':memory:', {
    threads: '1',
    memory_limit: '1GB',
    // A file from elsewhere never makes the app fetch code from the network.
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
  });
}

async function columnNames(connection: DuckDBConnection, path: string): Promise<string[]> {
  const result = await connection.runAndReadAll(`DESCRIBE SELECT * FROM ${FROM_FILE}(${fileText(path)})`);
  return result.getRows().map(([name]) => String(name));
}

function selectText(columns: readonly string[], path: string): string {
  const texts = columns.map((name) => `CAST("${name.replaceAll('"', '""')}" AS VARCHAR)`);
  return `SELECT ${texts.join(', ')} FROM ${FROM_FILE}(${fileText(path)})`;
}

function textRow(row: readonly unknown[]): string[] {
  return row.map((value) => (value === null ? '' : String(value)));
}

/** The path as an SQL text that stands for this one file: DuckDB takes `a[1]*` for a pattern unless told otherwise. */
function fileText(path: string): string {
  const literal = path.replace(/[*?[]/g, '[$&]');
  return `'${literal.replaceAll("'", "''")}'`;
}
