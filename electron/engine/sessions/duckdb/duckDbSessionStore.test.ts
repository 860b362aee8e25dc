import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sessionStoreContract } from '../sessionStore.testkit';
import { DuckDbSessionStore } from './duckDbSessionStore';

sessionStoreContract(
  'DuckDB',
  async () => {
    const folder = await mkdtemp(join(tmpdir(), 'breakwater-sessions-'));
    return {
      store: new DuckDbSessionStore({ folder }),
      dispose: () => rm(folder, { recursive: true, force: true }),
    };
  },
  20,
);
