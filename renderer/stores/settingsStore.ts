/**
 * The engine's settings as this window knows them. The engine is their only writer: a change is sent, and
 * shown when the engine has taken it.
 */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Settings, SettingsPatch } from '../../shared/contract/values';
import type { AppError } from '../../shared/model/result';
import type { EngineClient } from '../engine/client';

export interface SettingsState {
  /** Null until the engine has told. */
  readonly settings: Settings | null;
  readonly failure: AppError | null;
  patch(patch: SettingsPatch): Promise<void>;
}

export type SettingsStore = StoreApi<SettingsState>;

export function createSettingsStore(engine: EngineClient): {
  readonly store: SettingsStore;
  readonly stop: () => void;
} {
  const store: SettingsStore = createStore((set) => ({
    settings: null,
    failure: null,
    patch: async (patch) => {
      const saved = await engine.call('patchSettings', patch);
      set(saved.ok ? { settings: saved.value, failure: null } : { failure: saved.error });
    },
  }));
  const stop = engine.subscribe('settings', {}, (settings) => store.setState({ settings }));
  return { store, stop };
}

/** The zone times are shown in; UTC until the settings are known. */
export function selectTimeZone(state: SettingsState): string {
  return state.settings?.timeZone ?? 'UTC';
}

const NO_KEYS: Settings['keys'] = {};

/** The user's own keys by action id. */
export function selectOwnKeys(state: SettingsState): Settings['keys'] {
  return state.settings?.keys ?? NO_KEYS;
}
