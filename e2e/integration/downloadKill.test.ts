/** A download that is killed (-9) in the middle of an answer, wherever that is, goes on where it was. */
import { existsSync, readdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { zipOf } from '../../electron/engine/imports/inputs/zip.testkit';
import {
  HISTORY_DAY,
  HISTORY_TRADES,
  klineRow,
  startHistoryVenue,
} from '../../electron/exchanges/history/historyVenue.testkit';
import { breakwater, CLI, Program } from '../fixtures/program';

const NAME = `BTCUSDT-1m-${HISTORY_DAY}`;
const KLINES = `/data/futures/um/daily/klines/BTCUSDT/1m/${NAME}.zip`;

/** Requests answered before the kill: of the file of candles and its checksum, then of the pages of trades. */
const KILLED_AFTER = [0, 1, 3, 2];

it('is whole in the end, and fetches nothing again that was whole', { timeout: 120_000 }, async () => {
  const folder = await mkdtemp(join(tmpdir(), 'breakwater-download-kill-'));
  const text = Array.from({ length: 1_440 }, (_, index) => klineRow(index).join()).join('\n');
  const venue = await startHistoryVenue(new Map([[KLINES, zipOf([{ name: `${NAME}.csv`, text }])]]));
  const out = join(folder, 'day.duckdb');
  const args = [
    ...['download', '--venue', 'binanceusdm', '--asset', 'BTC', '--from', HISTORY_DAY, '--out', out],
    ...['--kinds', 'candles,trades', '--data-dir', folder, '--venue-url', `binanceusdm=${venue.origin}`],
    ...['--venue-url', `publicdata=${venue.origin}`],
  ];
  const parts = join(folder, 'imports', 'downloads', 'binanceusdm', 'BTCUSDT');
  try {
    for (const answers of KILLED_AFTER) {
      const held = venue.holdAfter(answers);
      const program = new Program(CLI, args);
      const ended = program.outcome().then(({ stderr }) => expect.fail(`it ended before: ${stderr}`));
      ended.catch(() => {});
      await Promise.race([held, ended]);
      await program.end('SIGKILL');
      expect(existsSync(out)).toBe(false);
    }
    expect(readdirSync(parts)).toContain(`${NAME}.zip`);
    venue.asked.splice(0);
    const { code, stderr } = await breakwater(...args);
    expect([code, stderr]).toEqual([0, expect.any(String)]);
    expect(venue.asked.filter((path) => path.startsWith(KLINES))).toEqual([]);
    const info = JSON.parse((await breakwater('info', out, '--json')).stdout);
    const rowsOf = (kind: string) => info.counts.find((count: { kind: string }) => count.kind === kind)?.rows;
    expect([rowsOf('candle') >= 1_440, rowsOf('trade')]).toEqual([true, HISTORY_TRADES]);
    expect(existsSync(parts) ? readdirSync(parts) : []).toEqual([]);
  } finally {
    await venue.stop();
    await rm(folder, { recursive: true, force: true });
  }
});
