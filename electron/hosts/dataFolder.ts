/** Where settings and sessions live unless the user says otherwise: the platform's place for such data. */
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

export function dataFolder(chosen: string | undefined): string {
  if (chosen !== undefined) return resolve(chosen);
  switch (process.platform) {
    case 'win32':
      return join(process.env.APPDATA ?? join(homedir(), 'AppData', 'Roaming'), 'Breakwater');
    case 'darwin':
      return join(homedir(), 'Library', 'Application Support', 'Breakwater');
    default:
      return join(process.env.XDG_DATA_HOME ?? join(homedir(), '.local', 'share'), 'breakwater');
  }
}

export function sessionsFolder(dataDir: string): string {
  return join(dataDir, 'sessions');
}
