/**
 * What an import noticed in a file: kept in the session, shown before and after. Repeats of one kind in one
 * file are one finding with a count and the lines it spans, so that a bad file cannot fill the log.
 */
import type { Finding, FindingAction, FindingKind } from '../../../shared/model/importRecord';

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
