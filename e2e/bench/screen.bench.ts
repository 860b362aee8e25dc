/**
 * What the monitor screen costs while one market trades at 200, 2,000 and 10,000 messages a second, in
 * Chromium without a GPU at 1600×900, and whether its heap grows.
 *
 * `npm run bench -- screen [--seconds N] [--soak-minutes N] [--rates A,B] [--screenshot FILE]`
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright';
import { findChromium } from '../../scripts/lib/findChromium.mjs';
import { printFigures, printTable, round } from './lib/print';
import { startBrowserHost, startVenueProgram } from './lib/programs';
import { type RendererCost, RendererProbe } from './lib/rendererProbe';

const VIEWPORT = { width: 1_600, height: 900 };
/** From the first candle to the first measurement: history, fonts and compiled code have come by then. */
const WARM_UP_MS = 5_000;
const SOAK_RATE = 2_000;
const SOAK_SAMPLES = 12;
const MS_PER_HOUR = 3_600_000;

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '10' },
    'soak-minutes': { type: 'string', default: '1' },
    rates: { type: 'string', default: '200,2000,10000' },
    screenshot: { type: 'string' },
  },
});

async function main(): Promise<void> {
  const seconds = Number(values.seconds);
  const soakMs = Number(values['soak-minutes']) * 60_000;
  const rates = values.rates
    .split(',')
    .map(Number)
    .filter((rate) => rate > 0);
  const figures: Record<string, number> = {};
  const rows: (string | number)[][] = [];
  for (const rate of rates) {
    const cost = await withScreen(rate, seconds, (probe) => probe.measure(seconds));
    rows.push([rate, ...Object.values(inShort(cost))]);
    for (const [name, value] of Object.entries(inShort(cost))) figures[`${name}At${rate}`] = value;
  }
  printTable([
    ['messages/s', 'frame p50 ms', 'p95 ms', 'renderer core', 'main busy', 'main CPU', 'renderer MB'],
    ...rows,
  ]);
  if (soakMs > 0) {
    figures.heapMbPerHour = round(
      await withScreen(SOAK_RATE, soakMs / 1_000, (probe) => soak(probe, soakMs)),
    );
    console.log(`heap: ${figures.heapMbPerHour} MB/h over ${values['soak-minutes']} min at ${SOAK_RATE}/s`);
  }
  printFigures('screen', figures);
}

function inShort(cost: RendererCost): RendererCost {
  return {
    frameP50Ms: round(cost.frameP50Ms),
    frameP95Ms: round(cost.frameP95Ms),
    rendererCore: round(cost.rendererCore, 3),
    mainBusyShare: round(cost.mainBusyShare, 3),
    mainCpuShare: round(cost.mainCpuShare, 3),
    rendererMb: round(cost.rendererMb),
  };
}

/** Runs `use` on a screen that has shown its first candles and is fed at `rate` for the whole time. */
async function withScreen<T>(
  rate: number,
  forSeconds: number,
  use: (probe: RendererProbe) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'breakwater-screen-'));
  const marketSeconds = Math.ceil(forSeconds + WARM_UP_MS / 1_000 + 30);
  const venue = await startVenueProgram([
    ...['--play', `synthetic:${marketSeconds}`, '--rate', String(rate), '--symbols', 'BTCUSDT'],
  ]);
  const market = ['--venues', 'binanceusdm', '--assets', 'BTC'];
  const host = await startBrowserHost(folder, venue.started, market);
  const executablePath = findChromium();
  const browser = await chromium.launch({
    ...(executablePath === null ? {} : { executablePath }),
    args: ['--disable-gpu', '--disable-quic'],
  });
  try {
    const page = await browser.newPage({ viewport: VIEWPORT });
    await page.goto(host.started);
    await page.locator('.chart-legend').waitFor();
    await page.waitForTimeout(WARM_UP_MS);
    const result = await use(await RendererProbe.open(browser, page));
    if (values.screenshot !== undefined) await page.screenshot({ path: values.screenshot });
    return result;
  } finally {
    await browser.close();
    await host.stop();
    await venue.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Slope of the heap in use, by least squares, MB an hour. */
async function soak(probe: RendererProbe, soakMs: number): Promise<number> {
  const samples: { readonly hours: number; readonly heapMb: number }[] = [];
  const startMs = performance.now();
  for (let sample = 0; sample <= SOAK_SAMPLES; sample++) {
    const dueMs = startMs + (sample / SOAK_SAMPLES) * soakMs;
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, dueMs - performance.now())));
    const hours = (performance.now() - startMs) / MS_PER_HOUR;
    samples.push({ hours, heapMb: await probe.heapMb() });
  }
  const mean = (read: (sample: (typeof samples)[number]) => number) =>
    samples.reduce((sum, sample) => sum + read(sample), 0) / samples.length;
  const meanHours = mean(({ hours }) => hours);
  const meanMb = mean(({ heapMb }) => heapMb);
  const covariance = mean(({ hours, heapMb }) => (hours - meanHours) * (heapMb - meanMb));
  return covariance / mean(({ hours }) => (hours - meanHours) ** 2);
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
