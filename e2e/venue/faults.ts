/**
 * The scripted faults of one venue. Spans are real seconds; while one lasts the market goes on, so what a
 * client misses is in the history and nowhere else.
 */
import { fail, ok, type Result } from '../../shared/model/result';
import type { LoopbackVenueId } from './venueIds';

/** What each fault does, and what its ARG means (with its default). */
export const FAULTS = {
  kill: 'destroys every socket; ARG = seconds for which new sockets are refused (0)',
  silence: 'no data for ARG seconds (10), pongs and acks go on',
  'half-open': 'sockets open now stay open but are dead for good: no data, no pongs, no acks',
  duplicate: 'each data frame is sent twice for ARG seconds (5)',
  reorder: 'neighbouring data frames of a socket are swapped for ARG seconds (5)',
  malformed: 'ARG rounds (1) of broken copies of the last frame of every subscribed stream',
  unknown: 'ARG rounds (1) of unknown event types, topics and symbols',
  'http-429': 'REST answers 429 with Retry-After for ARG seconds (5)',
  'http-418': 'REST answers 418 with Retry-After for ARG seconds (5)',
  'http-500': 'REST answers 500 for ARG seconds (5)',
  'slow-snapshot': 'depth snapshots answer ARG seconds (3) late from now on',
  'no-history': 'trade history over REST answers status ARG (451) from now on',
} as const;

export type FaultName = keyof typeof FAULTS;

export interface FaultOptions {
  /** Meaning by fault, see `FAULTS`. */
  readonly argument?: number;
  /** Only this venue; all of them when absent. */
  readonly venue?: LoopbackVenueId;
}

export interface ScheduledFault extends FaultOptions {
  readonly name: FaultName;
  /** Real seconds after the playback began. */
  readonly atSeconds: number;
}

const DEFAULT_ARGUMENT: Readonly<Record<FaultName, number>> = {
  kill: 0,
  silence: 10,
  'half-open': 0,
  duplicate: 5,
  reorder: 5,
  malformed: 1,
  unknown: 1,
  'http-429': 5,
  'http-418': 5,
  'http-500': 5,
  'slow-snapshot': 3,
  'no-history': 451,
};

const LASTING: ReadonlySet<FaultName> = new Set(['slow-snapshot', 'no-history']);

export function faultArgument(name: FaultName, options: FaultOptions): number {
  return options.argument ?? DEFAULT_ARGUMENT[name];
}

/** `NAME@SECONDS[:ARG]`, as on the command line. */
export function parseFault(text: string): Result<ScheduledFault> {
  const match = /^([a-z0-9-]+)@(\d+(?:\.\d+)?)(?::(\d+(?:\.\d+)?))?$/.exec(text);
  const name = match?.[1];
  if (match === null || name === undefined || !isFaultName(name)) {
    const names = Object.keys(FAULTS).join(', ');
    return fail(
      'bad-argument',
      `"${text}" is not a fault.`,
      `Write NAME@SECONDS or NAME@SECONDS:ARG; names: ${names}.`,
    );
  }
  const atSeconds = Number(match[2]);
  return ok(match[3] === undefined ? { name, atSeconds } : { name, atSeconds, argument: Number(match[3]) });
}

function isFaultName(name: string): name is FaultName {
  return Object.hasOwn(FAULTS, name);
}

/** Which spans are in force; the transport asks before each frame and each answer. */
export class FaultBoard {
  readonly #ends = new Map<FaultName, NodeJS.Timeout | null>();
  readonly #arguments = new Map<FaultName, number>();

  isOn(name: FaultName): boolean {
    return this.#ends.has(name);
  }

  /** Argument of a fault that is on. */
  argument(name: FaultName): number {
    return this.#arguments.get(name) ?? DEFAULT_ARGUMENT[name];
  }

  /** Puts a fault in force: for `argument` seconds, or for good when it is a lasting one. */
  begin(name: FaultName, argument: number, onEnd: () => void = () => {}): void {
    this.clear(name);
    this.#arguments.set(name, argument);
    if (LASTING.has(name)) {
      this.#ends.set(name, null);
      return;
    }
    const timer = setTimeout(() => {
      this.clear(name);
      onEnd();
    }, argument * 1_000);
    this.#ends.set(name, timer);
  }

  clear(name: FaultName): void {
    const timer = this.#ends.get(name);
    if (timer !== undefined && timer !== null) clearTimeout(timer);
    this.#ends.delete(name);
  }

  clearAll(): void {
    for (const name of [...this.#ends.keys()]) this.clear(name);
  }
}
