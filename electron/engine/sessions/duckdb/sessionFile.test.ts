/** What only files can show: refusals, recovery, failures of the disk, the tables other tools see. */
import { type ChildProcess, spawn } from 'node:child_process';
import { chmod, copyFile, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { MarketEvent } from '../../../../shared/model/events';
import {
  candle,
  feedStatus,
  gap,
  liquidation,
  START_MS,
  stamped,
  TEST_VENUES,
  trade,
} from '../../../../shared/model/testing/arbitraries.testkit';
import { TABLES } from '../../../../shared/session/schema';
import { VIEWS } from '../../../../shared/session/views';
import { newSession, readAll, recorded, value } from '../sessionStore.testkit';
import { DuckDbSessionStore } from './duckDbSessionStore';
import { fileError } from './openErrors';

let folder: string;
let store: DuckDbSessionStore;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'breakwater-files-'));
  store = new DuckDbSessionStore({ folder });
});

afterEach(() => rm(folder, { recursive: true, force: true }));

const trades = (count: number, firstSeq = 1): MarketEvent[] =>
  stamped(
    Array.from({ length: count }, (_, index) => trade({ tradeId: firstSeq + index, instrument: 1 })),
    firstSeq,
  );

/** Runs SQL over a file as another tool would. */
async function sql(path: string, statement: string): Promise<unknown[][]> {
  const instance = await DuckDBInstance.create(path);
  const connection = await instance.connect();
  try {
    return (await connection.runAndReadAll(statement)).getRows();
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

/**
 * A session as a kill leaves it: the files are copied while the writer is open, after `commits` commits of 100
 * trades each.
 */
async function killedSession(name: string, commits: number): Promise<string> {
  const elsewhere = await mkdtemp(join(tmpdir(), 'breakwater-writer-'));
  const writing = new DuckDbSessionStore({ folder: elsewhere });
  const writer = value(await writing.create(newSession()));
  for (let commit = 0; commit < commits; commit++) {
    for (const event of trades(100, 1 + 100 * commit)) writer.append(event);
    value(await writer.commit());
  }
  const path = join(folder, `${name}.recording.duckdb`);
  for (const file of await readdir(elsewhere)) {
    if (file.includes('.duckdb')) {
      const [, tail = ''] = file.split('.recording.duckdb');
      await copyFile(join(elsewhere, file), path + tail);
    }
  }
  value(await writer.close());
  await rm(elsewhere, { recursive: true });
  return path;
}

describe('a file that is no session', () => {
  const refused = async (path: string) => {
    const before = await contentOf(path);
    const opened = await store.open(path);
    if (opened.ok) throw new Error('it was opened');
    expect(opened.error.message).toContain(basename(path));
    expect(await contentOf(path)).toBe(before);
    return opened.error.code;
  };

  it('is refused with a sentence and left as it is', async () => {
    const at = (name: string) => join(folder, name);
    await writeFile(at('notes.duckdb'), 'shopping list: milk, bread, butter');
    await writeFile(at('empty.duckdb'), '');
    await mkdir(at('folder.duckdb'));
    await sql(at('foreign.duckdb'), 'CREATE TABLE meta(a INTEGER)');
    await sql(at('other.duckdb'), 'CREATE TABLE meta(key VARCHAR, value VARCHAR)');
    expect(await refused(at('missing.duckdb'))).toBe('unknown-session');
    expect(await refused(at('notes.duckdb'))).toBe('not-a-session');
    expect(await refused(at('empty.duckdb'))).toBe('not-a-session');
    expect(await refused(at('folder.duckdb'))).toBe('not-a-session');
    expect(await refused(at('foreign.duckdb'))).toBe('not-a-session');
    expect(await refused(at('other.duckdb'))).toBe('not-a-session');
  });

  it('is refused when it is newer than this version, lacks a column, or hides SQL in a table', async () => {
    const made = async (name: string, statement: string) => {
      const session = await recorded(store, trades(3));
      await session.close();
      const path = join(folder, name);
      await copyFile(join(folder, `${session.id}.duckdb`), path);
      await sql(path, statement);
      return refused(path);
    };
    expect(await made('newer.duckdb', `INSERT INTO meta VALUES ('schema_version', '2')`)).toBe(
      'session-too-new',
    );
    expect(await made('less.duckdb', 'DROP VIEW ticker_v; ALTER TABLE ticker DROP COLUMN bid')).toBe(
      'session-damaged',
    );
    const view = `DROP TABLE gap; CREATE VIEW gap AS SELECT * FROM trade`;
    expect(await made('view.duckdb', view)).toBe('session-damaged');
  });

  it('is refused when its first pages are damaged', async () => {
    const session = await recorded(store, trades(5_000));
    await session.close();
    const path = join(folder, `${session.id}.duckdb`);
    const bytes = await readFile(path);
    bytes.fill(0x5a, 4_096, 3 * 4_096);
    await writeFile(path, bytes);
    expect(await refused(path)).toBe('session-damaged');
    expect(await store.list()).toMatchObject([{ id: session.id, state: 'damaged' }]);
  });

  it('is refused while another program writes it', async () => {
    const session = await recorded(store, trades(3));
    await session.close();
    const path = join(folder, `${session.id}.duckdb`);
    const other = await holdOpen(path);
    try {
      expect(await refused(path)).toBe('session-busy');
    } finally {
      await ended(other);
    }
    await value(await store.open(path)).close();
  });

  it('is named when permissions forbid it', async () => {
    const denied = Object.assign(new Error('EACCES'), { code: 'EACCES' });
    expect(fileError('/a/b.duckdb', denied)).toMatchObject({ code: 'not-allowed' });
    if (process.getuid?.() === 0) {
      process.stderr.write('Not tried as root, who may read everything: opening an unreadable file.\n');
      return;
    }
    const session = await recorded(store, trades(3));
    await session.close();
    const path = join(folder, `${session.id}.duckdb`);
    await chmod(path, 0o000);
    expect(await store.open(path)).toMatchObject({ ok: false, error: { code: 'not-allowed' } });
  });
});

describe('a session that a kill left open', () => {
  it('is recovered with everything committed, marked where it ends, and renamed', async () => {
    const path = await killedSession('20240808T140000Z_a', 5);
    const [outcome] = await store.recover();
    expect(outcome).toMatchObject({ id: '20240808T140000Z_a', outcome: 'recovered', endsAtMs: START_MS });
    expect(await readdir(folder)).toEqual(['20240808T140000Z_a.duckdb']);
    const session = value(await store.open('20240808T140000Z_a'));
    const events = await readAll(session);
    expect(events.slice(0, 500)).toEqual(trades(500));
    expect(events.slice(500)).toMatchObject([
      { kind: 'gap', seq: 501, stream: 'trades', toMs: START_MS + 1 },
    ]);
    await session.close();
    expect(await store.list()).toMatchObject([{ state: 'recovered', assets: ['BTC'] }]);
    expect(await store.recover()).toEqual([]);
    expect(path).not.toBe('');
  });

  it.each([1, 9, 100, 2_000])('opens when the log lost its last %i bytes', async (lost) => {
    const path = await killedSession('cut', 5);
    const log = await readFile(`${path}.wal`);
    await writeFile(`${path}.wal`, log.subarray(0, log.length - lost));
    await wholeCommitsLeft('cut');
  });

  it.each([0.1, 0.3, 0.5, 0.7, 0.9, 0.99])(
    'opens when the log is corrupt at %f of its length',
    async (share) => {
      const path = await killedSession('flip', 5);
      const log = await readFile(`${path}.wal`);
      const at = Math.floor(share * log.length);
      log[at] = (log[at] ?? 0) ^ 0xff;
      await writeFile(`${path}.wal`, log);
      await wholeCommitsLeft('flip');
    },
  );

  it('opens when the end of the log is zeros', async () => {
    const path = await killedSession('zero', 5);
    const log = await readFile(`${path}.wal`);
    log.fill(0, log.length - 4_096);
    await writeFile(`${path}.wal`, log);
    await wholeCommitsLeft('zero');
  });

  it('is called damaged and kept byte for byte when nothing helps', async () => {
    const path = await killedSession('lost', 2);
    const bytes = await readFile(path);
    bytes.fill(0x11, 4_096, 3 * 4_096);
    await writeFile(path, bytes);
    const log = await readFile(`${path}.wal`);
    expect(await store.recover()).toMatchObject([{ id: 'lost', outcome: 'damaged', endsAtMs: null }]);
    expect(bytes.equals(await readFile(join(folder, 'lost.damaged.duckdb')))).toBe(true);
    expect(log.equals(await readFile(join(folder, 'lost.damaged.duckdb.wal')))).toBe(true);
    expect(await store.list()).toMatchObject([{ id: 'lost', state: 'damaged' }]);
    expect(await store.open('lost')).toMatchObject({ ok: false, error: { code: 'session-damaged' } });
    expect(await store.recover()).toEqual([]);
  });

  it('is no session when it was killed before there was anything in it', async () => {
    await sql(join(folder, 'new.recording.duckdb'), 'SELECT 1');
    expect(await store.recover()).toEqual([]);
    expect(await readdir(folder)).toEqual([]);
  });

  it('is kept when it holds anything, even if that is no session', async () => {
    await sql(join(folder, 'foreign.recording.duckdb'), 'CREATE TABLE something(a INTEGER)');
    expect(await store.recover()).toMatchObject([{ id: 'foreign', outcome: 'damaged' }]);
    expect(await readdir(folder)).toEqual(['foreign.damaged.duckdb']);
  });

  it('is folded in when it was given a title at that moment', async () => {
    const session = await recorded(store, trades(10));
    const { id } = session;
    await session.close();
    const path = join(folder, `${id}.duckdb`);
    const copy = join(folder, 'copy.bin');
    await copyFile(path, copy);
    const instance = await DuckDBInstance.create(path);
    const connection = await instance.connect();
    await connection.run(`INSERT INTO meta VALUES ('pinned', 'true')`);
    const log = await readFile(`${path}.wal`);
    connection.closeSync();
    instance.closeSync();
    await copyFile(copy, path);
    await writeFile(`${path}.wal`, log);
    await rm(copy);
    expect(await store.recover()).toEqual([]);
    expect(await readdir(folder)).toEqual([`${id}.duckdb`]);
    expect(await store.list()).toMatchObject([{ id, state: 'closed', pinned: true }]);
  });

  it('is left alone while another program records it', async () => {
    const path = await killedSession('busy', 2);
    const other = await holdOpen(path);
    try {
      expect(await store.recover()).toEqual([]);
      expect(await readdir(folder)).toContain('busy.recording.duckdb');
    } finally {
      await ended(other);
    }
  });

  it('is recovered when it is opened, if it was recorded outside the folder', async () => {
    const path = await killedSession('outside', 3);
    const elsewhere = join(folder, 'export', 'mine.duckdb');
    await mkdir(join(folder, 'export'));
    await copyFile(path, elsewhere);
    await copyFile(`${path}.wal`, `${elsewhere}.wal`);
    const session = value(await store.open(elsewhere));
    expect((await session.report()).summary.state).toBe('recovered');
    expect((await readAll(session)).filter(({ kind }) => kind === 'trade')).toEqual(trades(300));
    await session.close();
  });

  /** Recovers, and finds whole commits of 100 trades from the first on. */
  async function wholeCommitsLeft(id: string): Promise<void> {
    expect(await store.recover()).toMatchObject([{ id, outcome: 'recovered' }]);
    const session = value(await store.open(id));
    const found = (await readAll(session)).filter(({ kind }) => kind === 'trade');
    expect(found).toEqual(trades(found.length));
    expect(found.length % 100).toBe(0);
    await session.close();
  }
});

describe('a disk that fails', () => {
  it('keeps the buffer, and commits it once when there is room again', async () => {
    let full = false;
    const beforeCommit = () => {
      if (full) throw new Error('IO Error: Could not write file: No space left on device');
    };
    store = new DuckDbSessionStore({ folder, beforeCommit });
    const writer = value(await store.create(newSession()));
    for (const event of trades(10)) writer.append(event);
    value(await writer.commit());
    full = true;
    for (const event of trades(3_000, 11)) writer.append(event);
    expect(await writer.commit()).toMatchObject({ ok: false, error: { code: 'disk-full' } });
    expect(writer.pending().events).toBe(3_000);
    for (const event of trades(5, 3_011)) writer.append(event);
    expect(await writer.commit()).toMatchObject({ ok: false, error: { code: 'disk-full' } });
    expect(await writer.close()).toMatchObject({ ok: false });
    full = false;
    value(await writer.close());
    const session = value(await store.open(writer.id));
    expect(await readAll(session)).toEqual(trades(3_015));
    await session.close();
  });

  it('is told in a sentence when the session cannot even be created', async () => {
    await writeFile(join(folder, 'file'), '');
    const blocked = new DuckDbSessionStore({ folder: join(folder, 'file', 'sessions') });
    expect(await blocked.create(newSession())).toMatchObject({ ok: false });
  });
});

describe('a file of the caller’s choice', () => {
  it('is written there, and never over another', async () => {
    const file = join(folder, 'mine.duckdb');
    const writer = value(await store.create(newSession({ file })));
    writer.append({ ...trade(), seq: 1, receiveTimeMs: START_MS });
    value(await writer.close());
    const session = value(await store.open(file));
    expect(session.info.lastSeq).toBe(1);
    await session.close();
    expect(await store.create(newSession({ file }))).toMatchObject({
      ok: false,
      error: { code: 'bad-argument' },
    });
  });
});

describe('the tables other tools see', () => {
  const events = stamped<MarketEvent>([
    trade({ exchangeTimeMs: START_MS, priceTicks: 6_180_030, quantityLots: 1_500, takerSide: 'sell' }),
    trade({ exchangeTimeMs: 0, instrument: 1, priceTicks: 5, quantityLots: 0 }),
    liquidation({ notionalUsd: 12.5 }),
    gap(),
    feedStatus(),
    candle({ takerBuyBase: null }),
  ]);

  it('show units, words and unknowns', async () => {
    const session = await recorded(store, events);
    await session.close();
    const path = join(folder, `${session.id}.duckdb`);
    const rows = await sql(
      path,
      `SELECT ts::VARCHAR, exchange_ts::VARCHAR, venue, symbol, asset, side, price, quantity, notional_usd
       FROM trade_v ORDER BY seq`,
    );
    expect(rows).toEqual([
      [
        '2024-08-08 14:00:00.04',
        '2024-08-08 14:00:00',
        'binance',
        'BTCUSDT',
        'BTC',
        'sell',
        61_800.3,
        1.5,
        92_700.45,
      ],
      ['2024-08-08 14:00:00.04', null, 'binanceusdm', 'BTCUSDT', 'BTC', 'buy', 0.5, 0, 0],
    ]);
    expect(await sql(path, 'SELECT position_side, notional_usd FROM liquidation_v')).toEqual([
      ['short', 12.5],
    ]);
    expect(await sql(path, 'SELECT venue, symbol, filled FROM gap_v')).toEqual([['bybit', null, false]]);
    expect(await sql(path, 'SELECT taker_buy_base, closed, origin FROM candle_v')).toEqual([
      [null, true, 'history'],
    ]);
    for (const { name } of VIEWS) await sql(path, `SELECT * FROM ${name}`);
  });

  it('say in every exported row that they are of a simulated market', async () => {
    const venues = TEST_VENUES.map((venue) => ({ ...venue, simulated: true }));
    const writer = value(await store.create(newSession({ venues })));
    for (const event of events) writer.append(event);
    value(await writer.close());
    const session = value(await store.open(writer.id));
    const csv = join(folder, 'trades.csv');
    value(await session.exportTable('trades', 'csv', csv));
    const [head, ...rows] = (await readFile(csv, 'utf8')).trimEnd().split('\n');
    expect(head).toMatch(/^market,ts,.*,seq$/);
    expect(rows).toHaveLength(2);
    for (const row of rows) expect(row).toMatch(/^SIMULATED,/);
    const parquet = join(folder, 'gaps.parquet');
    value(await session.exportTable('gap', 'parquet', parquet));
    expect(await sql(':memory:', `SELECT market FROM '${parquet}'`)).toEqual([['SIMULATED']]);
  });

  it('are exported as CSV and Parquet', async () => {
    const session = await recorded(store, events);
    const csv = join(folder, "it's.csv");
    expect(await session.exportTable('trades', 'csv', csv)).toEqual({ ok: true, value: 2 });
    const [head, first] = (await readFile(csv, 'utf8')).split('\n');
    expect(head).toBe(
      'ts,exchange_ts,venue,symbol,asset,side,price,quantity,notional_usd,trade_id,backfilled,seq',
    );
    expect(first).toContain('binance,BTCUSDT,BTC,sell,61800.3,1.5,92700.45');
    const parquet = join(folder, 'gaps.parquet');
    expect(await session.exportTable('gap', 'parquet', parquet)).toEqual({ ok: true, value: 1 });
    expect(await sql(':memory:', `SELECT stream FROM '${parquet}'`)).toEqual([['trades']]);
    expect(await session.exportTable('secrets', 'csv', csv)).toMatchObject({
      error: { code: 'bad-argument' },
    });
    expect(
      await session.exportTable('trades', 'csv', join(folder, 'no', 'such', 'folder.csv')),
    ).toMatchObject({
      ok: false,
    });
    await session.close();
  });

  it('are in a format that any DuckDB since 1.0 reads', async () => {
    const session = await recorded(store, events);
    await session.close();
    const file = await readFile(join(folder, `${session.id}.duckdb`));
    expect(file.readUInt32LE(12)).toBe(64);
  });
});

it('takes little room for a trade', async () => {
  const session = await recorded(store, trades(100_000));
  await session.close();
  expect((await stat(join(folder, `${session.id}.duckdb`))).size / 100_000).toBeLessThan(30);
});

/** As one string, which compares faster than a Buffer; null for a folder or nothing. */
async function contentOf(path: string): Promise<string | null> {
  return readFile(path, 'latin1').catch(() => null);
}

/** Another process that has the file open for writing. */
async function holdOpen(path: string): Promise<ChildProcess> {
  const script = `
    import { DuckDBInstance } from '@duckdb/node-api';
    const instance = await DuckDBInstance.create(process.argv[1]);
    process.stdout.write('open');
    process.stdin.resume();
    process.stdin.on('end', () => { instance.closeSync(); process.exit(0); });`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script, path], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  await new Promise((resolve) => child.stdout.once('data', resolve));
  return child;
}

async function ended(child: ChildProcess): Promise<void> {
  const closed = new Promise((resolve) => child.once('close', resolve));
  child.stdin?.end();
  await closed;
}

describe('a file from before a table was added', () => {
  const older = async (): Promise<string> => {
    const session = await recorded(store, [...trades(3), ...stamped([gap()], 4)]);
    const { id } = session;
    await session.close();
    const path = join(folder, `${id}.duckdb`);
    for (const { name, addedLater } of TABLES) {
      if (!addedLater) continue;
      await sql(path, `DROP VIEW IF EXISTS "${name}_v"; DROP TABLE "${name}"`);
    }
    return id;
  };

  it('is read as if that table were empty', async () => {
    const session = value(await store.open(await older()));
    expect(await readAll(session)).toEqual([...trades(3), ...stamped([gap()], 4)]);
    expect(await session.seqAtTime(START_MS)).toBe(4);
    expect((await session.report()).counts).toHaveLength(2);
    await session.close();
    expect(await store.list()).toMatchObject([{ state: 'closed', simulated: false }]);
  });

  it('says so when that table is to be exported', async () => {
    const session = value(await store.open(await older()));
    const refused = await session.exportTable('series', 'csv', join(folder, 'out.csv'));
    expect(refused).toMatchObject({ ok: false, error: { code: 'not-supported' } });
    await session.close();
  });
});
