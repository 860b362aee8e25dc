/** Whether the window hears the engine. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { ConnectionStatus } from '../engine/reconnectingEngine';

export interface ConnectionState {
  readonly status: ConnectionStatus;
}

export type ConnectionStore = StoreApi<ConnectionState>;

export function createConnectionStore(): ConnectionStore {
  return createStore<ConnectionState>(() => ({ status: { state: 'connecting' } }));
}
