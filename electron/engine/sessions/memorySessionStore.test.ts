import { MemorySessionStore } from './memorySessionStore';
import { sessionStoreContract } from './sessionStore.testkit';

sessionStoreContract(
  'in-memory',
  async () => ({ store: new MemorySessionStore(), dispose: async () => {} }),
  100,
);
