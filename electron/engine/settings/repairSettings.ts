/**
 * Settings as a user's file has them, made usable: what is wrong or unknown is named and replaced by its
 * default, what is good stays.
 */
import { fieldName } from '../../../shared/contract/issues';
import { defaultSettings, type Settings, settingsSchema } from '../../../shared/contract/values';

export interface Repaired {
  readonly settings: Settings;
  /** One phrase for each wrong field, e.g. `recording.maxAgeDays: Too small: …`; empty when all is well. */
  readonly problems: readonly string[];
}

type Fields = Record<PropertyKey, unknown>;

/** Settings of several fields, each of which has a default of its own. */
const GROUPS = ['recording', 'simulation'] as const;

export function repairSettings(raw: unknown): Repaired {
  if (!isFields(raw)) {
    return { settings: defaultSettings, problems: ['the file: it must hold one JSON object'] };
  }
  const candidate: Fields = { ...defaultSettings, ...structuredClone(raw) };
  for (const group of GROUPS) {
    const given = candidate[group];
    if (isFields(given)) candidate[group] = { ...defaultSettings[group], ...given };
  }
  const first = settingsSchema.safeParse(candidate);
  if (first.success) return { settings: first.data, problems: [] };

  const problems: string[] = [];
  for (const issue of first.error.issues) {
    if (issue.code === 'unrecognized_keys') {
      for (const key of issue.keys) {
        problems.push(`${fieldName([...issue.path, key])}: there is no such setting`);
        remove(candidate, [...issue.path, key]);
      }
    } else {
      problems.push(`${fieldName(issue.path, 'the file')}: ${issue.message}`);
      reset(candidate, issue.path);
    }
  }
  const second = settingsSchema.safeParse(candidate);
  return { settings: second.success ? second.data : defaultSettings, problems };
}

function remove(fields: Fields, path: readonly PropertyKey[]): void {
  const [key, ...rest] = path;
  if (key === undefined) return;
  const inner = fields[key];
  if (rest.length === 0) delete fields[key];
  else if (isFields(inner)) remove(inner, rest);
}

/** Puts the default of the smallest field that has one; a venue's URL has none and is left out. */
function reset(fields: Fields, [key, inner]: readonly PropertyKey[]): void {
  const given = key === undefined ? undefined : fields[key];
  const group = GROUPS.find((name) => name === key);
  if (key === 'venueUrls' && inner !== undefined) remove(fields, [key, inner]);
  else if (group !== undefined && inner !== undefined && isFields(given)) {
    given[inner] = (defaultSettings[group] as Fields)[inner];
  } else if (key !== undefined) fields[key] = (defaultSettings as Fields)[key];
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
