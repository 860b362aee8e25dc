/** What recording costs the engine's thread: per event, and as delay of its event loop, at two rates. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { printFigures, printTable, round } from './lib/print';
import { pace, RecordingRig } from './lib/recordingRig';

const RATES = [5_000, 40_000];
const FOR_MS = 6_000;
const NS_PER_MS = 1e6;

interface Run {
  readonly perSecond: number;
  readonly rows: number;
  readonly writeMicros: number;
  readonly delayP99Ms: number;
  readonly delayMaxMs: number;
  readonly cpuMicros: number;
}

async function run(perSecond: number): Promise<Run> {
  const folder = await mkdtemp(join(tmpdir(), 'breakwater-recorder-'));
  const rig = new RecordingRig({ folder });
  const started = await rig.recorder.start();
  if (!started.ok) throw new Error(started.error.message);
  let writeMs = 0;
  let rows = 0;
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const cpu = process.cpuUsage();
  await pace(perSecond, FOR_MS, (count) => {
    const events = rig.events(count);
    const beforeMs = performance.now();
    rig.recorder.write(events);
    writeMs += performance.now() - beforeMs;
    rows += count;
  });
  const { user, system } = process.cpuUsage(cpu);
  delay.disable();
  const stopped = await rig.recorder.stop();
  if (!stopped.ok) throw new Error(stopped.error.message);
  await rm(folder, { recursive: true, force: true });
  return {
    perSecond,
    rows,
    writeMicros: (writeMs * 1_000) / rows,
    delayP99Ms: delay.percentile(99) / NS_PER_MS,
    delayMaxMs: delay.max / NS_PER_MS,
    cpuMicros: (user + system) / rows,
  };
}

async function main(): Promise<void> {
  // Compiles the code, so that the first rate is not measured while that happens.
  await run(RATES[0] ?? 0);
  const runs: Run[] = [];
  for (const rate of RATES) runs.push(await run(rate));
  printTable([
    ['events/s', 'events', 'write µs/event', 'loop delay p99 ms', 'max ms', 'CPU µs/event, all threads'],
    ...runs.map((each) => [
      each.perSecond,
      each.rows,
      round(each.writeMicros, 2),
      round(each.delayP99Ms),
      round(each.delayMaxMs),
      round(each.cpuMicros, 2),
    ]),
  ]);
  const [steady, flood] = runs;
  printFigures('recorder', {
    writeMicros: round(flood?.writeMicros ?? Number.NaN, 2),
    loopDelayP99Ms: round(steady?.delayP99Ms ?? Number.NaN),
    floodLoopDelayP99Ms: round(flood?.delayP99Ms ?? Number.NaN),
  });
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
