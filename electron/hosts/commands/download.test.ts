/** The past of a market, from a venue on loopback into a session. */
import { existsSync, readdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { zipOf } from '../../engine/imports/inputs/zip.testkit';
import {
  HISTORY_DAY,
  HISTORY_DAY_MS,
  HISTORY_TRADES,
  klineRow,
  startHistoryVenue,
} from '../../exchanges/history/historyVenue.testkit';
import { runCommand } from '../command';
import { openStore } from '../openStore';
import { downloadCommand } from './download';

const FOLDER = '/data/futures/um/daily';
const KLINES = `${FOLDER}/klines/BTCUSDT/1m/BTCUSDT-1m-${HISTORY_DAY}.zip`;
const METRICS = `${FOLDER}/metrics/BTCUSDT/BTCUSDT-metrics-${HISTORY_DAY}.zip`;

function publicFiles(): Map<string, Buffer> {
  const klines = Array.from({ length: 1_440 }, (_, index) => klineRow(index).join()).join('\n');
  const header =
    'create_time,symbol,sum_open_interest,sum_open_interest_value,count_toptrader_long_short_ratio,sum_toptrader_long_short_ratio,count_long_short_ratio,sum_taker_long_short_vol_ratio';
  const metrics = Array.from({ length: 288 }, (_, index) => {
    const time = new Date(HISTORY_DAY_MS + index * 300_000).toISOString().slice(0, 19).replace('T', ' ');
    return `${time},BTCUSDT,80000.5,7760048500,1.2,1.3,1.1,0.9`;
  });
  const zip = (name: string, text: string) => zipOf([{ name, text }]);
  return new Map([
    [KLINES, zip(`BTCUSDT-1m-${HISTORY_DAY}.csv`, klines)],
    [METRICS, zip(`BTCUSDT-metrics-${HISTORY_DAY}.csv`, [header, ...metrics].join('\n'))],
  ]);
}

let folder: string;
let venue: Awaited<ReturnType<typeof startHistoryVenue>>;
let out: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'breakwater-download-'));
  venue = await startHistoryVenue(publicFiles());
  out = join(folder, 'day.duckdb');
});
afterEach(async () => {
  await venue.stop();
  await rm(folder, { recursive: true });
});

async function download(...more: string[]) {
  let said = '';
  const note = (text: string) => {
    said += text;
  };
  const code = await runCommand(
    downloadCommand,
    [
      ...['--venue', 'binanceusdm', '--asset', 'BTC', '--from', HISTORY_DAY, '--out', out],
      ...['--data-dir', folder, '--venue-url', `binanceusdm=${venue.origin}`],
      ...['--venue-url', `publicdata=${venue.origin}`, ...more],
    ],
    { out: note, err: note, signal: new AbortController().signal },
  );
  return { code, said };
}

async function contents() {
  const opened = await openStore().open(out);
  if (!opened.ok) throw new Error(opened.error.message);
  const report = await opened.value.report();
  await opened.value.close();
  const counts = new Map(report.counts.map(({ kind, rows }) => [kind, rows]));
  return { counts, findings: report.imported.findings };
}

const kept = () => {
  const parts = join(folder, 'imports', 'downloads', 'binanceusdm', 'BTCUSDT');
  return existsSync(parts) ? readdirSync(parts).sort() : [];
};

describe('download', () => {
  it('takes checked files where there are some and REST where there are none', async () => {
    const { code, said } = await download('--kinds', 'trades,openInterest,funding');
    expect(said).not.toContain('refused');
    expect(code).toBe(0);
    const { counts, findings } = await contents();
    expect(counts.get('trade')).toBe(HISTORY_TRADES);
    expect(counts.get('openInterest')).toBe(288);
    expect(counts.has('liquidation')).toBe(false);
    const missing = findings.find(({ file }) => file === 'liquidations');
    expect(missing).toMatchObject({ kind: 'gap', action: 'noted' });
    expect(missing?.detail).toContain('publishes no past liquidations');
    expect(findings.filter(({ action }) => action === 'dropped').map(({ kind }) => kind)).toEqual([
      'unknownColumn',
    ]);
    expect(kept()).toEqual([]);
  });

  it('refuses a file that is not what its checksum says, keeps what was whole, and goes on from there', async () => {
    venue.damaged.set(METRICS, 2);
    const first = await download();
    expect(first.code).toBe(1);
    expect(first.said).toContain('is not what its checksum says');
    expect(existsSync(out)).toBe(false);
    expect(kept()).toContain(`BTCUSDT-1m-${HISTORY_DAY}.zip`);
    expect(kept().filter((name) => name.endsWith('.part'))).toEqual([]);
    const before = venue.asked.filter((path) => path.includes('klines')).length;
    const second = await download();
    expect(second.said).toContain('events of BTCUSDT');
    expect(second.code).toBe(0);
    expect(venue.asked.filter((path) => path.includes('klines'))).toHaveLength(before);
  });

  it('takes a file whole that was damaged on its way once', async () => {
    venue.damaged.set(KLINES, 1);
    expect((await download('--kinds', 'candles')).code).toBe(0);
    expect((await contents()).counts.get('candle')).toBe(1_440);
  });

  it('waits when the venue limits it, and then goes on', async () => {
    venue.limitNext(2);
    expect((await download('--kinds', 'candles')).code).toBe(0);
    expect((await contents()).counts.get('candle')).toBe(1_440);
  });

  it('says what is wrong with the request', async () => {
    expect((await download('--venue', 'nowhere')).said).toContain('Choose from: binance, binanceusdm, bybit');
    expect((await download('--from', 'yesterday')).said).toContain('2025-01-14');
    expect((await download('--kinds', 'weather')).said).toContain('kinds[0]');
  });
});
