/**
 * Kills a recording process (-9) at random moments, 5,000 events a second, and looks at what is left: does
 * the session open, is it whole up to its end, how much time is missing? Every other process folds its
 * write-ahead log into the file many times a second, so that kills also land in the middle of that. Then it
 * kills processes that compact a saved session, that rename one and close others, and that import a file.
 */
import { spawn } from 'node:child_process';
import { writeSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDbSessionStore } from '../../electron/engine/sessions/duckdb/duckDbSessionStore';
import {
  type ChangeKind,
  change,
  copySaved,
  inspectChanged,
  type SavedSession,
  saveSession,
} from './lib/killedChanges';
import { fileToImport, importInto, inspectImported } from './lib/killedImports';
import { printFigures, printTable } from './lib/print';
import { pace, RecordingRig } from './lib/recordingRig';

const KILLS = 20;
const EVENTS_PER_SECOND = 5_000;
const SHORTEST_MS = 300;
const LONGEST_MS = 3_000;
const OFTEN_BYTES = 200_000;
const CHILD_FOLDER = 'BREAKWATER_KILL_FOLDER';
const CHILD_FILES = 'BREAKWATER_KILL_FILES';
const CHILD_CHANGE = 'BREAKWATER_KILL_CHANGE';
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
  const kind = process.env[CHILD_CHANGE];
  if (folder !== undefined && kind !== undefined) return change(kind as ChangeKind, folder, say);
  const files = process.env[CHILD_FILES];
  if (folder !== undefined && files !== undefined) return importInto(folder, files, say);
  if (folder !== undefined) return record(folder, Number(process.env[CHILD_CHECKPOINT] ?? 0));
  const kills = Number(process.argv[2] ?? KILLS);
  const outcomes: Outcome[] = [];
  for (let index = 0; index < kills; index++) {
    outcomes.push(await killOnce(false));
    outcomes.push(await killOnce(true));
  }
  printTable([
    ['log folded', 'killed after ms', 'events found', 'lost ms', ''],
    ...outcomes.map((each) => [each.checkpoints, each.afterMs, each.rows, each.lostMs, each.verdict]),
  ]);
  const saved = await saveSession();
  const compactions = await killChanges('compaction', kills, saved);
  const renames = await killChanges('rename', kills, saved);
  await rm(saved.folder, { recursive: true });
  const imports = await killImports(kills);
  const rows = [...compactions, ...renames, ...imports].map(({ kind, afterMs, verdict }) => [
    kind,
    afterMs,
    verdict,
  ]);
  printTable([['change', 'killed after ms', ''], ...rows]);
  printFigures('kill', {
    kills,
    recording: wholeOf(outcomes.filter(({ checkpoints }) => checkpoints === 'rarely')),
    checkpoint: wholeOf(outcomes.filter(({ checkpoints }) => checkpoints === 'often')),
    compaction: wholeOf(compactions),
    rename: wholeOf(renames),
    import: wholeOf(imports),
    maxLostMs: Math.max(...outcomes.map(({ lostMs }) => lostMs)),
  });
}

interface ChangeOutcome {
  readonly kind: ChangeKind | 'import';
  readonly afterMs: number;
  readonly verdict: string;
}

async function killChanges(kind: ChangeKind, kills: number, saved: SavedSession): Promise<ChangeOutcome[]> {
  const longestMs = kind === 'compaction' ? saved.compactionMs : LONGEST_MS;
  const outcomes: ChangeOutcome[] = [];
  for (let index = 0; index < kills; index++) {
    const folder = await mkdtemp(join(tmpdir(), 'breakwater-kill-'));
    try {
      await copySaved(saved, folder);
      const afterMs = Math.round(Math.random() * longestMs);
      await runAndKill({ [CHILD_FOLDER]: folder, [CHILD_CHANGE]: kind }, afterMs);
      outcomes.push({ kind, afterMs, verdict: await inspectChanged(folder, saved) });
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }
  return outcomes;
}

async function killImports(kills: number): Promise<ChangeOutcome[]> {
  const { folder: files, importMs } = await fileToImport();
  const outcomes: ChangeOutcome[] = [];
  for (let index = 0; index < kills; index++) {
    const folder = await mkdtemp(join(tmpdir(), 'breakwater-kill-'));
    try {
      const afterMs = Math.round(Math.random() * importMs);
      await runAndKill({ [CHILD_FOLDER]: folder, [CHILD_FILES]: files }, afterMs);
      outcomes.push({ kind: 'import', afterMs, verdict: await inspectImported(folder) });
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }
  await rm(files, { recursive: true });
  return outcomes;
}

function wholeOf(outcomes: readonly { readonly verdict: string }[]): number {
  return outcomes.filter(({ verdict }) => verdict === 'whole').length;
}

function say(word: string): void {
  writeSync(process.stdout.fd, `${word}\n`);
}

/** The process that is killed: says after every batch at what time it was received. */
async function record(folder: string, checkpointBytes: number): Promise<void> {
  const rig = new RecordingRig(checkpointBytes > 0 ? { folder, checkpointBytes } : { folder });
  const started = await rig.recorder.start();
  if (!started.ok) throw new Error(started.error.message);
  await pace(EVENTS_PER_SECOND, 10 * LONGEST_MS, (count) => {
    const events = rig.events(count);
    rig.recorder.write(events);
    say(String(events.at(-1)?.receiveTimeMs));
  });
}

async function killOnce(often: boolean): Promise<Outcome> {
  const folder = await mkdtemp(join(tmpdir(), 'breakwater-kill-'));
  try {
    const afterMs = Math.round(SHORTEST_MS + Math.random() * (LONGEST_MS - SHORTEST_MS));
    const environment = { [CHILD_FOLDER]: folder, [CHILD_CHECKPOINT]: String(often ? OFTEN_BYTES : 0) };
    const lastReceivedMs = Number(await runAndKill(environment, afterMs));
    const checkpoints = often ? 'often' : 'rarely';
    return { checkpoints, afterMs, ...(await inspect(folder, lastReceivedMs)) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The last line the process had printed: for a recording, when its last event was received. */
async function runAndKill(environment: Readonly<Record<string, string>>, afterMs: number): Promise<string> {
  const child = spawn(process.execPath, [process.argv[1] ?? ''], {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    if (output === '') setTimeout(() => child.kill('SIGKILL'), afterMs);
    output = (output + text).slice(-200);
  });
  await new Promise((resolve) => child.once('close', resolve));
  return output.trim().split('\n').at(-1) ?? '';
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
