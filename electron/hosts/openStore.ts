import { DuckDbSessionStore } from '../engine/sessions/duckdb/duckDbSessionStore';
import type { SessionStore } from '../engine/sessions/sessionStore';
import { dataFolder, sessionsFolder } from './dataFolder';

/** The user's sessions, by id or by path. */
export function openStore(dataDir?: string): SessionStore {
  return new DuckDbSessionStore({ folder: sessionsFolder(dataFolder(dataDir)) });
}
