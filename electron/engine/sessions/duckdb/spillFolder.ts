/** The folder beside the sessions for what does not fit in memory while something is sorted. */
import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { HOUR_MS } from '../../../../shared/model/time';

export function spillFolderOf(sessionsFolder: string): string {
  return join(sessionsFolder, '.spill');
}

/**
 * Removes what killed processes left there. Others may be at work in it (a recorder, an import on the command
 * line): what was written to within the hour stays.
 */
export async function sweepSpill(sessionsFolder: string, nowMs: number): Promise<void> {
  const folder = spillFolderOf(sessionsFolder);
  for (const name of await readdir(folder).catch(() => [])) {
    const path = join(folder, name);
    if (nowMs - (await lastWrittenMs(path)) < HOUR_MS) continue;
    // Where an open file cannot be removed, it is in use.
    await rm(path, { recursive: true, force: true }).catch(() => {});
  }
}

/** The latest change of a file, or of anything in a folder; never, when it is gone meanwhile. */
async function lastWrittenMs(path: string): Promise<number> {
  const facts = await stat(path).catch(() => undefined);
  if (facts === undefined) return Number.POSITIVE_INFINITY;
  const inside = facts.isDirectory() ? await readdir(path).catch(() => []) : [];
  const times = await Promise.all(inside.map((name) => lastWrittenMs(join(path, name))));
  return Math.max(facts.mtimeMs, ...times.filter(Number.isFinite));
}
