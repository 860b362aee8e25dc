/** Settings with a patch laid over them: the groups field by field, all else as a whole. */
import type { Settings, SettingsPatch } from './values';

const GROUPS = ['recording', 'simulation'] as const;

/** Absent and undefined mean the same in a patch: leave it as it is. The result is not validated. */
export function mergeSettings(settings: Settings, patch: SettingsPatch): Settings {
  const merged = { ...settings, ...defined(patch) };
  for (const group of GROUPS) {
    Object.assign(merged, { [group]: { ...settings[group], ...defined(patch[group] ?? {}) } });
  }
  return merged as Settings;
}

/** What of a patch is left when `newer` has had its say about some of the same settings. */
export function withoutSettings(patch: SettingsPatch, newer: SettingsPatch): SettingsPatch {
  const left: SettingsPatch = without(patch, newer);
  for (const group of GROUPS) {
    if (patch[group] !== undefined)
      Object.assign(left, { [group]: without(patch[group], newer[group] ?? {}) });
  }
  return left;
}

function without(fields: object, taken: object): object {
  return Object.fromEntries(Object.entries(fields).filter(([key]) => !(key in defined(taken))));
}

function defined(fields: object): object {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
