/**
 * From the command to a chart: how long until the built browser host prints its address (ready), and from
 * opening that address until the page has painted something and shows its first candle. Chromium is running
 * already, as a user's browser is; every round starts the host afresh on an empty data folder. The same for a
 * first start without a network, on the simulated market: from the command to a chart, and to one that moves.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium } from 'playwright';
import { findChromium } from '../../scripts/lib/findChromium.mjs';
import { printFigures, printTable, round } from './lib/print';
import { startBrowserHost, startVenueProgram } from './lib/programs';
import { median, quantile } from './lib/statistics';

const ROUNDS = 7;
const MARKET_SECONDS = 600;
/** No venue answers: a first start without a network. */
const NOWHERE = Object.fromEntries(
  ['binance', 'binanceusdm', 'bybit'].map((venue) => [venue, 'http://127.0.0.1:9']),
);

interface Start {
  /** From spawning the host to its address. */
  readonly readyMs: number;
  /** From opening the page to its first contentful paint. */
  readonly firstPaintMs: number;
  /** From opening the page to the frame after the chart was given its first candles. */
  readonly firstCandleMs: number;
  /** From spawning the host to that frame, and to another last price in it. */
  readonly chartMs: number;
  readonly movesMs: number;
}

async function main(): Promise<void> {
  const venue = await startVenueProgram(['--play', `synthetic:${MARKET_SECONDS}`, '--autostart']);
  const browser = await chromium.launch({ executablePath: findChromium() ?? '', args: ['--disable-quic'] });
  const starts: Start[] = [];
  const firstStarts: Start[] = [];
  try {
    for (let index = 0; index < ROUNDS; index++) {
      starts.push(await startOnce(browser, venue.started));
      firstStarts.push(await startOnce(browser, NOWHERE, ['--feed', 'simulated']));
    }
  } finally {
    await browser.close();
    await venue.stop();
  }
  const figures: Record<string, number> = {
    simulatedChartMs: round(median(firstStarts.map((start) => start.chartMs)), 0),
    simulatedChartMsP95: round(
      quantile(
        firstStarts.map((start) => start.chartMs),
        0.95,
      ),
      0,
    ),
    simulatedMovesMs: round(median(firstStarts.map((start) => start.movesMs)), 0),
  };
  const rows: (string | number)[][] = [['', 'median ms', 'p95 ms', 'each']];
  for (const name of ['readyMs', 'firstPaintMs', 'firstCandleMs'] as const) {
    const values = starts.map((start) => start[name]);
    figures[name] = round(median(values), 0);
    figures[`${name}P95`] = round(quantile(values, 0.95), 0);
    rows.push([
      name,
      figures[name],
      figures[`${name}P95`] ?? 0,
      values.map((ms) => Math.round(ms)).join(' '),
    ]);
  }
  printTable(rows);
  printFigures('startup', figures);
}

async function startOnce(
  browser: Browser,
  origins: Readonly<Record<string, string>>,
  args: readonly string[] = [],
): Promise<Start> {
  const folder = await mkdtemp(join(tmpdir(), 'breakwater-startup-'));
  const spawnedMs = performance.now();
  const host = await startBrowserHost(folder, origins, args);
  const readyMs = performance.now() - spawnedMs;
  const context = await browser.newContext({ viewport: { width: 1600, height: 900 } });
  try {
    const page = await context.newPage();
    const openedMs = performance.now();
    await page.goto(host.started);
    // The legend is written in the same turn as the chart is given its bars; the frame after shows both.
    await page.waitForFunction(
      () =>
        /\d/.test(document.querySelector('.chart-legend')?.textContent ?? '') &&
        document.querySelector('canvas') !== null,
      undefined,
      { polling: 'raf', timeout: 60_000 },
    );
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(resolve)));
    const firstCandleMs = performance.now() - openedMs;
    const chartMs = performance.now() - spawnedMs;
    const shown = await page.locator('.chart-legend').textContent();
    await page.waitForFunction(
      (before) => document.querySelector('.chart-legend')?.textContent !== before,
      shown,
      { polling: 'raf', timeout: 60_000 },
    );
    const movesMs = performance.now() - spawnedMs;
    const firstPaintMs = await page.evaluate(
      () => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? Number.NaN,
    );
    return { readyMs, firstPaintMs, firstCandleMs, chartMs, movesMs };
  } finally {
    await context.close();
    await host.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

void main();
