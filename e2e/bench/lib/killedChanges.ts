/**
 * Kills (-9) of a process that changes saved sessions: compacts one, or renames one and closes others. Whatever
 * the moment, every session must open afterwards and hold what it held.
 */
import { copyFile, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDbSessionStore } from '../../../electron/engine/sessions/duckdb/duckDbSessionStore';
import type { MarketEvent } from '../../../shared/model/events';
import type { Result } from '../../../shared/model/result';
import { RecordingRig } from './recordingRig';

export type ChangeKind = 'compaction' | 'rename';

const EVENTS = 150_000;
const CLOSED_EVENTS = 500;
const SAVED = 'saved';
const DONE = 'done';

/** A closed session in a folder of its own, to be copied before each kill. */
export interface SavedSession {
  readonly folder: string;
  readonly contentHash: string;
  /** How long the change takes when nobody kills it. */
  readonly compactionMs: number;
}

export async function saveSession(): Promise<SavedSession> {
  const folder = await mkdtemp(join(tmpdir(), 'breakwater-kill-saved-'));
  const file = join(folder, `${SAVED}.duckdb`);
  const rig = new RecordingRig({ folder: join(folder, 'rest') });
  await write(rig, rig.events(EVENTS), file);
  const contentHash = await hashOf(rig.store, file);
  const copy = join(folder, 'copy.duckdb');
  await copyFile(file, copy);
  const startMs = performance.now();
  must(await rig.store.compact(copy, new AbortController().signal));
  const compactionMs = performance.now() - startMs;
  await rm(copy);
  return { folder, contentHash, compactionMs };
}

/** The process that is killed. Says that it begins, and that it is done, if it ever is. */
export async function change(kind: ChangeKind, folder: string, say: (word: string) => void): Promise<void> {
  const rig = new RecordingRig({ folder });
  say('begin');
  if (kind === 'compaction') {
    must(await rig.store.compact(SAVED, new AbortController().signal));
    say(DONE);
    return;
  }
  for (let turn = 1; ; turn++) {
    must(await rig.store.rename(SAVED, `Title ${turn}`));
    const started = await rig.recorder.start();
    if (!started.ok) throw new Error(started.error.message);
    rig.recorder.write(rig.events(CLOSED_EVENTS));
    await rig.recorder.stop();
  }
}

export async function copySaved(saved: SavedSession, folder: string): Promise<void> {
  await copyFile(join(saved.folder, `${SAVED}.duckdb`), join(folder, `${SAVED}.duckdb`));
}

/** What is wrong with the folder a kill has left; "whole" when nothing is. */
export async function inspectChanged(folder: string, saved: SavedSession): Promise<string> {
  const store = new DuckDbSessionStore({ folder });
  await store.recover();
  const sessions = await store.list();
  const broken = sessions.find(({ state }) => state === 'damaged' || state === 'recording');
  if (broken !== undefined) {
    const why = await store.open(broken.id);
    return `${broken.id} is ${broken.state}: ${why.ok ? 'but opens' : why.error.message}`;
  }
  if (!sessions.some(({ id }) => id === SAVED)) return 'the session is gone';
  if ((await hashOf(store, SAVED)) !== saved.contentHash) return 'the session holds something else';
  for (const { id, state } of sessions) {
    const session = must(await store.open(id));
    const rows = session.info.lastSeq - session.info.firstSeq + 1;
    await session.close();
    if (id !== SAVED && state === 'closed' && rows !== CLOSED_EVENTS) return `${id} has ${rows} events`;
  }
  const rest = (await readdir(folder)).filter((name) => name.includes('.tmp') || name.endsWith('.wal'));
  return rest.length === 0 ? 'whole' : `${rest.join(', ')} left behind`;
}

async function write(rig: RecordingRig, events: readonly MarketEvent[], file: string): Promise<void> {
  const writer = must(await rig.create(file));
  for (const [index, event] of events.entries()) {
    writer.append(event);
    if (index % 2_000 === 0) must(await writer.commit());
  }
  must(await writer.close());
}

async function hashOf(store: DuckDbSessionStore, id: string): Promise<string> {
  const session = must(await store.open(id));
  try {
    return (await session.report()).contentHash;
  } finally {
    await session.close();
  }
}

function must<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`${result.error.code}: ${result.error.message}`);
  return result.value;
}
