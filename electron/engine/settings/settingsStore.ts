/**
 * The settings of the application: one validated value in memory, one JSON file in the data folder.
 *
 * Invariants:
 * - What is in memory has passed the schema, and what a successful `patch` returned is on disk.
 * - A file with anything wrong in it is not replaced before a copy was kept as `settings.json.broken`.
 * - The file is replaced as a whole; changes are written one after the other.
 */
import { constants, copyFile, mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describeIssues } from '../../../shared/contract/issues';
import type { Unsubscribe } from '../../../shared/contract/link';
import { mergeSettings } from '../../../shared/contract/mergeSettings';
import {
  defaultSettings,
  type Notice,
  type Settings,
  type SettingsPatch,
  settingsSchema,
} from '../../../shared/contract/values';
import { fail, ok, type Result } from '../../../shared/model/result';
import { writeFileAtomically } from './atomicFile';
import { type Repaired, repairSettings } from './repairSettings';

const FILE_NAME = 'settings.json';

export interface OpenedSettings {
  readonly store: SettingsStore;
  /** What was wrong with the file, for the user; null when nothing was. */
  readonly notice: Notice | null;
}

/** Reads `settings.json` of the data folder; whatever its state, there are settings to start with. */
export async function openSettings(dataDir: string, wallMs: number): Promise<OpenedSettings> {
  const { settings, problems } = await load(join(dataDir, FILE_NAME));
  const store = new SettingsStore(dataDir, settings, problems.length > 0);
  if (problems.length === 0) return { store, notice: null };
  const repaired = await store.repairFile();
  const notice: Notice = {
    id: 'settings-broken',
    severity: 'warning',
    title: `${FILE_NAME} had wrong settings`,
    detail: `Defaults are used instead of: ${problems.join('; ')}.`,
    hint: repaired.ok
      ? `The file as it was is kept as ${repaired.value}.`
      : `${repaired.error.message} The file was left as it is.`,
    sinceMs: wallMs,
    count: 1,
    simulated: false,
  };
  return { store, notice };
}

export class SettingsStore {
  readonly #folder: string;
  readonly #path: string;
  readonly #listeners = new Set<(settings: Settings) => void>();
  #current: Settings;
  /** True until a copy of the file with something wrong in it has been made. */
  #brokenFileToKeep: boolean;
  #lastWrite: Promise<unknown> = Promise.resolve();

  constructor(dataDir: string, settings: Settings, brokenFileToKeep: boolean) {
    this.#folder = dataDir;
    this.#path = join(dataDir, FILE_NAME);
    this.#current = settings;
    this.#brokenFileToKeep = brokenFileToKeep;
  }

  get current(): Settings {
    return this.#current;
  }

  /**
   * Merges and saves. Fails with `settings-invalid` (naming the field), `disk-full` or `disk-error`; then
   * nothing has changed, neither in memory nor on disk.
   */
  patch(patch: SettingsPatch): Promise<Result<Settings>> {
    return this.#inTurn(async () => {
      const parsed = settingsSchema.safeParse(mergeSettings(this.#current, patch));
      if (!parsed.success) {
        return fail('settings-invalid', `The settings were not changed: ${describeIssues(parsed.error)}.`);
      }
      const saved = await this.#save(parsed.data);
      if (!saved.ok) return saved;
      this.#current = parsed.data;
      for (const listener of this.#listeners) listener(parsed.data);
      return ok(parsed.data);
    });
  }

  /** Called with the new settings after each saved change. */
  onChange(listener: (settings: Settings) => void): Unsubscribe {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Puts a file with the current settings in the place of a broken one; the name the broken one got. */
  repairFile(): Promise<Result<string | null>> {
    return this.#inTurn(() => this.#save(this.#current));
  }

  #inTurn<T>(task: () => Promise<T>): Promise<T> {
    const turn = this.#lastWrite.then(task);
    this.#lastWrite = turn.catch(() => {});
    return turn;
  }

  /** The name under which a broken file was kept, if there was one. */
  async #save(settings: Settings): Promise<Result<string | null>> {
    try {
      await mkdir(this.#folder, { recursive: true });
      const kept = this.#brokenFileToKeep ? await keepBroken(this.#path) : null;
      this.#brokenFileToKeep = false;
      await writeFileAtomically(this.#path, `${JSON.stringify(settings, null, 2)}\n`);
      return ok(kept);
    } catch (error) {
      return cannotSave(this.#path, error);
    }
  }
}

async function load(path: string): Promise<Repaired> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return { settings: defaultSettings, problems: [] };
    return { settings: defaultSettings, problems: [`the file: it cannot be read (${codeOf(error)})`] };
  }
  try {
    // Some editors begin a file with a byte-order mark, which is not JSON.
    return repairSettings(JSON.parse(text.replace(/^\uFEFF/, '')));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { settings: defaultSettings, problems: [`the file: it is not JSON (${why})`] };
  }
}

/** Copies the file to the first free of `settings.json.broken`, `settings.json.broken.2`, …; that name. */
async function keepBroken(path: string): Promise<string> {
  for (let number = 1; ; number++) {
    const suffix = number === 1 ? '.broken' : `.broken.${number}`;
    try {
      await copyFile(path, path + suffix, constants.COPYFILE_EXCL);
      return FILE_NAME + suffix;
    } catch (error) {
      if (codeOf(error) !== 'EEXIST') throw error;
    }
  }
}

function cannotSave(path: string, error: unknown): Result<never> {
  const code = codeOf(error);
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return fail(
      'disk-full',
      `There is no space left to save ${path}.`,
      'Free some space and try again.',
      true,
    );
  }
  return fail(
    'disk-error',
    `${path} cannot be saved (${code}).`,
    'Check the data folder and its rights.',
    true,
  );
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}
