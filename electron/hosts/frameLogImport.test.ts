/** Raw logs from their files to a session, by the formats of this host. */
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { importFiles } from '../engine/imports/importFiles';
import { surveyFiles } from '../engine/imports/survey';
import { importFormats } from './openImports';
import { openStore } from './openStore';

const DATA = process.env.BREAKWATER_TEST_DATA ?? resolve(import.meta.dirname, '../../../shared/data');
const CAPTURES = resolve(DATA, 'captures');
const IS_THERE = existsSync(CAPTURES);
if (!IS_THERE) process.stderr.write(`Skipped: ${CAPTURES} is not there\n`);

/** What the survey counts and the import brings: events, trades among them, and the venues. */
async function imported(name: string) {
  const folder = await mkdtemp(join(tmpdir(), 'frame-logs-'));
  try {
    const context = { signal: new AbortController().signal, onProgress: () => {} };
    const choice = { path: join(CAPTURES, name), format: null, parameters: {} };
    const survey = await surveyFiles([choice], importFormats, context);
    const [file] = survey.files;
    const counts = file?.counts ?? [];
    const sum = (kind?: string) =>
      counts
        .filter((each) => kind === undefined || each.kind === kind)
        .reduce((total, { rows }) => total + rows, 0);
    const done = await importFiles(
      {
        survey,
        store: openStore(),
        title: name,
        appVersion: '0.0.0',
        startedAtMs: 0,
        file: join(folder, 'session.duckdb'),
        scratchFolder: folder,
      },
      context,
    );
    if (!done.ok) throw new Error(done.error.message);
    const { rows, summary } = done.value;
    const { venues, gaps, assets } = summary;
    expect(rows).toBe(sum());
    return {
      format: file?.format?.id,
      isSorted: file?.isSorted,
      trades: sum('trade'),
      books: sum('book'),
      venues,
      gaps,
      assets,
    };
  } finally {
    await rm(folder, { recursive: true });
  }
}

describe.skipIf(!IS_THERE)('raw logs', () => {
  it('of Binance become a session that holds what the survey counted', async () => {
    expect(await imported('binance_spot_BTCUSDT_20240808.log.gz')).toEqual({
      format: 'frameLog',
      isSorted: true,
      trades: 9_757,
      books: 340,
      venues: ['binance'],
      gaps: 0,
      assets: ['BTC'],
    });
  });

  it('of Bybit become a session of linear and spot', async () => {
    const { trades, venues, assets, isSorted } = await imported('bybit.jsonl.gz');
    expect([trades, venues.toSorted(), assets.toSorted(), isSorted]).toEqual([
      347,
      ['bybit', 'bybitspot'],
      ['BTC', 'DOGE', 'ETH', 'SOL'],
      // One connection stands below the other: the import puts them in the order they came in.
      false,
    ]);
  });

  it('of Coinbase and OKX become sessions', async () => {
    expect(await imported('coinbase.jsonl.gz')).toMatchObject({ trades: 279, venues: ['coinbase'], gaps: 0 });
    expect(await imported('okx.jsonl.gz')).toMatchObject({ trades: 69 });
  });
});
