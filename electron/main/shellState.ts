/**
 * What main itself remembers between runs: where windows were and what happens when they close. Everything
 * else is the engine's to keep.
 *
 * Invariant: a damaged or foreign file is as good as none, and is never half read.
 */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';
import { NO_PLACEMENTS, placementsSchema } from './windowPlacement';

const shellStateSchema = z.object({
  placements: placementsSchema,
  /** Recording goes on behind the tray icon when the last window closes. */
  keepRecording: z.boolean(),
});

export type ShellState = z.output<typeof shellStateSchema>;

const DEFAULTS: ShellState = { placements: NO_PLACEMENTS, keepRecording: true };

export class ShellStateFile {
  readonly #path: string;
  #state: ShellState;

  constructor(path: string) {
    this.#path = path;
    this.#state = read(path);
  }

  get current(): ShellState {
    return this.#state;
  }

  /** Written at once and whole; a disk that refuses costs the memory, not the app. */
  patch(change: Partial<ShellState>): void {
    this.#state = { ...this.#state, ...change };
    try {
      mkdirSync(dirname(this.#path), { recursive: true });
      writeFileSync(`${this.#path}.new`, `${JSON.stringify(this.#state)}\n`);
      renameSync(`${this.#path}.new`, this.#path);
    } catch {
      // Nothing is lost but the place of a window.
    }
  }
}

function read(path: string): ShellState {
  try {
    const parsed = shellStateSchema.safeParse(JSON.parse(readFileSync(path, 'utf8')));
    return parsed.success ? parsed.data : DEFAULTS;
  } catch {
    return DEFAULTS;
  }
}
