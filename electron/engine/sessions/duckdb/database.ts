/**
 * One open session file. Within a process, nothing but this map keeps a file from being opened twice, which
 * would void the operating system's lock: whoever wants a file asks `DatabasePool`, and gets the same
 * database as everyone else.
 *
 * Invariant: at most one DuckDB instance per path, from first `acquire` to last `release`.
 */
import { realpath } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';

export type OpenMode = 'create' | 'write' | 'read';

export interface DatabaseOptions {
  /** Folder for what does not fit in memory while sorting. */
  readonly spillFolder: string;
  /** Size of the write-ahead log at which DuckDB folds it into the file; its own default when left out. */
  readonly checkpointBytes?: number;
}

/** Of freed memory, within a task. */
const GIVE_BACK_FROM = '8MB';

/** The catalog every session file is attached as. */
const CATALOG = 'session';

export class Database {
  readonly path: string;
  readonly #options: DatabaseOptions;
  #instance: DuckDBInstance;
  #keeper: DuckDBConnection;

  private constructor(
    path: string,
    options: DatabaseOptions,
    instance: DuckDBInstance,
    keeper: DuckDBConnection,
  ) {
    this.path = path;
    this.#options = options;
    this.#instance = instance;
    this.#keeper = keeper;
  }

  /** Throws DuckDB's error when the file cannot be opened. */
  static async open(path: string, mode: OpenMode, options: DatabaseOptions): Promise<Database> {
    const { instance, keeper } = await attach(path, mode, options);
    return new Database(path, options, instance, keeper);
  }

  /** A connection of its own, with the session's tables under their bare names. */
  async connect(): Promise<DuckDBConnection> {
    const connection = await this.#instance.connect();
    await connection.run(`USE ${CATALOG}`);
    return connection;
  }

  /** After a failed write DuckDB may refuse everything until the file is opened again. */
  async reopen(): Promise<void> {
    await this.close().catch(() => {});
    const { instance, keeper } = await attach(this.path, 'write', this.#options);
    this.#instance = instance;
    this.#keeper = keeper;
  }

  /** Folds what is left of the write-ahead log into the file, off this thread. */
  async close(): Promise<void> {
    try {
      await this.#keeper.run('USE memory');
      await this.#keeper.run(`DETACH ${CATALOG}`);
    } finally {
      this.#keeper.closeSync();
      this.#instance.closeSync();
    }
  }
}

async function attach(path: string, mode: OpenMode, options: DatabaseOptions) {
  const instance = await DuckDBInstance.create(':memory:', {
    threads: '2',
    // Less can abort the process while it replays a long write-ahead log, and ends a recording of half a gigabyte:
    // what a checkpoint has to hold in memory grows with the file (192 MB were too little after five days).
    memory_limit: '1GB',
    // Its allocator keeps what was freed, several times what is in use, unless it is told to give it back.
    allocator_flush_threshold: GIVE_BACK_FROM,
    allocator_bulk_deallocation_flush_threshold: GIVE_BACK_FROM,
    temp_directory: options.spillFolder,
    // A session file never makes the app fetch code from the network.
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
  });
  const keeper = await instance.connect();
  try {
    if (options.checkpointBytes !== undefined) {
      await keeper.run(`SET checkpoint_threshold = '${options.checkpointBytes} bytes'`);
    }
    // The oldest format: any DuckDB since 1.0 reads it, in any tool.
    const how = mode === 'read' ? 'READ_ONLY' : "STORAGE_VERSION 'v1.0.0'";
    await keeper.run(`ATTACH ${sqlText(path)} AS ${CATALOG} (${how})`);
    await keeper.run(`USE ${CATALOG}`);
  } catch (error) {
    keeper.closeSync();
    instance.closeSync();
    throw error;
  }
  return { instance, keeper };
}

/** A text as SQL. */
export function sqlText(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}

interface Entry {
  readonly database: Database;
  users: number;
  /** Runs after the file is closed. */
  afterClose: (() => Promise<void>) | undefined;
}

export interface Lease {
  readonly database: Database;
  /** Closes the file when this was its last user. */
  release(): Promise<void>;
  /** Opens the file afresh after a fatal error. Throws while anybody else uses it. */
  reopen(): Promise<void>;
  /** What to do with the file once nobody uses it any more, e.g. give it its final name. */
  afterClose(task: () => Promise<void>): void;
}

export class DatabasePool {
  readonly #options: DatabaseOptions;
  readonly #entries = new Map<string, Entry>();
  #last: Promise<unknown> = Promise.resolve();

  constructor(options: DatabaseOptions) {
    this.#options = options;
  }

  /** Throws DuckDB's error. A file that is open already is shared, whatever `mode` asks for. */
  acquire(path: string, mode: OpenMode): Promise<Lease> {
    return this.#inTurn(async () => {
      const key = await canonicalPath(path);
      const open = this.#entries.get(key);
      const entry = open ?? {
        database: await Database.open(path, mode, this.#options),
        users: 0,
        afterClose: undefined,
      };
      entry.users++;
      this.#entries.set(key, entry);
      return this.#lease(key, entry);
    });
  }

  /** True while any file is open. */
  get isInUse(): boolean {
    return this.#entries.size > 0;
  }

  async isOpen(path: string): Promise<boolean> {
    return this.#entries.has(await canonicalPath(path));
  }

  #lease(key: string, entry: Entry): Lease {
    let held = true;
    return {
      database: entry.database,
      reopen: () =>
        this.#inTurn(async () => {
          // Their connections would keep the old instance, and with it the file, open beside the new one.
          if (entry.users > 1) throw new Error('the session is open for replay; close it to go on recording');
          await entry.database.reopen();
        }),
      afterClose: (task) => {
        entry.afterClose = task;
      },
      release: () =>
        this.#inTurn(async () => {
          if (!held) return;
          held = false;
          entry.users--;
          if (entry.users > 0) return;
          this.#entries.delete(key);
          await entry.database.close();
          await entry.afterClose?.();
        }),
    };
  }

  /** Opening and closing never overlap: a path is free only when its close has finished. */
  #inTurn<T>(task: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(task);
    this.#last = turn.catch(() => {});
    return turn;
  }
}

/** Links resolved, also for a file that does not exist yet. */
async function canonicalPath(path: string): Promise<string> {
  const full = resolve(path);
  try {
    return await realpath(full);
  } catch {
    const folder = await realpath(dirname(full)).catch(() => dirname(full));
    return join(folder, basename(full));
  }
}
