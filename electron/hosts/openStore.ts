import { LibraryPlace } from '../engine/library/libraryPlace';
import { MovableStore } from '../engine/library/movableStore';
import { DuckDbSessionStore } from '../engine/sessions/duckdb/duckDbSessionStore';
import type { SessionStore } from '../engine/sessions/sessionStore';
import { dataFolder, sessionsFolder } from './dataFolder';

/** The user's sessions, by id or by path. */
export function openStore(): SessionStore {
  return new DuckDbSessionStore({ folder: sessionsFolder(dataFolder(undefined)) });
}

/** The sessions of a data folder, for the one program that may move them. */
export async function openLibrary(dataDir: string): Promise<MovableStore> {
  return new MovableStore(await LibraryPlace.open(dataDir), (folder) => new DuckDbSessionStore({ folder }));
}
