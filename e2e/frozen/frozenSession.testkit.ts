/** The frozen market as a session file, written by the app's own store. */
import { join } from 'node:path';
import { DuckDbSessionStore } from '../../electron/engine/sessions/duckdb/duckDbSessionStore';
import type { Result } from '../../shared/model/result';
import { FROZEN_START_MS, FROZEN_TITLE, FROZEN_VENUES, frozenMarket } from './frozenMarket';

/** Into the data folder of an app that has not been started yet. */
export async function writeFrozenSession(dataDir: string): Promise<void> {
  const { instruments, events } = frozenMarket();
  const store = new DuckDbSessionStore({ folder: join(dataDir, 'sessions') });
  const writer = value(
    await store.create({
      title: FROZEN_TITLE,
      feed: 'live',
      instruments,
      venues: FROZEN_VENUES,
      appVersion: '0.1.0',
      startedAtMs: FROZEN_START_MS,
    }),
  );
  for (const event of events) writer.append(event);
  value(await writer.close());
}

function value<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`The frozen session was not written: ${result.error.message}`);
  return result.value;
}
