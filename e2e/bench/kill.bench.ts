/**
 * Kills a recording process (-9) at random moments, 5,000 events a second, and looks at what is left: does
 * the session open, is it whole up to its end, how much time is missing? Every other process folds its
 * write-ahead log into the file many times a second, so that kills also land in the middle of that.
 */
import { spawn } from 'node:child_process';
import { writeSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDbSessionStore } from '../../electron/engine/sessions/duckdb/duckDbSessionStore';
import { printFigures, printTable } from './lib/print';
import { pace, RecordingRig } from './lib/recordingRig';

const KILLS = 20;
const EVENTS_PER_SECOND = 5_000;
const SHORTEST_MS = 300;
const LONGEST_MS = 3_000;
const OFTEN_BYTES = 200_000;
const CHILD_FOLDER = 'BREAKWATER_KILL_FOLDER';
const CHILD_CHECKPOINT = 'BREAKWATER_KILL_CHECKPOINT_BYTES';

interface Outcome {
  readonly checkpoints: string;
  readonly afterMs: number;
  readonly rows: number;
  readonly lostMs: number;
  readonly verdict: string;
}

async function main(): Promise<void> {
  const folder = process.env[CHILD_FOLDER];
  if (folder !== undefined) return record(folder, Number(process.env[CHILD_CHECKPOINT] ?? 0));
  const kills = Number(process.argv[2] ?? KILLS);
  const outcomes: Outcome[] = [];
  for (let index = 0; index < kills; index++) outcomes.push(await killOnce(index % 2 === 1));
  printTable([
    ['log folded', 'killed after ms', 'events found', 'lost ms', ''],
    ...outcomes.map((each) => [each.checkpoints, each.afterMs, each.rows, each.lostMs, each.verdict]),
  ]);
  const opened = outcomes.filter(({ verdict }) => verdict === 'whole').length;
  printFigures('kill', { kills, opened, maxLostMs: Math.max(...outcomes.map(({ lostMs }) => lostMs)) });
}

/** The process that is killed: says after every batch at what time it was received. */
async function record(folder: string, checkpointBytes: number): Promise<void> {
  const rig = new RecordingRig(checkpointBytes > 0 ? { folder, checkpointBytes } : { folder });
  const started = await rig.recorder.start();
  if (!started.ok) throw new Error(started.error.message);
  await pace(EVENTS_PER_SECOND, 10 * LONGEST_MS, (count) => {
    const events = rig.events(count);
    rig.recorder.write(events);
    writeSync(process.stdout.fd, `${events.at(-1)?.receiveTimeMs}\n`);
  });
}

async function killOnce(often: boolean): Promise<Outcome> {
  const folder = await mkdtemp(join(tmpdir(), 'breakwater-kill-'));
  try {
    const afterMs = Math.round(SHORTEST_MS + Math.random() * (LONGEST_MS - SHORTEST_MS));
    const lastReceivedMs = await runAndKill(folder, often ? OFTEN_BYTES : 0, afterMs);
    const checkpoints = often ? 'often' : 'rarely';
    return { checkpoints, afterMs, ...(await inspect(folder, lastReceivedMs)) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Receive time of the last event the killed process had handed to its recorder. */
async function runAndKill(folder: string, checkpointBytes: number, afterMs: number): Promise<number> {
  const child = spawn(process.execPath, [process.argv[1] ?? ''], {
    env: { ...process.env, [CHILD_FOLDER]: folder, [CHILD_CHECKPOINT]: String(checkpointBytes) },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    if (output === '') setTimeout(() => child.kill('SIGKILL'), afterMs);
    output = (output + text).slice(-200);
  });
  await new Promise((resolve) => child.once('close', resolve));
  return Number(output.trim().split('\n').at(-1));
}

async function inspect(
  folder: string,
  lastReceivedMs: number,
): Promise<Omit<Outcome, 'checkpoints' | 'afterMs'>> {
  const store = new DuckDbSessionStore({ folder });
  const [recovered] = await store.recover();
  const opened = recovered === undefined ? undefined : await store.open(recovered.id);
  if (opened === undefined || !opened.ok) {
    const why = opened?.error.message ?? 'no session was found';
    return { rows: 0, lostMs: Number.MAX_SAFE_INTEGER, verdict: why };
  }
  const session = opened.value;
  const { counts } = await session.report();
  const market = counts.filter(({ kind }) => kind !== 'gap');
  const rows = market.reduce((sum, count) => sum + count.rows, 0);
  const lastMs = Math.max(...market.map(({ lastTimeMs }) => lastTimeMs ?? 0));
  const marks = session.info.gaps.length;
  await session.close();
  // Numbers without a hole: no transaction was split between the tables.
  const gapRows = counts.filter(({ kind }) => kind === 'gap').reduce((sum, count) => sum + count.rows, 0);
  const whole = rows + gapRows === session.info.lastSeq && marks > 0 && recovered?.outcome === 'recovered';
  return { rows, lostMs: lastReceivedMs - lastMs, verdict: whole ? 'whole' : 'NOT WHOLE' };
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
