/**
 * The command line of the desktop app. Chromium's and Node's own switches stand among ours, so what is not
 * ours is passed over; the values of ours are checked by the engine, which says what is wrong with them.
 */
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { parseDeepLink, type SessionTarget } from './sessionTarget';

/** Passed on to the engine as they are. */
const ENGINE_TEXTS = ['feed', 'scenario', 'seed', 'leader', 'chapter', 'speed', 'assets', 'venues'];

export interface ShellArguments {
  /** Folder for settings and sessions; null for the usual one. */
  readonly dataDir: string | null;
  /** For the engine process. */
  readonly engineArgs: readonly string[];
  readonly targets: readonly SessionTarget[];
}

/** `args` without the program and the app's folder; `folder` is where relative paths begin. */
export function parseShellArguments(args: readonly string[], folder: string): ShellArguments {
  const { values, positionals } = parseArgs({
    args: [...args],
    options: {
      'data-dir': { type: 'string' },
      ...Object.fromEntries(ENGINE_TEXTS.map((name) => [name, { type: 'string' as const }])),
      'venue-url': { type: 'string', multiple: true },
      'no-backfill': { type: 'boolean' },
    },
    strict: false,
    allowPositionals: true,
  });
  const dataDir = typeof values['data-dir'] === 'string' ? resolve(folder, values['data-dir']) : null;
  const texts: Readonly<Record<string, unknown>> = values;
  const passed = (name: string, value: unknown) => (typeof value === 'string' ? [`--${name}=${value}`] : []);
  return {
    dataDir,
    engineArgs: [
      ...passed('data-dir', dataDir),
      ...ENGINE_TEXTS.flatMap((name) => passed(name, texts[name])),
      ...(values['venue-url'] ?? []).flatMap((value) => passed('venue-url', value)),
      ...(values['no-backfill'] === true ? ['--no-backfill'] : []),
    ],
    targets: positionals.flatMap((text) => targetOf(text, folder)),
  };
}

function targetOf(text: string, folder: string): SessionTarget[] {
  if (text.endsWith('.duckdb')) return [{ file: resolve(folder, text) }];
  const link = parseDeepLink(text);
  return link === null ? [] : [link];
}
