/** Imports files made by a test, and reads back what became of them. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach } from 'vitest';
import type { MarketEvent } from '../../../shared/model/events';
import type { Result } from '../../../shared/model/result';
import { DuckDbSessionStore } from '../sessions/duckdb/duckDbSessionStore';
import type { RecordedSession, SessionStore } from '../sessions/sessionStore';
import { IMPORT_FORMATS } from './formats/registry';
import { type ImportOutcome, importFiles } from './importFiles';
import type { ImportParameters } from './importFormat';
import { type ImportSurvey, surveyFiles } from './survey';

/** Makes rigs for the tests of a file, and ends them after each. */
export function importRigs(): () => ImportRig {
  const rigs: ImportRig[] = [];
  afterEach(() => {
    for (const rig of rigs.splice(0)) rig.end();
  });
  return () => {
    const rig = new ImportRig();
    rigs.push(rig);
    return rig;
  };
}

export class ImportRig {
  readonly folder = mkdtempSync(join(tmpdir(), 'breakwater-import-'));
  readonly store: SessionStore;
  readonly abort = new AbortController();

  constructor(store?: SessionStore) {
    this.store = store ?? new DuckDbSessionStore({ folder: join(this.folder, 'sessions') });
  }

  file(name: string, content: string | Uint8Array): string {
    const path = join(this.folder, name);
    writeFileSync(path, content);
    return path;
  }

  survey(paths: readonly string[], parameters: Partial<ImportParameters> = {}): Promise<ImportSurvey> {
    const choices = paths.map((path) => ({ path, format: null, parameters }));
    return surveyFiles(choices, IMPORT_FORMATS, { signal: this.abort.signal, onProgress: () => {} });
  }

  async import(
    paths: readonly string[],
    parameters: Partial<ImportParameters> = {},
    onProgress: () => void = () => {},
  ): Promise<Result<ImportOutcome>> {
    const survey = await this.survey(paths, parameters);
    return this.importSurvey(survey, onProgress);
  }

  importSurvey(survey: ImportSurvey, onProgress: () => void = () => {}): Promise<Result<ImportOutcome>> {
    return importFiles(
      {
        survey,
        store: this.store,
        title: 'Imported',
        appVersion: '1',
        startedAtMs: 1,
        scratchFolder: this.folder,
      },
      { signal: this.abort.signal, onProgress },
    );
  }

  /** The session of an import that must succeed. */
  async session(
    paths: readonly string[],
    parameters: Partial<ImportParameters> = {},
  ): Promise<RecordedSession> {
    const done = await this.import(paths, parameters);
    if (!done.ok) throw new Error(done.error.message);
    const opened = await this.store.open(done.value.summary.id);
    if (!opened.ok) throw new Error(opened.error.message);
    return opened.value;
  }

  end(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

export async function eventsOf(session: RecordedSession): Promise<MarketEvent[]> {
  const events: MarketEvent[] = [];
  const { firstSeq, lastSeq } = session.info;
  for await (const batch of session.read(firstSeq - 1, lastSeq, new AbortController().signal)) {
    events.push(...batch);
  }
  return events;
}

export const AGG_HEADER =
  'agg_trade_id,price,quantity,first_trade_id,last_trade_id,transact_time,is_buyer_maker';
export const AGG_NAME = 'BTCUSDT-aggTrades-2024-08-08.csv';
export const AGG_START_MS = Date.UTC(2024, 7, 8, 12);

/** Rows of a Binance aggTrades file, one trade every 700 ms. */
export function aggRows(count: number, firstId = 1_000, startMs = AGG_START_MS): string[] {
  return Array.from({ length: count }, (_, index) => {
    const id = firstId + index;
    const price = (61_800 + ((id * 7) % 100) / 10).toFixed(2);
    const quantity = (((id * 13) % 900) / 1_000 + 0.001).toFixed(3);
    return `${id},${price},${quantity},${id},${id},${startMs + index * 700},${id % 2 === 0}`;
  });
}
