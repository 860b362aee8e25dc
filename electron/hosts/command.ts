/**
 * The frame of the command line: a command is one file in `commands/` and one line in `cli.ts`.
 *
 * Invariant: results go to stdout, everything else to stderr, so that `--json` output can be piped.
 * Exit codes: 0 done, 1 failed (the sentence says why), 2 wrong arguments (one line and a hint).
 */
import { parseArgs } from 'node:util';
import { plainText } from '../../shared/model/plainText';
import { type AppError, fail, ok, type Result } from '../../shared/model/result';

const MAX_CELL = 1_000;

export interface OptionSpec {
  /** Name of the value in the help, e.g. `FILE`; none for a switch. */
  readonly value?: string;
  readonly multiple?: boolean;
  readonly help: string;
}

export interface CommandSpec {
  readonly name: string;
  readonly summary: string;
  /** Names of the positional arguments, all required, e.g. `['FILE']`; the last may be `'FILE…'`: one or more. */
  readonly positionals: readonly string[];
  readonly options: Readonly<Record<string, OptionSpec>>;
  run(input: CommandInput): Promise<number>;
}

export interface CommandInput {
  readonly positionals: readonly string[];
  readonly options: ParsedOptions;
  readonly io: CommandIo;
}

/** Where a command reads its surroundings; replaced in tests. */
export interface CommandIo {
  out(text: string): void;
  err(text: string): void;
  /** Aborts on Ctrl+C and on a request of the operating system to end. */
  readonly signal: AbortSignal;
}

export class ParsedOptions {
  readonly #values: Readonly<Record<string, string | boolean | (string | boolean)[] | undefined>>;

  constructor(values: Readonly<Record<string, string | boolean | (string | boolean)[] | undefined>>) {
    this.#values = values;
  }

  flag(name: string): boolean {
    return this.#values[name] === true;
  }

  text(name: string): string | undefined {
    const value = this.#values[name];
    return typeof value === 'string' ? value : undefined;
  }

  texts(name: string): string[] {
    const value = this.#values[name];
    return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
  }
}

/** Runs one command with its raw arguments; prints help and complaints itself. */
export async function runCommand(spec: CommandSpec, args: readonly string[], io: CommandIo): Promise<number> {
  if (args.includes('--help') || args.includes('-h')) {
    io.out(helpOf(spec));
    return 0;
  }
  const parsed = parseCommandLine(spec, args);
  if (!parsed.ok) return complain(io, spec.name, parsed.error);
  return spec.run({ ...parsed.value, io });
}

/** Prints a wrong-arguments error in one line with its hint; the exit code for it. */
export function complain(io: CommandIo, command: string, error: AppError): number {
  io.err(`breakwater ${command}: ${error.message} ${error.hint ?? `Try: breakwater ${command} --help`}\n`);
  return 2;
}

/** Prints why a command failed; the exit code for it. */
export function report(io: CommandIo, command: string, error: AppError): number {
  io.err(`breakwater ${command}: ${error.message}${error.hint === undefined ? '' : ` ${error.hint}`}\n`);
  return error.code === 'bad-argument' || error.code.startsWith('unknown-') ? 2 : 1;
}

/** Resolves when the command was asked to end. */
export function untilAborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}

/** Bugs go to the log with their stack; windows only learn that something failed. */
export function faultReporter(io: CommandIo): (error: unknown, during: string) => void {
  return (error, during) => {
    io.err(`breakwater: failed during ${during}: ${error instanceof Error ? error.stack : String(error)}\n`);
  };
}

function parseCommandLine(
  spec: CommandSpec,
  args: readonly string[],
): Result<{ positionals: readonly string[]; options: ParsedOptions }> {
  const options = Object.fromEntries(
    Object.entries(spec.options).map(([name, option]) => [
      name,
      {
        type: option.value === undefined ? ('boolean' as const) : ('string' as const),
        multiple: option.multiple ?? false,
      },
    ]),
  );
  try {
    const { values, positionals } = parseArgs({
      args: withNegativeNumbers(spec, args),
      options,
      allowPositionals: true,
      strict: true,
    });
    const missing = spec.positionals[positionals.length];
    if (missing !== undefined) return fail('bad-argument', `${missing} is missing.`);
    const takesMore = spec.positionals.at(-1)?.endsWith('…') === true;
    if (positionals.length > spec.positionals.length && !takesMore) {
      return fail('bad-argument', `"${positionals[spec.positionals.length]}" is one argument too many.`);
    }
    return ok({ positionals, options: new ParsedOptions(values) });
  } catch (error) {
    const message = error instanceof Error ? (error.message.split('. ')[0] ?? '') : String(error);
    return fail('bad-argument', `${message.replace(/\.$/, '')}.`);
  }
}

/** A number below zero is a value; the parser would take it for an option. */
function withNegativeNumbers(spec: CommandSpec, args: readonly string[]): string[] {
  const joined: string[] = [];
  for (const arg of args) {
    const last = joined.at(-1) ?? '';
    const takesValue = last.startsWith('--') && spec.options[last.slice(2)]?.value !== undefined;
    if (takesValue && /^-\d/.test(arg)) joined[joined.length - 1] = `${last}=${arg}`;
    else joined.push(arg);
  }
  return joined;
}

function helpOf(spec: CommandSpec): string {
  const usage = ['breakwater', spec.name, ...spec.positionals, '[options]'].join(' ');
  const rows = Object.entries(spec.options).map(([name, option]): [string, string] => [
    `--${name}${option.value === undefined ? '' : ` ${option.value}`}`,
    option.help,
  ]);
  rows.push(['--help', 'this text']);
  return `${spec.summary}\n\nUsage: ${usage}\n\n${table(rows)}\n`;
}

/**
 * Two columns of text, the first padded to its widest cell. Cells may hold the words of others, which must
 * not steer the terminal.
 */
export function table(rows: readonly (readonly [string, string])[]): string {
  const cells = rows.map(([left, right]) => [plainText(left, MAX_CELL), plainText(right, MAX_CELL)] as const);
  const width = Math.max(...cells.map(([left]) => left.length));
  return cells.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`).join('\n');
}
