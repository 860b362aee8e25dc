/** Bad input to the built command: each time a sentence that names the thing and says what to do. */
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { breakwater, CLI, Program } from '../fixtures/program';
import { startVenue } from '../venue/venue';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

/** Nothing listens on port 1: every connection is refused at once, as without a network. */
const NOWHERE = ['binance', 'binanceusdm', 'bybit'].flatMap((venue) => [
  '--venue-url',
  `${venue}=http://127.0.0.1:1`,
]);
const COMMANDS = ['serve', 'record', 'info', 'figures', 'export'];

let folder: string;
/** A good session of 10 s of market time. */
let session: string;
let recordingSaid: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'breakwater-cli-'));
  session = join(folder, 'good.duckdb');
  const venue = await startVenue({ play: 'synthetic:600@binanceusdm', speed: 20, ratePerSecond: 10 });
  const origin = `binanceusdm=${venue.origins.binanceusdm}`;
  const market = ['--venues', 'binanceusdm', '--venue-url', origin, '--assets', 'BTC,NOPE'];
  const recorded = await breakwater('record', '--out', session, '--for', '10s', ...market);
  await venue.close();
  recordingSaid = recorded.stderr;
  expect(recorded.code).toBe(0);
});

const started: Program[] = [];
afterEach(async () => {
  for (const program of started.splice(0)) await program.end();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function serve(...args: readonly string[]): Program {
  const program = new Program(CLI, ['serve', ...args]);
  started.push(program);
  return program;
}

const inFolder = (name: string) => join(folder, name);

describe('help', () => {
  it('is given by every command, and by none in particular', async () => {
    const overview = await breakwater('--help');
    expect(overview.code).toBe(0);
    for (const name of COMMANDS) {
      expect(overview.stdout).toContain(name);
      const help = await breakwater(name, '--help');
      expect([help.code, help.stderr]).toEqual([0, '']);
      expect(help.stdout).toContain(`Usage: breakwater ${name}`);
    }
  });
});

describe('wrong arguments', () => {
  it.each([
    [['sing'], /there is no command "sing"/],
    [['serve', 'now'], /"now" is one argument too many/],
    [['serve', '--port', '99999'], /"99999" is not a port.*0 to 65535/],
    [['serve', '--venues', 'kraken'], /"kraken" is not a venue.*Choose from: binance/],
    [['record'], /--out is missing.*--help/],
    [['record', '--out', 'x', '--for', 'soon'], /"soon" is not a duration.*10m/],
    [['record', '--out', 'x', '--assets', 'B T C'], /"B T C" is not an asset/],
    [['record', '--out', 'x', '--venue-url', 'binance'], /"binance" is not a venue and its origin/],
    [['info'], /FILE is missing.*--help/],
    [['info', 'x', '--yaml'], /Unknown option '--yaml'.*--help/],
    [['figures', 'x', '--at', 'noon'], /"noon" is not a time.*2026-01-14T/],
    [['figures', 'x', '--window', '3y'], /"3y" is not a duration/],
    [['export', 'x', '--out', 'y'], /--table is missing/],
    [['export', 'x', '--table', 'trades', '--out', import.meta.filename], /exists already/],
    [['export', 'x', '--table', 'trade', '--format', 'xml', '--out', 'y'], /"xml" is not a format.*csv/],
  ])('%j exit 2 with one line and a hint', async (args, sentence) => {
    const { code, stdout, stderr } = await breakwater(...args);
    expect(stderr).toMatch(sentence);
    expect([code, stdout, stderr.trimEnd().split('\n').length]).toEqual([2, '', 1]);
  });
});

describe('a file that is no session', () => {
  const made: readonly (readonly [string, (path: string) => void, RegExp])[] = [
    ['absent', () => {}, /There is no session at .*absent\.duckdb/],
    ['foreign', (path) => writeFileSync(path, 'time,price\n1,2\n'), /foreign\.duckdb is not a DuckDB file/],
    ['empty', (path) => writeFileSync(path, ''), /empty\.duckdb is empty/],
    ['folder', (path) => mkdirSync(path), /folder\.duckdb is a folder/],
    ['truncated', cutShort, /truncated\.duckdb is damaged and cannot be read/],
  ];

  function cutShort(path: string): void {
    writeFileSync(path, readFileSync(session));
    truncateSync(path, 200_000);
  }

  it.each(made)('(%s) is refused by every command that reads one', async (name, make, sentence) => {
    const path = inFolder(`${name}.duckdb`);
    make(path);
    const export_ = ['export', path, '--table', 'trades', '--out', inFolder('rows.csv')];
    for (const args of [['info', path], ['figures', path], export_]) {
      const { code, stderr } = await breakwater(...args);
      expect(stderr).toMatch(sentence);
      expect(stderr).not.toMatch(/^ +at /m);
      expect(code).toBeGreaterThan(0);
    }
  });
});

describe('record', () => {
  it('goes on with the other assets when a venue does not trade one, and names it', async () => {
    expect(recordingSaid).toMatch(/binanceusdm \w+: NOPE not traded here/);
    const info = JSON.parse((await breakwater('info', session, '--json')).stdout);
    expect(info.counts).toContainEqual(
      expect.objectContaining({ kind: 'trade', instrumentId: 'binanceusdm:BTCUSDT' }),
    );
  });

  it('never writes over a file', async () => {
    const before = readFileSync(session);
    const { code, stderr } = await breakwater('record', '--out', session, ...NOWHERE);
    expect(stderr).toMatch(/good\.duckdb already exists\. Choose another file name/);
    expect(code).toBe(2);
    expect(readFileSync(session).equals(before)).toBe(true);
  });

  it('says that a folder is missing', async () => {
    const { code, stderr } = await breakwater('record', '--out', inFolder('no/x.duckdb'), ...NOWHERE);
    expect(stderr).toMatch(/x\.duckdb cannot be written: its folder does not exist\. Create the folder/);
    expect(code).toBe(1);
  });
});

describe('serve', () => {
  it('stays up without a network and keeps trying', async () => {
    const program = serve('--data-dir', inFolder('offline'), ...NOWHERE);
    const [, url = ''] = await program.says(/Breakwater is at (\S+)/);
    expect((await fetch(url, { redirect: 'manual' })).status).toBeLessThan(400);
    const { code, stderr } = await program.end();
    expect(code).toBe(0);
    expect(stderr).not.toContain('failed during');
  });

  it('says when its port is in use', async () => {
    const [, port = ''] = await serve('--data-dir', inFolder('first'), ...NOWHERE).says(/127\.0\.0\.1:(\d+)/);
    const second = await breakwater('serve', '--port', port, '--data-dir', inFolder('second'), ...NOWHERE);
    expect(second.stderr).toMatch(new RegExp(`Port ${port} on 127.0.0.1 is .*use`));
    expect(second.code).toBe(1);
  });

  it('refuses a data folder that is a file', async () => {
    const { code, stderr } = await breakwater('serve', '--data-dir', session);
    expect(stderr).toMatch(
      /good\.duckdb cannot be the data folder: there is a file of that name.*--data-dir/,
    );
    expect(code).toBe(1);
  });

  it('starts with a wrong setting replaced and the file kept', async () => {
    const dataDir = inFolder('settings');
    const text = '{"assets":["BTC"],"theme":"pink"}';
    mkdirSync(dataDir);
    writeFileSync(join(dataDir, 'settings.json'), text);
    await serve('--data-dir', dataDir, ...NOWHERE).says(/Breakwater is at/);
    const kept = readdirSync(dataDir).filter((name) => name.includes('.broken'));
    expect(kept).toHaveLength(1);
    expect(readFileSync(join(dataDir, kept[0] ?? ''), 'utf8')).toBe(text);
  });
});
