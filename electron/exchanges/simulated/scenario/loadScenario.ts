/**
 * Scenarios by name (those that ship, `assets/scenarios/<name>.json`) or by the path of a file.
 *
 * Invariant: what is wrong with a file comes back as a sentence that names the field; nothing is repaired.
 */
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describeIssues } from '../../../../shared/contract/issues';
import { fail, ok, type Result } from '../../../../shared/model/result';
import { type Scenario, scenarioSchema } from './scenarioSchema';

const EXTENSION = '.json';
const MAX_FILE_BYTES = 1_000_000;

export interface ScenarioEntry {
  readonly name: string;
  readonly title: string;
  readonly description: string;
}

/**
 * @param nameOrPath `range-break`, or a path, told by its `.json`.
 * Fails with `bad-argument`: no such scenario, not readable, not JSON, or a wrong field (named with its path).
 */
export async function loadScenario(nameOrPath: string): Promise<Result<Scenario>> {
  const path = await scenarioPath(nameOrPath);
  return path.ok ? readScenario(path.value) : path;
}

/** The file of a scenario; see `loadScenario`. */
export async function scenarioPath(nameOrPath: string): Promise<Result<string>> {
  if (nameOrPath.endsWith(EXTENSION)) return ok(nameOrPath);
  const names = await scenarioNames();
  if (names.includes(nameOrPath)) return ok(join(scenarioFolder(), `${nameOrPath}${EXTENSION}`));
  return fail(
    'bad-argument',
    `There is no scenario "${nameOrPath}".`,
    `Name one of ${names.join(', ')}, or give the path of a .json file.`,
  );
}

/** The scenarios that ship, by name. A file that does not parse is left out: loading it says why. */
export async function listScenarios(): Promise<ScenarioEntry[]> {
  const loaded = await Promise.all((await scenarioNames()).map((name) => loadScenario(name)));
  return loaded.flatMap((result) => {
    if (!result.ok) return [];
    const { name, title, description } = result.value;
    return [{ name, title, description }];
  });
}

/** Fails with `bad-argument`; `source` is how the text is called in the message. */
export function parseScenario(text: string, source: string): Result<Scenario> {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    return fail('bad-argument', `${source} is not JSON: ${(error as Error).message}.`);
  }
  const parsed = scenarioSchema.safeParse(json);
  if (parsed.success) return ok(parsed.data);
  return fail(
    'bad-argument',
    `${source} is not a scenario. ${describeIssues(parsed.error, 'file')}.`,
    'Correct the field, or start again from a copy of a scenario that ships.',
  );
}

async function readScenario(path: string): Promise<Result<Scenario>> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    return fail('bad-argument', `${path} cannot be read: ${(error as Error).message}.`);
  }
  if (text.length > MAX_FILE_BYTES) return fail('bad-argument', `${path} is too large for a scenario.`);
  return parseScenario(text, path);
}

async function scenarioNames(): Promise<string[]> {
  const files = await readdir(scenarioFolder());
  return files
    .filter((file) => file.endsWith(EXTENSION))
    .map((file) => file.slice(0, -EXTENSION.length))
    .sort();
}

/** The nearest `assets/scenarios` above this code: the same for sources, for bundles in out/ and in the package. */
function scenarioFolder(): string {
  for (let folder = import.meta.dirname; ; folder = dirname(folder)) {
    const candidate = join(folder, 'assets', 'scenarios');
    if (existsSync(candidate)) return candidate;
    if (folder === dirname(folder)) throw new Error('assets/scenarios is missing from this installation.');
  }
}
