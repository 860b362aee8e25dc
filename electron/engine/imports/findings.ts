/**
 * What an import noticed in a file: kept in the session, shown before and after. Repeats of one kind in one
 * file are one finding with a count and the lines it spans, so that a bad file cannot fill the log.
 */

export type FindingKind =
  | 'badRow'
  | 'closeTimeStamps'
  | 'duplicate'
  | 'gap'
  | 'hole'
  | 'inconsistentBar'
  | 'interrupted'
  | 'mixedUnits'
  | 'nonPositive'
  | 'takerAboveVolume'
  | 'truncated'
  | 'unknownColumn'
  | 'unsorted';

/** What was done about it. */
export type FindingAction = 'noted' | 'dropped' | 'changed' | 'refused';

export interface Finding {
  readonly file: string;
  readonly kind: FindingKind;
  readonly action: FindingAction;
  /** Rows concerned. */
  readonly count: number;
  /** Lines of the file, from 1; equal when it is one. */
  readonly firstLine: number;
  readonly lastLine: number;
  /** A sentence that names the first case: values, column, line. */
  readonly detail: string;
}

export class FindingLog {
  readonly #file: string;
  readonly #findings = new Map<string, { -readonly [K in keyof Finding]: Finding[K] }>();

  constructor(file: string) {
    this.#file = file;
  }

  /** `detail` is kept of the first case of its kind and action only. */
  note(kind: FindingKind, action: FindingAction, line: number, detail: string, count = 1): void {
    const key = `${kind} ${action}`;
    const known = this.#findings.get(key);
    if (known === undefined) {
      this.#findings.set(key, {
        file: this.#file,
        kind,
        action,
        count,
        firstLine: line,
        lastLine: line,
        detail,
      });
      return;
    }
    known.count += count;
    known.firstLine = Math.min(known.firstLine, line);
    known.lastLine = Math.max(known.lastLine, line);
  }

  list(): readonly Finding[] {
    return [...this.#findings.values()];
  }
}
