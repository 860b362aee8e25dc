/** Summaries of session files, each read once for as long as the file does not change. */
import { stat } from 'node:fs/promises';
import { MAX_TITLE } from '../../../../shared/contract/api';
import { NO_LIBRARY } from '../../../../shared/contract/library';
import type { SessionSummary } from '../../../../shared/contract/values';
import { plainText } from '../../../../shared/model/plainText';
import { isSimulated } from '../../../../shared/model/venue';
import type { DatabasePool } from './database';
import { libraryOf } from './libraryReader';
import { markFileOf } from './markFile';
import { readInstruments, readMeta } from './metaTable';
import { databaseError, inspectFile } from './openErrors';
import { fileBytes, type SessionFile, startTimeOfId } from './sessionFiles';

interface Remembered {
  readonly modifiedMs: number;
  /** Of the bookmarks beside it; null without any. */
  readonly marksModifiedMs: number | null;
  readonly summary: SessionSummary;
}

export class SessionList {
  readonly #pool: DatabasePool;
  readonly #known = new Map<string, Remembered>();

  constructor(pool: DatabasePool) {
    this.#pool = pool;
  }

  async summaries(files: readonly SessionFile[]): Promise<SessionSummary[]> {
    const summaries: SessionSummary[] = [];
    for (const file of files) {
      const summary = await this.#summary(file);
      if (summary !== undefined) summaries.push(summary);
    }
    return summaries;
  }

  /** Undefined when the file is gone meanwhile. */
  async #summary(file: SessionFile): Promise<SessionSummary | undefined> {
    const modifiedMs = await modifiedAt(file.path);
    if (modifiedMs === null) return undefined;
    const marksModifiedMs = await modifiedAt(markFileOf(file.path));
    const bytes = await fileBytes(file.path);
    const known = this.#known.get(file.path);
    const isUnchanged = known?.modifiedMs === modifiedMs && known.marksModifiedMs === marksModifiedMs;
    if (known !== undefined && isUnchanged && known.summary.state !== 'recording') {
      return { ...known.summary, bytes };
    }
    const summary = { ...(await this.#read(file)), bytes };
    this.#known.set(file.path, { modifiedMs, marksModifiedMs, summary });
    return summary;
  }

  async #read(file: SessionFile): Promise<SessionSummary> {
    if (file.stage === 'damaged') return unreadable(file, 'damaged');
    const inspected = await inspectFile(file.path);
    if (!inspected.ok) return unreadable(file, 'damaged');
    try {
      const lease = await this.#pool.acquire(file.path, 'read');
      try {
        const connection = await lease.database.connect();
        try {
          const meta = await readMeta(connection, file.path);
          if (!meta.ok) return unreadable(file, 'damaged');
          const { summary } = meta.value;
          const library = await libraryOf(connection, meta.value, file.path);
          if (summary !== undefined) return { ...summary, ...library, id: file.id, bytes: 0 };
          const instruments = await readInstruments(connection, file.path);
          if (!instruments.ok) return unreadable(file, 'damaged');
          const assets = instruments.value.map(({ asset }) => asset);
          return {
            ...unreadable(file, 'recording'),
            ...library,
            title: meta.value.title,
            feed: meta.value.feed,
            assets: [...new Set(assets)].sort(),
            venues: meta.value.venues.map(({ id }) => id),
            simulated: isSimulated(meta.value.venues),
            startedAtMs: meta.value.started_at_ms,
          };
        } finally {
          connection.closeSync();
        }
      } finally {
        await lease.release();
      }
    } catch (error) {
      const busy = databaseError(file.path, error).code === 'session-busy';
      return unreadable(file, busy ? 'recording' : 'damaged');
    }
  }
}

/** Null when there is no such file. */
function modifiedAt(path: string): Promise<number | null> {
  return stat(path).then(
    ({ mtimeMs }) => mtimeMs,
    () => null,
  );
}

function unreadable(file: SessionFile, state: 'recording' | 'damaged'): SessionSummary {
  const startedAtMs = startTimeOfId(file.id) ?? 0;
  return {
    id: file.id,
    title: plainText(file.id, MAX_TITLE),
    feed: '',
    state,
    range: null,
    assets: [],
    venues: [],
    simulated: false,
    bytes: 0,
    startedAtMs,
    ...NO_LIBRARY,
  };
}
