/**
 * What the simulated market costs and how it adds up: a day and two weeks into session files by the command, and
 * with `--sanity` the properties of many seeds.
 */
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { loadScenario } from '../../electron/exchanges/simulated/scenario/loadScenario';
import { SimulatedMarket } from '../../electron/exchanges/simulated/simulatedMarket';
import { DAY_MS } from '../../shared/model/time';
import { measureSanity } from './lib/marketSanity';
import { printFigures, printTable, round } from './lib/print';

const ROOT = resolve(__dirname, '../../..');
const SANITY_SEEDS = 20;
const SANITY_DAYS = 3;

interface Run {
  readonly seconds: number;
  readonly peakMb: number;
}

/** The command in a process of its own; its memory is looked at while it runs. */
async function simulate(days: number, folder: string): Promise<Run> {
  const file = join(folder, `${days}.duckdb`);
  const script = join(ROOT, 'out/electron/cli.cjs');
  const wrapper = `process.on('exit', () => process.stderr.write('\\npeak ' + process.resourceUsage().maxRSS));
    require(process.argv[1]);`;
  const args = ['-e', wrapper, script, 'simulate', '--days', `${days}`, '--out', file];
  const startedMs = performance.now();
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  const code = await new Promise<number | null>((ended) => child.once('close', ended));
  if (code !== 0) throw new Error(`simulate ended with ${code}: ${said.slice(-500)}`);
  const peakKb = Number(/peak (\d+)/.exec(said)?.[1]);
  await rm(file, { force: true });
  return { seconds: (performance.now() - startedMs) / 1_000, peakMb: peakKb / 1_000 };
}

/** Reported over true liquidations by venue, and what a day costs without a recorder, over the last day. */
async function lastDay(): Promise<{ secondsPerDay: number; ratios: Map<string, number> }> {
  const loaded = await loadScenario('range-break');
  if (!loaded.ok) throw new Error(loaded.error.message);
  const scenario = loaded.value;
  const assets = scenario.assets.map(({ asset }) => asset);
  const market = new SimulatedMarket({ scenario, assets });
  const fromMs = scenario.calendar.endMs - DAY_MS;
  while (market.timeMs < fromMs) market.step();
  const startedMs = performance.now();
  const told = new Map<string, { reported: number; true: number }>();
  for (let step = market.step(); step !== null; step = market.step()) {
    for (const record of step.truth) {
      if (record.kind !== 'liquidation' || record.venue === null) continue;
      const sums = told.get(record.venue) ?? { reported: 0, true: 0 };
      sums.true += record.notionalUsd;
      if (record.reported) sums.reported += record.notionalUsd;
      told.set(record.venue, sums);
    }
  }
  const secondsPerDay = (performance.now() - startedMs) / 1_000;
  const ratios = new Map([...told].map(([venue, sums]) => [venue, sums.reported / sums.true]));
  return { secondsPerDay, ratios };
}

async function main(): Promise<void> {
  if (process.argv.includes('--sanity')) {
    const rows = await measureSanity(SANITY_SEEDS, SANITY_DAYS);
    printTable(rows);
    return;
  }
  const folder = await mkdtemp(join(tmpdir(), 'breakwater-simulate-'));
  try {
    const { secondsPerDay, ratios } = await lastDay();
    printTable([
      ['venue', 'reported / true'],
      ...[...ratios].map(([venue, ratio]) => [venue, round(ratio, 3)]),
    ]);
    const one = await simulate(1, folder);
    const fourteen = await simulate(14, folder);
    printFigures('simulate', {
      secondsPerDay: round(secondsPerDay, 2),
      secondsPerRecordedDay: round((fourteen.seconds - one.seconds) / 13, 2),
      secondsPer14Days: round(fourteen.seconds, 1),
      peakMemoryMb: round(Math.max(one.peakMb, fourteen.peakMb), 0),
      ...Object.fromEntries([...ratios].map(([venue, ratio]) => [`reportedShare.${venue}`, round(ratio, 3)])),
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

void main();
