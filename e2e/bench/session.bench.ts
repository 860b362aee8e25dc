/**
 * What a large session costs: importing 10 million trades, its size, opening it, seeking in it, rolling it up,
 * playing it. Run as `npm run bench -- session [ROWS]`, or `npm run bench -- session --fuzz [CASES]` to throw
 * broken files at the importer instead.
 */
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { IMPORT_FORMATS } from '../../electron/engine/imports/formats/registry';
import { fuzzImports } from '../../electron/engine/imports/fuzz.testkit';
import { importFiles } from '../../electron/engine/imports/importFiles';
import { surveyFiles } from '../../electron/engine/imports/survey';
import { DuckDbSessionStore } from '../../electron/engine/sessions/duckdb/duckDbSessionStore';

import { printFigures, printTable, round } from './lib/print';
import { measureReading } from './lib/sessionReading';
import { writeTiledTrades } from './lib/tiledTrades';

const ROWS = 10_000_000;
const FUZZ_CASES = 10_000;

async function main(): Promise<void> {
  const [first, second] = process.argv.slice(2);
  if (first === '--fuzz') return fuzz(Number(second ?? FUZZ_CASES));
  const rows = Number(first ?? ROWS);
  const folder = await mkdtemp(join(tmpdir(), 'breakwater-session-'));
  try {
    const csv = join(folder, 'BTCUSDT-aggTrades-2024-08-08.csv');
    await writeTiledTrades(csv, rows);
    console.log(
      `${rows.toLocaleString('en')} trades, ${((await stat(csv)).size / 1e6).toFixed(0)} MB of csv`,
    );
    const imported = await importOnce(folder, csv, rows);
    const reading = await measureReading(imported.file, folder);
    printTable([
      ['', 'measured', 'aim'],
      ['import, rows/s', Math.round(imported.rowsPerSecond), '≥ 300000'],
      ['  of it looking through, s', round(imported.surveySeconds), ''],
      ['  memory at most, MB', Math.round(imported.peakMegabytes), ''],
      ['bytes a trade as imported', round(imported.rawBytesPerTrade, 2), ''],
      ['bytes a trade compacted', round(imported.bytesPerTrade, 2), '≤ 11'],
      ['open, ms', round(reading.openMs), '≤ 500'],
      ['seek, ms (slowest)', round(reading.seekMs), '≤ 150'],
      ['1m rollup of everything, ms', round(reading.rollupMs), '≤ 1500'],
      ['replay at 600×, events/s', Math.round(reading.replayEventsPerSecond), ''],
      ['rollup, ours to plain DuckDB', round(reading.rollupRatio, 2), ''],
      ['seek, ours to plain DuckDB', round(reading.seekRatio, 2), ''],
    ]);
    printFigures('session', {
      importRowsPerSecond: Math.round(imported.rowsPerSecond),
      bytesPerTrade: round(imported.bytesPerTrade, 2),
      openMs: round(reading.openMs),
      seekMs: round(reading.seekMs),
      rollupMs: round(reading.rollupMs),
      replayEventsPerSecond: Math.round(reading.replayEventsPerSecond),
      rollupRatio: round(reading.rollupRatio, 2),
      seekRatio: round(reading.seekRatio, 2),
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function importOnce(folder: string, csv: string, rows: number) {
  const store = new DuckDbSessionStore({ folder: join(folder, 'sessions') });
  let peakBytes = 0;
  const context = {
    signal: new AbortController().signal,
    onProgress: () => {
      peakBytes = Math.max(peakBytes, process.memoryUsage.rss());
    },
  };
  const startMs = performance.now();
  const choice = { path: csv, format: null, parameters: {} };
  const survey = await surveyFiles([choice], IMPORT_FORMATS, context);
  const surveyedMs = performance.now();
  const file = join(folder, 'tiled.duckdb');
  const done = await importFiles(
    {
      survey,
      store,
      title: 'Tiled',
      appVersion: 'bench',
      startedAtMs: Date.now(),
      file,
      scratchFolder: folder,
    },
    context,
  );
  const endMs = performance.now();
  if (!done.ok) throw new Error(done.error.message);
  if (done.value.rows !== rows) throw new Error(`${done.value.rows} of ${rows} trades were imported`);
  const rawBytesPerTrade = (await stat(file)).size / rows;
  const compacted = await store.compact(file, context.signal);
  if (!compacted.ok) throw new Error(compacted.error.message);
  return {
    file,
    rowsPerSecond: rows / ((endMs - startMs) / 1_000),
    surveySeconds: (surveyedMs - startMs) / 1_000,
    peakMegabytes: peakBytes / 1e6,
    rawBytesPerTrade,
    bytesPerTrade: (await stat(file)).size / rows,
  };
}

async function fuzz(cases: number): Promise<void> {
  const { events } = await fuzzImports(cases);
  console.log(`${cases} broken files: no crash, no hang, no row that is not in its file.`);
  printFigures('session', { fuzzCases: cases, fuzzEvents: events });
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
